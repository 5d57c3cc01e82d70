// The requests: CX509CertificateRequestPkcs10, the Cmc one around it, and the Pkcs7 one, which renews.

const requests = com.later([
  "CX509CertificateRequestPkcs10", "CX509CertificateRequestPkcs7", "CX509CertificateRequestCmc",
  "CX509SignatureInformation",
], function () {
  const { define, make, valuesOf, property, constant, computed, method, refused } = com;
  const { dotted, asText, asData, filled } = values;
  const PKCS10 = "CX509CertificateRequestPkcs10";
  const PKCS7 = "CX509CertificateRequestPkcs7";
  const CMC = "CX509CertificateRequestCmc";
  const ALL = [PKCS10, PKCS7, CMC];
  const contexts = [1, 2, 3]; // user, machine, administrator
  const NAME_VALUE = "1.3.6.1.4.1.311.13.2.1";
  const KEY_IDENTIFIER = "2.5.29.14";

  function checkContext(here, context) {
    if (here.values.ready) here.fail(codes.alreadyInitialized);
    if (!contexts.includes(context)) here.fail(codes.invalidArgument);
    here.values.EnrollmentContext = context;
  }

  function begin(here, context, key) {
    checkContext(here, context);
    Object.assign(here.values, { PrivateKey: key || make("CX509PrivateKey"), ready: true, data: "" });
  }

  const noTemplate = (parameters) => refused(parameters, codes.noSuchDomain);

  // --- PKCS#10

  const oids = (collected) => com.itemsOf(collected).map(dotted);

  function extensionsOf(own) {
    const given = additions().extensionsInAttributes(own.CryptAttributes)
      .concat(additions().extensionsIn(own.X509Extensions));
    const critical = oids(own.CriticalExtensions);
    return given.map((each) => ({ ...each, critical: each.critical || critical.includes(each.oid) }));
  }

  function pairsOf(here, pairs) {
    return com.itemsOf(pairs).map((each) => ({
      oid: NAME_VALUE,
      value: here.ask("name_value", { name: each.Name, value: each.Value }).value,
    }));
  }

  function encode(here) {
    const own = here.values;
    if (!own.ready) here.fail(codes.blank);
    if (own.decoded) here.fail(codes.accessDenied);
    own.data = here.ask("create_request", {
      key: keys.ready(own.PrivateKey),
      subject: (valuesOf(own.Subject, "CX500DistinguishedName") || {}).data || "",
      hash: dotted(own.HashAlgorithm),
      suppress_defaults: own.SuppressDefaults || oids(own.SuppressOids).includes(KEY_IDENTIFIER),
      extensions: extensionsOf(own),
      attributes: additions().attributesIn(own.CryptAttributes).concat(pairsOf(here, own.NameValuePairs)),
    }).data;
  }

  function decode(here, text, encoding) {
    if (here.values.ready) here.fail(codes.alreadyInitialized);
    const found = here.ask("read_request", { text: text, encoding: encoding });
    const subject = make("CX500DistinguishedName");
    subject.Decode(found.subject);
    const publicKey = make("CX509PublicKey");
    publicKey.InitializeFromEncodedPublicKeyInfo(found.public_key);
    Object.assign(here.values, {
      ready: true, decoded: publicKey, data: found.data, Subject: subject, EnrollmentContext: 1,
      HashAlgorithm: values.objectId("value", found.signed_with),
    });
  }

  const taken = (here) => here.ask("read_request", { text: filled(here, here.values.data), encoding: 1 });

  // What every kind of request has.
  const common = (type) => ({
    Type: constant("number", type),
    EnrollmentContext: constant("number", 0),
    Silent: property("flag", false),
    ParentWindow: property("any", 0),
    UIContextMessage: property("text", ""),
    SuppressDefaults: property("flag", false),
    RenewalCertificate: property("text", ""),
    ClientId: property("number", 5),
    CspInformations: property("object", () => make("CCspInformations")),
    HashAlgorithm: property("object", null),
    AlternateSignatureAlgorithm: property("flag", false),
    PolicyServer: constant("object", null),
    Template: constant("object", null),
    ResetForEncode: method([], (here) => void (here.values.data = "")),
    RawData: method(["number=1"], (here, encoding) => asText(here, filled(here, here.values.data), encoding)),
    InitializeFromTemplateName: noTemplate(["number", "text"]),
    InitializeFromTemplate: noTemplate(["number", "any=", "any="]),
  });

  function innerOf(here, level) {
    const inner = here.values.inner || here.self;
    return level === 1 ? inner : inner === here.self ? inner : inner.GetInnerRequest(0);
  }

  define(PKCS10, {
    ...common(1),
    Subject: property("object", null),
    SmimeCapabilities: property("flag", false),
    KeyContainerNamePrefix: property("text", ""),
    ChallengePassword: property("text", ""),
    PrivateKey: computed((here) => here.values.PrivateKey || null),
    PublicKey: computed((here) => here.values.decoded || (here.values.PrivateKey || here.fail(codes.blank)).ExportPublicKey()),
    NullSigned: constant("flag", false),
    ReuseKey: constant("flag", false),
    OldCertificate: refused(["number=1"], codes.propertyEmpty),
    SignatureInformation: constant("object", () => make("CX509SignatureInformation")),
    TemplateObjectId: constant("object", null),
    X509Extensions: constant("object", () => make("CX509Extensions")),
    CryptAttributes: constant("object", () => make("CCryptAttributes")),
    SuppressOids: constant("object", () => make("CObjectIds")),
    CriticalExtensions: constant("object", () => make("CObjectIds")),
    CspStatuses: constant("object", () => make("CCspStatuses")),
    NameValuePairs: constant("object", () => make("CX509NameValuePairs")),
    AttestPrivateKey: property("flag", false),
    AttestPrivateKeyPreferred: property("flag", false),
    AttestationEncryptionCertificate: property("any", ""),
    EncryptionAlgorithm: property("object", null),
    EncryptionStrength: property("number", 0),
    ClaimType: property("number", 0),
    Initialize: method(["number"], (here, context) => begin(here, context)),
    InitializeFromPrivateKey: method(["number", "object", "text="], (here, context, key, template) => {
      if (!valuesOf(key, "CX509PrivateKey")) here.fail(codes.invalidArgument);
      if (template) here.fail(codes.noSuchDomain);
      begin(here, context, key);
    }),
    InitializeFromPrivateKeyTemplate: noTemplate(["number", "object", "any=", "any="]),
    InitializeFromPublicKey: refused(["number", "object", "text="], codes.accessDenied),
    InitializeFromPublicKeyTemplate: noTemplate(["number", "object", "any=", "any="]),
    InitializeFromCertificate: refused(["number", "text", "number=1", "number=0"], codes.notFound),
    InitializeDecode: method(["text", "number=1"], decode),
    Encode: method([], encode),
    GetInnerRequest: method(["number=0"], innerOf),
    CheckSignature: method(["number=0"], (here) => void (taken(here).valid || here.fail(codes.invalidArgument))),
    RawDataToBeSigned: method(["number=1"], (here, encoding) => asText(here, taken(here).to_be_signed, encoding)),
    Signature: method(["number=1"], (here, encoding) => asText(here, taken(here).signature, encoding)),
    IsSmartCard: computed(() => false),
    GetCspStatuses: method(["number=0"], (here, keySpec) => {
      const list = make("CCspInformations");
      list.AddAvailableCsps();
      return list.GetCspStatuses(keySpec);
    }),
  });

  // --- around another request

  function wrap(here, inner) {
    if (here.values.ready) here.fail(codes.alreadyInitialized);
    const own = valuesOf(inner, ...ALL);
    if (!own || !own.ready) here.fail(codes.invalidArgument);
    Object.assign(here.values, { ready: true, inner: inner, EnrollmentContext: own.EnrollmentContext });
  }

  function innermost(here) {
    if (!here.values.ready) here.fail(codes.blank);
    return innerOf(here, 0);
  }

  const renewing = {
    RequesterName: property("text", ""),
    SignerCertificate: property("object", null),
    InitializeFromCertificate: refused(["number", "flag", "text", "number=1", "number=0"], codes.notFound),
    InitializeFromInnerRequest: method(["object"], wrap),
    InitializeDecode: refused(["text", "number=1"], codes.notImplemented),
    GetInnerRequest: method(["number=0"], innerOf),
    CheckCertificateSignature: refused(["flag=false"], codes.propertyEmpty),
  };

  // A certificate that the person has already signs it, and of that a page gets nothing.
  define(PKCS7, {
    ...common(2),
    ...renewing,
    Initialize: refused(["number"], codes.notImplemented),
    Encode: method([], (here) => {
      innermost(here);
      here.fail(codes.propertyEmpty);
    }),
  });

  function encodeCmc(here) {
    const inner = innermost(here);
    if (!valuesOf(inner).data) inner.Encode();
    const own = valuesOf(inner);
    here.values.data = here.ask("wrap_request", {
      key: valuesOf(own.PrivateKey || here.fail(codes.accessDenied)).fingerprint,
      request: own.data,
      hash: dotted(here.values.HashAlgorithm || own.HashAlgorithm),
    }).data;
  }

  const ofInner = (name) => computed((here) => innermost(here)[name]);

  define(CMC, {
    ...common(3),
    ...renewing,
    Initialize: refused(["number"], codes.notImplemented),
    InitializeFromInnerRequestTemplateName: noTemplate(["object", "text"]),
    InitializeFromInnerRequestTemplate: noTemplate(["object", "any=", "any="]),
    Encode: method([], encodeCmc),
    CheckSignature: method(["number=0"], (here) => innermost(here).CheckSignature(0)),
    CspStatuses: ofInner("CspStatuses"),
    CriticalExtensions: ofInner("CriticalExtensions"),
    CryptAttributes: ofInner("CryptAttributes"),
    X509Extensions: ofInner("X509Extensions"),
    SuppressOids: ofInner("SuppressOids"),
    NameValuePairs: ofInner("NameValuePairs"),
    SignatureInformation: ofInner("SignatureInformation"),
    TemplateObjectId: constant("object", null),
    NullSigned: constant("flag", false),
    TransactionId: property("number", 0),
    SenderNonce: property("any", ""),
    SignerCertificates: constant("object", () => make("CSignerCertificates")),
    ArchivePrivateKey: property("flag", false, {
      before: (here) => here.fail(codes.accessDenied),
    }),
    KeyArchivalCertificate: property("any", ""),
    EncryptionAlgorithm: property("object", null),
    EncryptionStrength: property("number", 0),
    EncryptedKeyHash: refused(["number=1"], codes.propertyEmpty),
  });

  define("CX509SignatureInformation", {
    HashAlgorithm: property("object", null),
    PublicKeyAlgorithm: property("object", null),
    Parameters: refused(["number=1"], codes.propertyEmpty),
    AlternateSignatureAlgorithm: property("flag", false),
    AlternateSignatureAlgorithmSet: constant("flag", false),
    NullSigned: property("flag", false),
    GetSignatureAlgorithm: method(["flag=false", "flag=false"], (here) =>
      here.values.HashAlgorithm || here.fail(codes.propertyEmpty)),
    SetDefaultValues: method([], () => undefined),
  });

  return { PKCS10, ALL, checkContext };
});
