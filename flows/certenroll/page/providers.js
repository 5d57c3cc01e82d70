// The providers of a Windows PC: CCspInformations, CCspInformation, CCspAlgorithm, CCspStatus.

const providers = (function () {
  const { define, make, valuesOf, itemsOf, collection, constant, computed, property, method } = com;
  let known = null;

  function available(here) {
    known = known || here.ask("providers").items;
    return known.map(information);
  }

  function information(facts) {
    const algorithms = make("CCspAlgorithms", {
      items: facts.Algorithms.map((each) => make("CCspAlgorithm", { ...each, Valid: true })),
    });
    return make("CCspInformation", { ...facts, CspAlgorithms: algorithms, Valid: true });
  }

  const named = (items, name) =>
    items.find((each) => each.Name.toLowerCase() === name.trim().toLowerCase());

  // One status for each algorithm with which the provider makes keys of that KeySpec (0: of any).
  function statuses(provider, keySpec) {
    const fitting = itemsOf(provider.CspAlgorithms).filter((algorithm) => {
      const spec = valuesOf(algorithm).Spec;
      return spec === 0 || (spec > 0 && (keySpec === 0 || (keySpec & spec) !== 0));
    });
    return fitting.map((algorithm) => make("CCspStatus", { CspInformation: provider, CspAlgorithm: algorithm }));
  }

  function numbered(items) {
    items.forEach((each, at) => { valuesOf(each).Ordinal = at; });
    return make("CCspStatuses", { items: items });
  }

  function hashes(provider) {
    const algorithms = itemsOf(provider.CspAlgorithms).filter((each) => each.Type === 2);
    const items = algorithms.map((each) => values.objectId("name", each.Name)).filter(Boolean);
    return make("CObjectIds", { items: items });
  }

  define("CCspAlgorithm", {
    Name: constant("text", ""),
    LongName: constant("text", ""),
    Type: constant("number", 0),
    Operations: constant("number", 0),
    DefaultLength: constant("number", 0),
    MinLength: constant("number", 0),
    MaxLength: constant("number", 0),
    IncrementLength: constant("number", 0),
    Valid: constant("flag", false),
    GetAlgorithmOid: method(["number=0", "number=0"], (here) =>
      values.objectId("name", here.values.Name) || here.fail(codes.notFound)),
  });

  define("CCspAlgorithms", collection({
    ItemByName: method(["text"], (here, name) =>
      named(here.values.items, name) || here.fail(codes.notFound)),
    IndexByObjectId: method(["object"], (here, identifier) => {
      const name = identifier.FriendlyName.toUpperCase();
      const at = here.values.items.findIndex((each) => each.Name.replace("-", "").startsWith(name));
      return at < 0 ? here.fail(codes.notFound) : at;
    }),
  }));

  define("CCspInformation", {
    Name: constant("text", ""),
    Type: constant("number", 0),
    LegacyCsp: property("flag", true),
    IsHardwareDevice: constant("flag", false),
    IsSoftwareDevice: constant("flag", true),
    IsRemovable: constant("flag", false),
    IsSmartCard: constant("flag", false),
    HasHardwareRandomNumberGenerator: constant("flag", false),
    KeySpec: constant("number", 0),
    MaxKeyContainerNameLength: constant("number", 260),
    Version: constant("number", 2),
    KeySecurityDescriptor: constant("text", ""),
    Valid: constant("flag", false),
    CspAlgorithms: constant("object", () => make("CCspAlgorithms")),
    InitializeFromName: method(["text"], (here, name) => {
      const facts = valuesOf(information(here.ask("provider", { name: name }).item));
      Object.assign(here.values, facts);
    }),
    InitializeFromType: method(["number", "any=", "flag=false"], (here, type) => {
      const found = available(here).find((each) => each.Type === type);
      if (!found) here.fail(codes.notFound);
      Object.assign(here.values, valuesOf(found));
    }),
    GetCspStatusFromOperations: method(["any=", "number=0"], (here) =>
      statuses(here.self, 0)[0] || here.fail(codes.notFound)),
    GetDefaultSecurityDescriptor: method(["flag=false"], () => ""),
  });

  define("CCspInformations", collection({
    AddAvailableCsps: method([], (here) => {
      const missing = available(here).filter((each) => !named(here.values.items, each.Name));
      here.values.items.push(...missing);
    }),
    ItemByName: method(["text"], (here, name) =>
      named(here.values.items, name) || here.fail(codes.notFound)),
    GetCspStatusFromProviderName: method(["text", "number=0"], (here, name, keySpec) => {
      const provider = named(here.values.items, name) || named(available(here), name);
      const found = provider && statuses(provider, keySpec)[0];
      return found || here.fail(codes.notFound);
    }),
    GetCspStatusesFromOperations: method(["number=0", "any="], (here) =>
      numbered(here.values.items.flatMap((each) => statuses(each, 0)))),
    GetCspStatuses: method(["number=0"], (here, keySpec) =>
      numbered(here.values.items.flatMap((each) => statuses(each, keySpec)))),
    GetEncryptionCspAlgorithms: method(["any="], (here) =>
      make("CCspAlgorithms", {
        items: here.values.items.flatMap((each) => itemsOf(each.CspAlgorithms)).filter((each) => each.Type === 1),
      })),
    GetHashAlgorithms: method(["any="], (here, provider) =>
      hashes(valuesOf(provider, "CCspInformation") ? provider : here.values.items[0])),
  }));

  define("CCspStatus", {
    Ordinal: property("number", 0),
    CspInformation: constant("object", null),
    CspAlgorithm: constant("object", null),
    DisplayName: computed((here) => {
      const { CspInformation: provider, CspAlgorithm: algorithm } = here.values;
      return provider.LegacyCsp ? provider.Name : algorithm.Name + "," + provider.Name;
    }),
    Selected: property("number", 0),
    EnrollmentStatus: constant("object", () => make("CX509EnrollmentStatus")),
    Initialize: method(["object", "object"], (here, provider, algorithm) => {
      here.values.CspInformation = provider;
      here.values.CspAlgorithm = algorithm;
    }),
  });

  define("CCspStatuses", collection({
    ItemByName: method(["text", "text="], (here, name, algorithm) => {
      const fits = (each) =>
        each.CspInformation.Name.toLowerCase() === name.toLowerCase() &&
        (algorithm === "" || each.CspAlgorithm.Name === algorithm);
      return here.values.items.find(fits) || here.fail(codes.notFound);
    }),
    ItemByProvider: method(["object"], (here, provider) =>
      here.values.items.find((each) => each.CspInformation === provider) || here.fail(codes.notFound)),
  }));

  define("CX509EnrollmentStatus", {
    Status: property("number", 0x20),
    Text: property("text", ""),
    ErrorText: constant("text", ""),
    Selected: property("number", 0),
    Display: property("number", 0),
    Error: property("number", 0),
    AppendText: method(["text"], (here, text) => void (here.values.Text += text)),
  });

  return { available };
})();
