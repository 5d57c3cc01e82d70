// Extensions and attributes of a request.

const additions = com.later([
  "CX509Extension", "CX509ExtensionKeyUsage", "CX509ExtensionEnhancedKeyUsage",
  "CX509ExtensionBasicConstraints", "CX509ExtensionAlternativeNames", "CX509ExtensionSubjectKeyIdentifier",
  "CX509ExtensionTemplateName", "CX509ExtensionTemplate", "CX509ExtensionMSApplicationPolicies",
  "CX509Extensions", "CAlternativeName", "CAlternativeNames", "CCertificatePolicy", "CCertificatePolicies",
  "CPolicyQualifiers", "CX509Attribute", "CX509Attributes", "CX509AttributeExtensions", "CCryptAttribute",
  "CCryptAttributes",
], function () {
  const { define, make, valuesOf, itemsOf, collection, property, constant, computed, method } = com;
  const { objectId, dotted, asText, asData, filled } = values;

  // By object identifier, as collections of extensions and attributes are searched.
  const byObjectId = {
    IndexByObjectId: method(["object"], (here, identifier) => {
      const at = here.values.items.findIndex((each) => dotted(each.ObjectId) === dotted(identifier));
      return at < 0 ? here.fail(codes.notFound) : at;
    }),
    AddRange: method(["object"], (here, others) => void here.values.items.push(...itemsOf(others))),
  };

  function objectIds(found) {
    const list = make("CObjectIds");
    found.forEach((each) => list.Add(objectId("value", each)));
    return list;
  }

  // --- extensions: all alike but for what InitializeEncode takes, and what they show afterwards

  function mustBeNew(here) {
    if (here.values.value) here.fail(codes.alreadyInitialized);
  }

  function extension(name, parameters, wish, shown) {
    const members = Object.fromEntries(Object.entries(shown || {}).map(([key, read]) =>
      [key, computed((here) => (filled(here, here.values.value), read(here.values.told)))]));
    define("CX509Extension" + name, {
      ObjectId: computed((here) => here.values.oid && objectId("value", here.values.oid)),
      Critical: property("flag", false),
      RawData: method(["number=1"], (here, encoding) => asText(here, filled(here, here.values.value), encoding)),
      Initialize: method(["object", "number", "text"], (here, identifier, encoding, text) => {
        mustBeNew(here);
        Object.assign(here.values, { oid: dotted(identifier), value: asData(here, text, encoding) });
      }),
      ...(name && {
        InitializeDecode: method(["number", "text"], (here, encoding, text) => {
          mustBeNew(here);
          const data = asData(here, text, encoding);
          const found = here.ask("read_extension", { kind: name, data: data });
          Object.assign(here.values, { oid: found.oid, value: data, told: found.members });
        }),
        InitializeEncode: method(parameters, (here, ...given) => {
          mustBeNew(here);
          const answer = here.ask("extension", { kind: name, arguments: wish(...given) });
          const told = here.ask("read_extension", { kind: name, data: answer.value }).members;
          Object.assign(here.values, {
            oid: answer.oid, value: answer.value, Critical: answer.critical, told: { ...told, given: given },
          });
        }),
      }),
      ...members,
    });
  }

  const identifiers = (collected) => itemsOf(collected).map(dotted);
  const alternative = (item) => ({ type: valuesOf(item).Type, value: valuesOf(item).text });
  const policy = (item) => dotted((valuesOf(item) || {}).ObjectId) || dotted(item);
  const own = (name) => ({ [name]: (told) => told[name] });
  const given = (told, otherwise) => (told.given ? told.given[0] : otherwise());

  function policies(found) {
    const list = make("CCertificatePolicies");
    found.forEach((each) => {
      const one = make("CCertificatePolicy");
      one.Initialize(objectId("value", each));
      list.Add(one);
    });
    return list;
  }

  extension("");
  extension("KeyUsage", ["number"], (flags) => [flags], own("KeyUsage"));
  extension("EnhancedKeyUsage", ["object"], (usages) => [identifiers(usages)], {
    EnhancedKeyUsage: (told) => given(told, () => objectIds(told.oids)),
  });
  extension("BasicConstraints", ["flag", "number=-1"], (authority, length) => [authority, length],
    { ...own("IsCA"), ...own("PathLenConstraint") });
  extension("AlternativeNames", ["object"], (names) => [itemsOf(names).map(alternative)], {
    AlternativeNames: (told) => given(told, () => make("CAlternativeNames")),
  });
  extension("SubjectKeyIdentifier", ["number", "text"], (encoding, text) => [encoding, text], {
    SubjectKeyIdentifier: (told) => (encoding) =>
      asText({ ask: (call, asked) => wire.ask("CX509ExtensionSubjectKeyIdentifier::SubjectKeyIdentifier", call, asked) },
        told.identifier, encoding === undefined ? 1 : encoding),
  });
  extension("TemplateName", ["text"], (name) => [name], own("TemplateName"));
  extension("Template", ["object", "number=0", "number=0"], (id, major, minor) => [dotted(id), major, minor], {
    TemplateOid: (told) => given(told, () => objectId("value", told.oids[0])),
    ...own("MajorVersion"),
    ...own("MinorVersion"),
  });
  extension("MSApplicationPolicies", ["object"], (asked) => [itemsOf(asked).map(policy)], {
    Policies: (told) => given(told, () => policies(told.oids)),
  });
  define("CX509Extensions", collection(byObjectId));

  define("CAlternativeName", {
    Type: constant("number", 0),
    StrValue: computed((here) => here.values.text),
    ObjectId: constant("object", null),
    RawData: method(["number=1"], (here, encoding) => asText(here, filled(here, here.values.raw), encoding)),
    InitializeFromString: method(["number", "text"], (here, type, text) =>
      void Object.assign(here.values, { Type: type, text: text })),
    InitializeFromRawData: method(["number", "number", "text"], (here, type, encoding, text) => {
      const raw = asData(here, text, encoding);
      Object.assign(here.values, { Type: type, text: raw, raw: raw });
    }),
    InitializeFromOtherName: method(["object", "number", "text", "flag=false"], (here) =>
      here.fail(codes.notImplemented)),
  });
  define("CAlternativeNames", collection());
  define("CCertificatePolicy", {
    ObjectId: constant("object", null),
    PolicyQualifiers: constant("object", () => make("CPolicyQualifiers")),
    Initialize: method(["object"], (here, identifier) => void (here.values.ObjectId = identifier)),
  });
  define("CCertificatePolicies", collection());
  define("CPolicyQualifiers", collection());

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
    ObjectId: computed(() => objectId("value", "1.2.840.113549.1.9.14")),
    InitializeEncode: method(["object"], (here, extensions) => void (here.values.X509Extensions = extensions)),
  });
  define("CCryptAttribute", {
    ObjectId: constant("object", null),
    Values: constant("object", () => make("CX509Attributes")),
    InitializeFromObjectId: method(["object"], (here, identifier) => void (here.values.ObjectId = identifier)),
    InitializeFromValues: method(["object"], (here, attributes) => {
      const [first] = itemsOf(attributes);
      Object.assign(here.values, { Values: attributes, ObjectId: first ? first.ObjectId : null });
    }),
  });
  define("CCryptAttributes", collection(byObjectId));

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

  return { extensionsIn, attributesIn, extensionsInAttributes };
});
