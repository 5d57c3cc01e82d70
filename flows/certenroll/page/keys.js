// CX509PrivateKey and CX509PublicKey: a handle on a key that Python made and keeps.

const keys = (function () {
  const { define, make, valuesOf, property, constant, computed, method, refused } = com;
  const EXCHANGE = 1;

  function adopt(own, answer) {
    Object.assign(own, {
      fingerprint: answer.fingerprint,
      publicKey: answer.public_key,
      opened: true,
      ContainerName: answer.container,
      UniqueContainerName: answer.container,
      ProviderName: answer.plan.provider,
      ProviderType: answer.plan.provider_type,
      LegacyCsp: answer.plan.legacy,
      KeySpec: answer.plan.key_spec,
      Length: answer.plan.length,
    });
  }

  // The provider may be named by properties, by a CCspStatus or by a collection of one's choice.
  function chosenProvider(own) {
    const status = valuesOf(own.CspStatus, "CCspStatus");
    const list = com.itemsOf(own.CspInformations);
    const provider = (status && status.CspInformation) || (list.length === 1 ? list[0] : null);
    if (own.ProviderName || !provider) return { name: own.ProviderName, type: own.ProviderType };
    return { name: provider.Name, type: provider.Type };
  }

  // A key is made or opened once; from then on what it was made of stands.
  function mustBeNew(here) {
    if (here.values.fingerprint) here.fail(codes.alreadyInitialized);
  }

  function create(here) {
    const own = here.values;
    mustBeNew(here);
    const provider = chosenProvider(own);
    adopt(own, here.ask("create_key", {
      container: own.ContainerName,
      prefix: own.ContainerNamePrefix,
      provider: provider.name,
      provider_type: provider.type,
      key_spec: own.KeySpec,
      length: own.Length,
      algorithm: own.AlgorithmName || (valuesOf(own.Algorithm, "CObjectId") || {}).FriendlyName || "",
    }));
  }

  function open(here) {
    mustBeNew(here);
    adopt(here.values, here.ask("open_key", { container: here.values.ContainerName }));
  }

  // Windows makes the key, at the latest, when the request is written.
  function ready(key) {
    const own = valuesOf(key);
    if (!own.fingerprint) {
      if (own.Existing) key.Open();
      else key.Create();
    }
    return own.fingerprint;
  }

  // --- what setting one property does to the others

  function followName(here) {
    const own = here.values;
    const provider = own.ProviderName && providers.find(here, own.ProviderName);
    if (!provider) return;
    const { Type, LegacyCsp, KeySpec } = valuesOf(provider);
    Object.assign(own, { ProviderType: Type, LegacyCsp, KeySpec: KeySpec & EXCHANGE || KeySpec });
  }

  function followType(here) {
    if (here.values.ProviderType !== 0) here.values.LegacyCsp = true;
  }

  const fixed = (type, initial, after) => property(type, initial, { before: mustBeNew, after: after });

  define("CX509PrivateKey", {
    ProviderName: fixed("text", "", followName),
    ProviderType: fixed("number", 0, followType),
    LegacyCsp: fixed("flag", false),
    CspInformations: fixed("object", null),
    CspStatus: fixed("object", null),
    Algorithm: fixed("object", null),
    AlgorithmName: fixed("text", ""),
    AlgorithmParameters: fixed("any", ""),
    ParametersExportType: fixed("number", 0),
    HardwareKeyUsage: fixed("number", 0),
    AlternateStorageLocation: fixed("text", ""),
    KeySpec: fixed("number", 0),
    Length: fixed("number", 0),
    ExportPolicy: fixed("number", 0),
    KeyProtection: fixed("number", 0),
    KeyUsage: fixed("number", 0),
    MachineContext: fixed("flag", false),
    SecurityDescriptor: fixed("text", ""),
    ContainerName: fixed("text", ""),
    ContainerNamePrefix: fixed("text", "lp-"),
    ReaderName: fixed("text", ""),
    Certificate: fixed("any", ""),
    Existing: fixed("flag", false),
    FriendlyName: property("text", ""),
    Description: property("text", ""),
    Silent: property("flag", false),
    ParentWindow: property("any", 0),
    UIContextMessage: property("text", ""),
    Pin: property("any", ""),
    UniqueContainerName: constant("text", ""),
    Opened: computed((here) => Boolean(here.values.opened)),
    DefaultContainer: constant("flag", false),
    Create: method([], create),
    Open: method([], open),
    Close: method([], (here) => void (here.values.opened = false)),
    Delete: refused([], codes.accessDenied),
    Verify: method(["number=0"], (here) => void (here.values.fingerprint || here.fail(codes.blank))),
    Export: refused(["text=", "number=1"], codes.accessDenied),
    Import: refused(["text=", "text=", "number=1"], codes.accessDenied),
    ExportPublicKey: method([], (here) => {
      ready(here.self);
      return make("CX509PublicKey", here.ask("read_public_key", { data: here.values.publicKey }));
    }),
  });

  const filled = (here, data) => (here.values.Length ? data : here.fail(codes.blank));

  define("CX509PublicKey", {
    Length: constant("number", 0),
    Algorithm: computed((here) => values.objectId("value", filled(here, here.values.algorithm))),
    EncodedKey: method(["number=1"], (here, encoding) =>
      values.asText(here, filled(here, here.values.key), encoding)),
    EncodedParameters: method(["number=1"], (here, encoding) =>
      values.asText(here, filled(here, here.values.parameters), encoding)),
    ComputeKeyIdentifier: method(["number=1", "number=1"], (here, algorithm, encoding) =>
      values.asText(here, filled(here, here.values.identifier), encoding)),
    Initialize: refused(["object", "text", "text", "number=1"], codes.accessDenied),
    InitializeFromEncodedPublicKeyInfo: method(["text", "number=1"], (here, text, encoding) => {
      if (here.values.Length) here.fail(codes.alreadyInitialized);
      const data = values.asData(here, text, encoding);
      Object.assign(here.values, here.ask("read_public_key", { data: data }));
    }),
  });

  return { ready };
})();
