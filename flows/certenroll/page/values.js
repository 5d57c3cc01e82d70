// Values that go into a request: object identifiers, names, pairs of texts.

const values = (function () {
  const { define, make, valuesOf, itemsOf, collection, property, constant, computed, method } = com;
  const BASE64 = 1;

  function objectId(how, value) {
    try {
      return make("CObjectId", wire.ask("CObjectId::InitializeFromAlgorithmName", "object_id", { how, value }));
    } catch (error) {
      return undefined;
    }
  }

  const identify = (here, how, value) =>
    void Object.assign(here.values, here.ask("object_id", { how: how, value: value }));
  const asText = (here, data, encoding) => here.ask("text", { data: data, encoding: encoding }).text;
  const asData = (here, text, encoding) => here.ask("bytes", { text: text, encoding: encoding }).data;
  const filled = (here, data) => data || here.fail(codes.propertyEmpty);
  const dotted = (object) => (valuesOf(object, "CObjectId") || {}).Value || "";

  define("CObjectId", {
    Name: constant("number", 0),
    Value: constant("text", ""),
    FriendlyName: property("text", ""),
    InitializeFromValue: method(["text"], (here, value) => identify(here, "value", value)),
    InitializeFromName: method(["number"], (here, number) => identify(here, "number", number)),
    InitializeFromAlgorithmName: method(["number", "number", "number", "text"], (here, group, key, flags, name) =>
      identify(here, "name", name)),
    GetAlgorithmName: method(["number=0", "number=0"], (here) => here.values.FriendlyName),
  });

  define("CObjectIds", collection({
    AddRange: method(["object"], (here, others) => void here.values.items.push(...itemsOf(others))),
  }));

  define("CX500DistinguishedName", {
    Name: computed((here) => (filled(here, here.values.data), here.values.text)),
    EncodedName: method(["number=1"], (here, encoding) => asText(here, filled(here, here.values.data), encoding)),
    Encode: method(["text", "number=0"], (here, text, flags) => {
      const answer = here.ask("encode_name", { text: text, flags: flags });
      Object.assign(here.values, { data: answer.data, text: answer.name });
    }),
    Decode: method(["text", "number=1", "number=0"], (here, text, encoding, flags) => {
      const answer = here.ask("decode_name", { text: text, encoding: encoding, flags: flags });
      Object.assign(here.values, { data: answer.data, text: answer.name });
    }),
  });

  define("CBinaryConverter", {
    StringToString: method(["text", "number", "number"], (here, text, from, to) =>
      asText(here, asData(here, text, from), to)),
  });

  define("CX509NameValuePair", {
    Name: constant("text", ""),
    Value: constant("text", ""),
    Initialize: method(["text", "text"], (here, name, value) =>
      void Object.assign(here.values, { Name: name, Value: value })),
  });
  define("CX509NameValuePairs", collection());

  return { BASE64, objectId, dotted, asText, asData, filled };
})();
