// CX509PrivateKey and CX509PublicKey: a handle on a key that Python made and keeps.

const keys = (function () {
  const { define, make, valuesOf, property, constant, computed, method } = com;

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

  function create(here) {
    const own = here.values;
    const provider = chosenProvider(own);
    adopt(own, here.ask("create_key", {
      container: own.ContainerName || "",
      provider: provider.name,
      provider_type: provider.type,
      key_spec: own.KeySpec,
      length: own.Length,
      algorithm: (valuesOf(own.Algorithm, "CObjectId") || {}).FriendlyName || "",
    }));
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

  const denied = (here) => here.fail(codes.accessDenied);

  define("CX509PrivateKey", {
    ProviderName: property("text", ""),
    ProviderType: property("number", 0),
    LegacyCsp: property("flag", false),
    CspInformations: property("object", null),
    CspStatus: property("object", null),
    Algorithm: property("object", null),
    KeySpec: property("number", 0),
    Length: property("number", 0),
    ExportPolicy: property("number", 0),
    KeyProtection: property("number", 0),
    KeyUsage: property("number", 0),
    MachineContext: property("flag", false),
    SecurityDescriptor: property("text", ""),
    FriendlyName: property("text", ""),
    Description: property("text", ""),
    ContainerName: property("text", ""),
    ContainerNamePrefix: property("text", ""),
    UniqueContainerName: constant("text", ""),
    ReaderName: property("text", ""),
    Certificate: property("any", ""),
    Existing: property("flag", false),
    Silent: property("flag", false),
    ParentWindow: property("any", 0),
    UIContextMessage: property("text", ""),
    Pin: property("any", ""),
    Opened: computed((here) => Boolean(here.values.opened)),
    DefaultContainer: constant("flag", false),
    Create: method([], create),
    Open: method([], (here) => adopt(here.values, here.ask("open_key", { container: here.values.ContainerName }))),
    Close: method([], (here) => void (here.values.opened = false)),
    Delete: method([], denied),
    Verify: method(["number=0"], () => undefined),
    Export: method(["text=", "number=1"], denied),
    Import: method(["text=", "text=", "number=1"], denied),
    ExportPublicKey: method([], (here) => {
      const own = here.values;
      ready(here.self);
      return make("CX509PublicKey", { Length: own.Length, data: own.publicKey });
    }),
  });

  define("CX509PublicKey", {
    Length: constant("number", 0),
    EncodedKey: method(["number=1"], (here, encoding) => values.asText(here, here.values.data, encoding)),
  });

  return { ready };
})();
