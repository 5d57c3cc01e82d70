// CX509CertificateRequestPkcs10 and CX509Enrollment: the request, its text, and the answer to it.

const enrollment = (function () {
  const { define, make, valuesOf, property, constant, computed, method } = com;
  const REQUEST = "CX509CertificateRequestPkcs10";
  const contexts = [1, 2, 3]; // user, machine, administrator

  function checkContext(here, context) {
    if (!contexts.includes(context)) here.fail(codes.invalidArgument);
    here.values.EnrollmentContext = context;
  }

  function begin(here, context, key) {
    checkContext(here, context);
    Object.assign(here.values, { PrivateKey: key || make("CX509PrivateKey"), ready: true, data: "" });
  }

  // --- the request

  function encode(here) {
    const own = here.values;
    if (!own.ready) here.fail(codes.blank);
    const extensions = values.extensionsInAttributes(own.CryptAttributes);
    own.data = here.ask("create_request", {
      key: keys.ready(own.PrivateKey),
      subject: (valuesOf(own.Subject, "CX500DistinguishedName") || {}).data || "",
      hash: values.dotted(own.HashAlgorithm),
      suppress_defaults: own.SuppressDefaults,
      extensions: extensions.concat(values.extensionsIn(own.X509Extensions)),
      attributes: values.attributesIn(own.CryptAttributes),
    }).data;
  }

  define(REQUEST, {
    Type: constant("number", 1),
    EnrollmentContext: constant("number", 0),
    Silent: property("flag", false),
    ParentWindow: property("any", 0),
    UIContextMessage: property("text", ""),
    SuppressDefaults: property("flag", false),
    ClientId: property("number", 5),
    CspInformations: property("object", () => make("CCspInformations")),
    HashAlgorithm: property("object", null),
    AlternateSignatureAlgorithm: property("flag", false),
    Subject: property("object", null),
    SmimeCapabilities: property("flag", false),
    KeyContainerNamePrefix: property("text", ""),
    PrivateKey: constant("object", null),
    PublicKey: computed((here) => here.values.PrivateKey.ExportPublicKey()),
    TemplateObjectId: constant("object", null),
    X509Extensions: constant("object", () => make("CX509Extensions")),
    CryptAttributes: constant("object", () => make("CCryptAttributes")),
    SuppressOids: constant("object", () => make("CObjectIds")),
    CriticalExtensions: constant("object", () => make("CObjectIds")),
    CspStatuses: constant("object", () => make("CCspStatuses")),
    Initialize: method(["number"], (here, context) => begin(here, context)),
    InitializeFromPrivateKey: method(["number", "object", "text="], (here, context, key, template) => {
      if (!valuesOf(key, "CX509PrivateKey")) here.fail(codes.invalidArgument);
      if (template) here.fail(codes.noSuchDomain);
      begin(here, context, key);
    }),
    InitializeFromTemplateName: method(["number", "text"], (here) => here.fail(codes.noSuchDomain)),
    InitializeDecode: method(["text", "number=1"], (here) => here.fail(codes.notImplemented)),
    Encode: method([], encode),
    ResetForEncode: method([], (here) => void (here.values.data = "")),
    RawData: method(["number=1"], (here, encoding) =>
      values.asText(here, values.filled(here, here.values.data), encoding)),
    RawDataToBeSigned: method(["number=1"], (here) => here.fail(codes.notImplemented)),
    IsSmartCard: computed(() => false),
    GetCspStatuses: method(["number=0"], (here, keySpec) => {
      const list = make("CCspInformations");
      list.AddAvailableCsps();
      return list.GetCspStatuses(keySpec);
    }),
  });

  // --- the enrolment

  function createRequest(here, encoding) {
    const own = here.values;
    if (!own.ready) here.fail(codes.blank);
    if (!own.Request) {
      own.Request = make(REQUEST);
      own.Request.Initialize(own.EnrollmentContext);
    }
    const request = valuesOf(own.Request);
    if (!request.data) own.Request.Encode();
    own.created = request.data;
    return values.asText(here, request.data, encoding);
  }

  function installResponse(here, restrictions, response, encoding) {
    if (!here.values.ready) here.fail(codes.blank);
    const answer = here.ask("install", { restrictions: restrictions, response: response, encoding: encoding });
    Object.assign(here.values, { certificate: answer.certificate, response: response, sent: encoding });
  }

  const denied = (here) => here.fail(codes.accessDenied);
  const noDomain = (here) => here.fail(codes.noSuchDomain);

  define("CX509Enrollment", {
    EnrollmentContext: constant("number", 0),
    Silent: property("flag", false),
    ParentWindow: property("any", 0),
    CertificateFriendlyName: property("text", ""),
    CertificateDescription: property("text", ""),
    RequestId: constant("number", 0),
    RequestIdString: constant("text", ""),
    CAConfigString: constant("text", ""),
    TemplateName: constant("text", ""),
    PolicyServer: constant("object", null),
    Request: constant("object", null),
    Status: constant("object", () => make("CX509EnrollmentStatus")),
    NameValuePairs: constant("object", () => make("CX509NameValuePairs")),
    Initialize: method(["number"], (here, context) => {
      checkContext(here, context);
      here.values.ready = true;
    }),
    InitializeFromRequest: method(["object"], (here, request) => {
      const inner = valuesOf(request, REQUEST);
      if (!inner) here.fail(codes.invalidArgument);
      Object.assign(here.values, { Request: request, EnrollmentContext: inner.EnrollmentContext || 1, ready: true });
    }),
    InitializeFromTemplateName: method(["number", "text"], noDomain),
    InitializeFromTemplate: method(["number", "any=", "any="], noDomain),
    CreateRequest: method(["number=1"], createRequest),
    Enroll: method([], noDomain),
    InstallResponse: method(["number", "text", "number=1", "text="], installResponse),
    InstallResponse2: method(
      ["number", "text", "number=1", "text=", "text=", "text=", "number=0", "number=0"], installResponse),
    CreatePFX: method(["text", "number=0", "number=1"], denied),
    Certificate: method(["number=1"], (here, encoding) =>
      values.asText(here, values.filled(here, here.values.certificate), encoding)),
    Response: method(["number=1"], (here, encoding) => {
      const text = values.filled(here, here.values.response);
      return values.asText(here, values.asData(here, text, here.values.sent), encoding);
    }),
  });

  define("CX509EnrollmentWebClassFactory", {
    CreateObject: method(["text"], (here, progId) => {
      const found = com.defined(progId);
      return found ? make(found.name) : here.fail(codes.classNotRegistered);
    }),
  });

  return { REQUEST };
})();
