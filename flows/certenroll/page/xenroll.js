// XEnroll, the control before CertEnroll: the same keys and answers behind its older members.

com.later(["CEnroll"], function () {
  const { define, make, itemsOf, property, constant, computed, refused } = com;
  const { asText, asData } = values;
  const [BASE64, BINARY, ANY] = [1, 2, 7];
  const EXPORTABLE = 1;
  const [PKCS7, CMC] = [2, 3]; // of createRequest
  const usages = /^\d+(\.\d+)+$/;
  const NAME_VALUE = "1.3.6.1.4.1.311.13.2.1";
  const RSA_FULL = 1;

  const method = (parameters, body) => com.method(parameters, (here, ...given) =>
    wire.within(here.place, () => body(here, ...given)));

  // --- algorithms by CryptoAPI's numbers

  const classes = { hash: 0x8000, cipher: 0x6000, signature: 0x2000, exchange: 0xa000 };
  const typesOf = { [classes.cipher]: [1], [classes.hash]: [2], [classes.exchange]: [3, 4], [classes.signature]: [5] };
  const numbers = {
    "MD2": 0x8001, "MD4": 0x8002, "MD5": 0x8003, "SHA-1": 0x8004, "SHA-256": 0x800c, "SHA-384": 0x800d,
    "SHA-512": 0x800e, "DES": 0x6601, "RC2": 0x6602, "3DES": 0x6603, "3DES TWO KEY": 0x6609, "RC4": 0x6801,
    "AES 128": 0x660e, "AES 192": 0x660f, "AES 256": 0x6610, "RSA_SIGN": 0x2400, "DSA_SIGN": 0x2200,
    "RSA_KEYX": 0xa400, "DH_KEYX": 0xaa02,
  };
  const nameOf = (number) => Object.keys(numbers).find((name) => numbers[name] === number);

  function providerOf(here) {
    return providers.find(here, here.values.providerName) || here.fail(codes.notFound);
  }

  function enumAlgs(here, index, group) {
    const types = typesOf[group] || here.fail(codes.invalidArgument);
    const fitting = itemsOf(providerOf(here).CspAlgorithms)
      .filter((each) => types.includes(each.Type) && numbers[each.Name]);
    return index in fitting ? numbers[fitting[index].Name] : here.fail(codes.noMoreItems);
  }

  // Reads back as an object identifier, however it was named.
  function identifyHash(here) {
    const given = here.values.HashAlgorithm;
    const found = values.objectId(usages.test(given) ? "value" : "name", given);
    here.values.HashAlgorithm = found ? found.Value : here.fail(codes.badAlgorithm);
    here.values.HashAlgID = (found && numbers[found.FriendlyName.toUpperCase().replace(/^SHA/, "SHA-")]) || 0;
  }

  function numberHash(here) {
    here.values.HashAlgorithm = nameOf(here.values.HashAlgID) || here.fail(codes.badAlgorithm);
    identifyHash(here);
  }

  // --- key and request

  function keyOf(here) {
    const own = here.values;
    const key = make("CX509PrivateKey");
    key.ProviderName = own.providerName;
    key.ProviderType = own.providerType;
    key.KeySpec = own.KeySpec;
    key.Length = own.GenKeyFlags >>> 16; // the high word is the length in bits
    key.ExportPolicy = own.GenKeyFlags & EXPORTABLE;
    key.ContainerNamePrefix = "";
    if (own.ContainerName !== own.madeContainer || own.UseExistingKeySet) key.ContainerName = own.ContainerName;
    key.Existing = own.UseExistingKeySet;
    return key;
  }

  function extensionOf(oid, critical, value) {
    const extension = make("CX509Extension");
    extension.Initialize(values.objectId("value", oid), BASE64, value);
    extension.Critical = critical;
    return extension;
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

  function requestOf(here, name, usage) {
    const own = here.values;
    const request = make(requests().PKCS10);
    const key = keyOf(here);
    request.InitializeFromPrivateKey(1, key, "");
    const subject = make("CX500DistinguishedName");
    subject.Encode(name, 0);
    request.Subject = subject;
    request.HashAlgorithm = values.objectId("value", own.HashAlgorithm);
    own.extensions.forEach((each) => request.X509Extensions.Add(each));
    own.attributes.forEach((each) => request.CryptAttributes.Add(each));
    wantUsage(request, usage);
    request.Encode();
    own.ContainerName = own.madeContainer = key.ContainerName;
    own.publicKey = key.ExportPublicKey();
    return request;
  }

  const createPKCS10 = (here, name, usage) => requestOf(here, name, usage).RawData(BASE64);

  function createRequest(here, kind, name, usage) {
    if (kind === PKCS7) here.fail(codes.propertyEmpty); // signed by a certificate that the person has already
    const inner = requestOf(here, name, usage);
    if (kind !== CMC) return inner.RawData(BASE64);
    const request = make("CX509CertificateRequestCmc");
    request.InitializeFromInnerRequest(inner);
    request.Encode();
    return request.RawData(BASE64);
  }

  // --- what else goes into the next request

  function addAttribute(here, oid, value) {
    const attribute = make("CX509Attribute");
    attribute.Initialize(values.objectId("value", oid) || here.fail(codes.invalidArgument), BASE64, value);
    here.values.attributes.push(attribute);
  }

  const addPair = (here, name, value) => addAttribute(here, NAME_VALUE, here.ask("name_value", { name, value }).value);

  function addTemplate(here, kind, ...given) {
    const extension = make("CX509Extension" + kind);
    extension.InitializeEncode(...given);
    here.values.extensions.push(extension);
  }

  function addCertType(here, byOid, name, major, withMinor, minor) {
    if (!byOid) return addTemplate(here, "TemplateName", name);
    return addTemplate(here, "Template", values.objectId("value", name) || here.fail(codes.invalidArgument),
      major, withMinor ? minor : 0);
  }

  // --- answers

  function accept(here, response) {
    here.ask("install", { restrictions: 0, response: response, encoding: ANY });
  }

  const installChain = (here, response) => here.ask("install_chain", { response: response }).count;
  const ownCertificate = (here, response) =>
    asText(here, here.ask("own_certificate", { response: response }).certificate, BASE64);

  // --- requests that an authority has not answered yet, as long as this page is open

  const [REQUEST_ID, AUTHORITY_DNS, AUTHORITY_NAME, FRIENDLY_NAME] = [1, 2, 3, 4];
  const pendingMembers = {
    [REQUEST_ID]: "id", [AUTHORITY_DNS]: "dns", [AUTHORITY_NAME]: "name", [FRIENDLY_NAME]: "friendly",
  };

  function enumPending(here, index, wanted) {
    const member = pendingMembers[wanted] || here.fail(codes.invalidArgument);
    const found = here.values.pending[index] || here.fail(codes.noMoreItems);
    return found[member];
  }

  // --- enumerations end with an exception, as they do in Windows

  function enumProviders(here, index) {
    const type = here.values.providerType;
    const fitting = providers.facts(here).filter((each) => each.LegacyCsp && each.Type === type);
    return index in fitting ? fitting[index].Name : here.fail(codes.noMoreItems);
  }

  const sizes = { 1: "MinLength", 2: "MaxLength", 3: "IncrementLength", 4: "DefaultLength" };

  function keyLength(here, what, spec) {
    const list = make("CCspInformations");
    const member = sizes[what] || here.fail(codes.invalidArgument);
    return list.GetCspStatusFromProviderName(here.values.providerName, spec).CspAlgorithm[member];
  }

  const { accessDenied } = codes;
  // No file is named for a page; saying that there is none, as certsrv's pages do, is allowed.
  const forbidden = (type, initial) =>
    property(type, initial, { before: (here, given) => given === initial || here.fail(accessDenied) });
  const store = (name) => ({
    [name + "StoreName"]: property("text", { My: "MY", CA: "CA", Root: "ROOT", Request: "REQUEST" }[name]),
    [name + "StoreType"]: property("text", "System"),
    [name + "StoreFlags"]: property("number", 0x10000),
  });
  const list = () => ({ kind: "hidden", initial: () => [], writable: false });

  define("CEnroll", {
    readyState: constant("number", 4),
    ...store("My"),
    ...store("CA"),
    ...store("Root"),
    ...store("Request"),
    providerName: property("text", "Microsoft Enhanced Cryptographic Provider v1.0"),
    providerType: property("number", RSA_FULL),
    providerFlags: property("number", 0),
    KeySpec: property("number", 1),
    GenKeyFlags: property("number", 0),
    HashAlgorithm: property("text", "1.3.14.3.2.26", { after: identifyHash }),
    HashAlgID: property("number", 0x8004, { after: numberHash }),
    ContainerName: property("text", ""),
    UseExistingKeySet: property("flag", false),
    ReuseHardwareKeyIfUnableToGenNew: property("flag", true),
    WriteCertToCSP: property("flag", true),
    WriteCertToUserDS: property("flag", false),
    DeleteRequestCert: property("flag", true),
    EnableT61DNEncoding: property("flag", false),
    LimitExchangeKeyToEncipherment: property("flag", false),
    EnableSMIMECapabilities: property("flag", true),
    IncludeSubjectKeyID: property("flag", true),
    ClientId: property("number", 1),
    SPCFileName: forbidden("text", ""),
    PVKFileName: forbidden("text", ""),
    PrivateKeyArchiveCertificate: forbidden("text", ""),
    SignerCertificate: property("text", ""),
    ThumbPrint: property("text", ""),
    PublicKey: computed((here) => here.values.publicKey || null),
    createPKCS10: method(["text=", "text="], createPKCS10),
    createRequest: method(["number", "text=", "text="], createRequest),
    createFilePKCS10: refused(["text=", "text=", "text="], accessDenied),
    createFileRequest: refused(["number", "text=", "text=", "text="], accessDenied),
    acceptPKCS7: method(["text"], accept),
    acceptResponse: method(["text"], accept),
    acceptFilePKCS7: refused(["text"], accessDenied),
    acceptFileResponse: refused(["text"], accessDenied),
    InstallPKCS7: method(["text"], (here, response) => void installChain(here, response)),
    InstallPKCS7Ex: method(["text"], installChain),
    getCertFromPKCS7: method(["text"], ownCertificate),
    getCertFromResponse: method(["text"], ownCertificate),
    getCertFromFileResponse: refused(["text"], accessDenied),
    createPFX: refused(["text"], accessDenied),
    createFilePFX: refused(["text", "text"], accessDenied),
    enumProviders: method(["number", "number=0"], enumProviders),
    enumContainers: method(["number"], (here, index) => {
      const names = here.ask("containers").names;
      return index in names ? names[index] : here.fail(codes.noMoreItems);
    }),
    enumAlgs: method(["number", "number"], enumAlgs),
    GetAlgName: method(["number"], (here, number) => nameOf(number) || here.fail(codes.badAlgorithm)),
    GetSupportedKeySpec: method([], (here) => providerOf(here).KeySpec),
    getProviderType: method(["text"], (here, name) =>
      (providers.find(here, name) || here.fail(codes.notFound)).Type),
    GetKeyLenEx: method(["number", "number"], keyLength),
    GetKeyLen: method(["flag", "flag"], (here, least, exchange) => keyLength(here, least ? 1 : 2, exchange ? 1 : 2)),
    addCertTypeToRequest: method(["text"], (here, name) => addTemplate(here, "TemplateName", name)),
    addCertTypeToRequestEx: method(["number", "text", "number=0", "flag=false", "number=0"], (here, kind, ...given) =>
      addCertType(here, kind === 2, ...given)),
    addExtensionToRequest: method(["number", "text", "text"], (here, flags, oid, value) =>
      void here.values.extensions.push(extensionOf(oid, flags !== 0, value))),
    addAttributeToRequest: method(["number", "text", "text"], (here, flags, oid, value) => addAttribute(here, oid, value)),
    addNameValuePairToRequest: method(["number", "text", "text"], (here, flags, name, value) => addPair(here, name, value)),
    addNameValuePairToSignature: method(["text", "text"], (here, name, value) => addPair(here, name, value)),
    // What Windows would write beside the certificate, such as its friendly name, has no place in the store.
    addBlobPropertyToCertificate: method(["number", "number", "text"], () => undefined),
    resetBlobProperties: method([], () => undefined),
    resetExtensions: method([], (here) => void (here.values.extensions = [])),
    resetAttributes: method([], (here) => void (here.values.attributes = [])),
    binaryToString: method(["number", "text"], (here, encoding, text) =>
      asText(here, asData(here, text, BINARY), encoding)),
    stringToBinary: method(["number", "text"], (here, encoding, text) =>
      asText(here, asData(here, text, encoding), BINARY)),
    setPendingRequestInfo: method(["number", "text", "text", "text="], (here, id, dns, name, friendly) =>
      void here.values.pending.push({ id, dns, name, friendly })),
    enumPendingRequest: method(["number", "number"], enumPending),
    removePendingRequest: method(["text"], (here) => void here.values.pending.pop()),
    freeRequestInfo: method(["text="], () => undefined),
    reset: method([], (here) =>
      void Object.assign(here.values, { extensions: [], attributes: [], ContainerName: "", madeContainer: "" })),
    extensions: list(),
    attributes: list(),
    pending: list(),
    madeContainer: { kind: "hidden", initial: "", writable: false },
  });
});
