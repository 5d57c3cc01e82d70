// What a page may do with a certificate: give it a name, and name it as a signer.

com.later([
  "CCertPropertyFriendlyName", "CCertPropertyDescription", "CCertProperties", "CSignerCertificate", "CSignerCertificates",
  "CX509EnrollmentHelper",
], function () {
  const { define, make, property, constant, computed, method, refused, collection } = com;
  const { asText, asData, filled } = values;
  const FRIENDLY_NAME = 11;
  const DESCRIPTION = 13;

  // A property belongs to a certificate that this person has.
  function mustBeOwn(here, encoding, text) {
    here.ask("own_certificate", { response: asText(here, asData(here, text, encoding), 1) });
  }

  // Windows keeps such a text in UTF-16 with a zero at its end.
  const written = (here, text) => asText(here, asData(here, text + "\0", 2), 1);
  const read = (here, text, encoding) => asText(here, asData(here, text, encoding), 2).replace(/\0+$/, "");

  function certProperty(name, id, shown) {
    define("CCertProperty" + name, {
      PropertyId: id ? constant("number", id) : property("number", 0),
      [shown]: computed((here) => filled(here, here.values.text)),
      RawData: method(["number=1"], (here, encoding) =>
        asText(here, asData(here, written(here, filled(here, here.values.text)), 1), encoding)),
      Initialize: method(["text"], (here, text) => {
        if (here.values.text) here.fail(codes.alreadyInitialized);
        here.values.text = text;
      }),
      InitializeDecode: method(["number", "text"], (here, encoding, text) => {
        here.values.text = read(here, text, encoding);
      }),
      InitializeFromCertificate: method(["flag", "number", "text"], (here, machine, encoding, text) => {
        mustBeOwn(here, encoding, text);
        here.fail(codes.notFound);
      }),
      SetValueOnCertificate: method(["flag", "number", "text"], (here, machine, encoding, text) => {
        filled(here, here.values.text);
        mustBeOwn(here, encoding, text);
      }),
      RemoveFromCertificate: method(["flag", "number", "text"], (here, machine, encoding, text) =>
        mustBeOwn(here, encoding, text)),
    });
  }

  certProperty("FriendlyName", FRIENDLY_NAME, "FriendlyName");
  certProperty("Description", DESCRIPTION, "Description");

  define("CCertProperties", collection({
    InitializeFromCertificate: method(["flag", "number", "text"], (here, machine, encoding, text) =>
      mustBeOwn(here, encoding, text)),
  }));

  // No page sees which certificates the person has.
  define("CSignerCertificate", {
    Initialize: refused(["flag", "number", "number", "text"], codes.notFound),
    Certificate: refused(["number=1"], codes.propertyEmpty),
    PrivateKey: computed((here) => here.fail(codes.propertyEmpty)),
    SignatureInformation: constant("object", () => make("CX509SignatureInformation")),
    Silent: property("flag", false),
    ParentWindow: property("any", 0),
    UIContextMessage: property("text", ""),
    Pin: property("any", ""),
  });
  define("CSignerCertificates", collection({ Find: refused(["object"], codes.notFound) }));

  // Enrolment through a policy server, of which a PC outside a domain has none.
  define("CX509EnrollmentHelper", {
    Initialize: refused(["number"], codes.noSuchDomain),
    AddPolicyServer: refused(["text", "text", "number", "number", "text", "text"], codes.noSuchDomain),
    AddEnrollmentServer: refused(["text", "number", "text", "text"], codes.noSuchDomain),
    Enroll: refused(["text", "text", "number", "number=0"], codes.noSuchDomain),
  });
});
