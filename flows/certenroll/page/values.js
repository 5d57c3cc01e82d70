// Values that go into a request: object identifiers, names, extensions, attributes.

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
    Name: computed((here) => here.values.text),
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

  // --- extensions: all alike but for what InitializeEncode takes

  function extension(name, parameters, wish) {
    define("CX509Extension" + name, {
      ObjectId: computed((here) => here.values.oid && objectId("value", here.values.oid)),
      Critical: property("flag", false),
      RawData: method(["number=1"], (here, encoding) => asText(here, filled(here, here.values.value), encoding)),
      Initialize: method(["object", "number", "text"], (here, identifier, encoding, text) => {
        Object.assign(here.values, { oid: dotted(identifier), value: asData(here, text, encoding) });
      }),
      InitializeDecode: method(["number", "text"], (here, encoding, text) => {
        here.values.value = asData(here, text, encoding);
      }),
      InitializeEncode: method(parameters, (here, ...given) => {
        const answer = here.ask("extension", { kind: name, arguments: wish(...given) });
        Object.assign(here.values, { oid: answer.oid, value: answer.value, Critical: answer.critical });
      }),
    });
  }

  const identifiers = (collected) => itemsOf(collected).map(dotted);
  const alternative = (item) => ({ type: valuesOf(item).Type, value: valuesOf(item).text });
  const policy = (item) => dotted((valuesOf(item) || {}).ObjectId) || dotted(item);

  extension("", ["any="], () => [null]);
  extension("KeyUsage", ["number"], (flags) => [flags]);
  extension("EnhancedKeyUsage", ["object"], (usages) => [identifiers(usages)]);
  extension("BasicConstraints", ["flag", "number=-1"], (authority, length) => [authority, length]);
  extension("AlternativeNames", ["object"], (names) => [itemsOf(names).map(alternative)]);
  extension("SubjectKeyIdentifier", ["number", "text"], (encoding, text) => [encoding, text]);
  extension("TemplateName", ["text"], (name) => [name]);
  extension("Template", ["object", "number=0", "number=0"], (id, major, minor) => [dotted(id), major, minor]);
  extension("MSApplicationPolicies", ["object"], (policies) => [itemsOf(policies).map(policy)]);
  define("CX509Extensions", collection());

  define("CAlternativeName", {
    Type: constant("number", 0),
    StrValue: computed((here) => here.values.text),
    InitializeFromString: method(["number", "text"], (here, type, text) =>
      void Object.assign(here.values, { Type: type, text: text })),
    InitializeFromRawData: method(["number", "number", "text"], (here, type, encoding, text) =>
      void Object.assign(here.values, { Type: type, text: asData(here, text, encoding) })),
  });
  define("CAlternativeNames", collection());
  define("CCertificatePolicy", {
    ObjectId: constant("object", null),
    Initialize: method(["object"], (here, identifier) => void (here.values.ObjectId = identifier)),
  });
  define("CCertificatePolicies", collection());

  // --- attributes

  define("CX509Attribute", {
    ObjectId: constant("object", null),
    RawData: method(["number=1"], (here, encoding) => asText(here, filled(here, here.values.value), encoding)),
    Initialize: method(["object", "number", "text"], (here, identifier, encoding, text) =>
      void Object.assign(here.values, { ObjectId: identifier, value: asData(here, text, encoding) })),
  });
  define("CX509Attributes", collection());
  define("CX509AttributeExtensions", {
    X509Extensions: constant("object", null),
    InitializeEncode: method(["object"], (here, extensions) => void (here.values.X509Extensions = extensions)),
  });
  define("CCryptAttribute", {
    ObjectId: constant("object", null),
    Values: constant("object", () => make("CX509Attributes")),
    InitializeFromObjectId: method(["object"], (here, identifier) => void (here.values.ObjectId = identifier)),
    InitializeFromValues: method(["object"], (here, attributes) => void (here.values.Values = attributes)),
  });
  define("CCryptAttributes", collection());
  define("CX509NameValuePair", {
    Name: constant("text", ""),
    Value: constant("text", ""),
    Initialize: method(["text", "text"], (here, name, value) =>
      void Object.assign(here.values, { Name: name, Value: value })),
  });
  define("CX509NameValuePairs", collection());

  // --- what of these a request takes with it

  function extensionsIn(collected) {
    const usable = itemsOf(collected).map((each) => valuesOf(each)).filter((each) => each.oid && each.value);
    return usable.map((each) => ({ oid: each.oid, critical: each.Critical, value: each.value }));
  }

  // Attributes come bare or wrapped in a CCryptAttribute; a wrapped collection of extensions counts as such.
  function flattened(attributes) {
    return itemsOf(attributes).flatMap((each) => {
      const wrapped = valuesOf(each, "CCryptAttribute");
      return wrapped ? itemsOf(wrapped.Values) : [each];
    });
  }

  function attributesIn(attributes) {
    const bare = flattened(attributes).map((each) => valuesOf(each, "CX509Attribute")).filter(Boolean);
    return bare.map((each) => ({ oid: dotted(each.ObjectId), value: each.value })).filter((each) => each.value);
  }

  function extensionsInAttributes(attributes) {
    const wrapped = flattened(attributes).map((each) => valuesOf(each, "CX509AttributeExtensions"));
    return wrapped.filter(Boolean).flatMap((each) => extensionsIn(each.X509Extensions));
  }

  return { BASE64, objectId, dotted, asText, asData, filled, extensionsIn, attributesIn, extensionsInAttributes };
})();
