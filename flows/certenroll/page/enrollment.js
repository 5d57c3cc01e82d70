// CX509Enrollment and the factory: a request on its way, and the answer to it.

(function () {
  const { define, make, valuesOf, property, constant, method, refused } = com;

  function createRequest(here, encoding) {
    const own = here.values;
    if (!own.ready) here.fail(codes.blank);
    const request = valuesOf(own.Request);
    if (!request.data) own.Request.Encode();
    return values.asText(here, request.data, encoding);
  }

  function installResponse(here, restrictions, response, encoding) {
    if (!here.values.ready) here.fail(codes.blank);
    const answer = here.ask("install", { restrictions: restrictions, response: response, encoding: encoding });
    Object.assign(here.values, { certificate: answer.certificate, response: response, sent: encoding });
  }

  const { noSuchDomain, accessDenied } = codes;

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
    Template: constant("object", null),
    PolicyServer: constant("object", null),
    Request: constant("object", null),
    Status: constant("object", () => make("CX509EnrollmentStatus")),
    NameValuePairs: constant("object", () => make("CX509NameValuePairs")),
    Initialize: method(["number"], (here, context) => {
      requests().checkContext(here, context);
      const request = make(requests().PKCS10);
      request.Initialize(context);
      Object.assign(here.values, { Request: request, ready: true });
    }),
    InitializeFromRequest: method(["object"], (here, request) => {
      if (here.values.ready) here.fail(codes.alreadyInitialized);
      const inner = valuesOf(request, ...requests().ALL);
      if (!inner) here.fail(codes.invalidArgument);
      if (!inner.ready) here.fail(codes.blank);
      Object.assign(here.values, { Request: request, EnrollmentContext: inner.EnrollmentContext, ready: true });
    }),
    InitializeFromTemplateName: refused(["number", "text"], noSuchDomain),
    InitializeFromTemplate: refused(["number", "any=", "any="], noSuchDomain),
    CreateRequest: method(["number=1"], createRequest),
    Enroll: refused([], noSuchDomain),
    InstallResponse: method(["number", "text", "number=1", "text="], installResponse),
    InstallResponse2: method(
      ["number", "text", "number=1", "text=", "text=", "text=", "number=0", "number=0"], installResponse),
    CreatePFX: refused(["text", "number=0", "number=1"], accessDenied),
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
})();
