// XEnroll, the control before CertEnroll: the same keys and answers behind its older members.

(function () {
  const { define, make, property, method } = com;
  const BASE64 = 1;
  const ANY = 7;
  const EXPORTABLE = 1;
  const usages = /^\d+(\.\d+)+$/;

  function keyOf(own) {
    const key = make("CX509PrivateKey");
    key.ProviderName = own.providerName;
    key.ProviderType = own.providerType;
    key.KeySpec = own.KeySpec;
    key.Length = own.GenKeyFlags >>> 16; // the high word is the length in bits
    key.ExportPolicy = own.GenKeyFlags & EXPORTABLE;
    key.ContainerName = own.ContainerName;
    return key;
  }

  function wantUsage(request, usage) {
    const wanted = usage.split(",").map((each) => each.trim()).filter((each) => usages.test(each));
    if (wanted.length === 0) return;
    const identifiers = make("CObjectIds");
    wanted.forEach((each) => identifiers.Add(values.objectId("value", each)));
    const extension = make("CX509ExtensionEnhancedKeyUsage");
    extension.InitializeEncode(identifiers);
    request.X509Extensions.Add(extension);
  }

  function createPKCS10(here, name, usage) {
    const request = make(enrollment.REQUEST);
    request.InitializeFromPrivateKey(1, keyOf(here.values), "");
    const subject = make("CX500DistinguishedName");
    subject.Encode(name, 0);
    request.Subject = subject;
    const hash = values.objectId("name", here.values.HashAlgorithm);
    if (hash) request.HashAlgorithm = hash;
    wantUsage(request, usage);
    request.Encode();
    return request.RawData(BASE64);
  }

  function accept(here, response) {
    here.ask("install", { restrictions: 0, response: response, encoding: ANY });
  }

  // Enumerations end with an exception, as they do in Windows.
  function enumProviders(here, index) {
    const type = here.values.providerType;
    const fitting = providers.available(here).filter((each) => each.LegacyCsp && each.Type === type);
    return index in fitting ? fitting[index].Name : here.fail(codes.notFound);
  }

  function keyLength(here, least, signing) {
    const list = make("CCspInformations");
    const status = list.GetCspStatusFromProviderName(here.values.providerName, signing ? 2 : 1);
    return least ? status.CspAlgorithm.MinLength : status.CspAlgorithm.MaxLength;
  }

  define("CEnroll", {
    providerName: property("text", "Microsoft Enhanced Cryptographic Provider v1.0"),
    providerType: property("number", 1),
    providerFlags: property("number", 0),
    KeySpec: property("number", 1),
    GenKeyFlags: property("number", 0),
    HashAlgorithm: property("text", ""),
    HashAlgID: property("number", 0),
    ContainerName: property("text", ""),
    MyStoreName: property("text", "MY"),
    MyStoreFlags: property("number", 0x10000),
    CAStoreName: property("text", "CA"),
    RootStoreName: property("text", "ROOT"),
    RequestStoreName: property("text", "REQUEST"),
    UseExistingKeySet: property("flag", false),
    WriteCertToCSP: property("flag", true),
    WriteCertToUserDS: property("flag", false),
    DeleteRequestCert: property("flag", true),
    LimitExchangeKeyToEncipherment: property("flag", false),
    EnableSMIMECapabilities: property("flag", true),
    ClientId: property("number", 1),
    createPKCS10: method(["text=", "text="], createPKCS10),
    createRequest: method(["number", "text=", "text="], (here, flags, name, usage) =>
      createPKCS10(here, name, usage)),
    acceptPKCS7: method(["text"], accept),
    acceptResponse: method(["text"], accept),
    enumProviders: method(["number", "number=0"], enumProviders),
    enumContainers: method(["number"], (here) => here.fail(codes.notFound)),
    GetKeyLenEx: method(["number", "number"], (here, what, spec) => keyLength(here, what === 1, spec === 2)),
    GetKeyLen: method(["flag", "flag"], (here, least, exchange) => keyLength(here, least, !exchange)),
    reset: method([], () => undefined),
  });
})();
