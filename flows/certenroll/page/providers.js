// The providers of a Windows PC: CCspInformations, CCspInformation, CCspAlgorithm, CCspStatus.

const providers = (function () {
  const { define, make, valuesOf, itemsOf, collection, constant, computed, property, method } = com;
  let known = null;

  const SIGNING = 0x10;
  const OPERATIONS = 0xff;
  const SIGNATURE_ONLY = 0x200000; // those that do nothing but sign come first
  const NOT_SIGNATURE = 0x400000; // those that do more come first
  const EXACT = 0x800000; // what does these operations and no other

  function facts(here) {
    known = known || here.ask("providers").items;
    return known;
  }

  const available = (here) => facts(here).map(information);

  function find(here, name) {
    const found = named(facts(here), name);
    return found && information(found);
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

  // As `statuses`, by what is to be done with the key: a mask of operations and of preferences.
  function statusesFor(provider, operations) {
    const wanted = operations & OPERATIONS;
    const fits = (done) => (operations & EXACT ? done === wanted : (done & wanted) !== 0);
    const all = wanted === 0 ? statuses(provider, 0) : itemsOf(provider.CspAlgorithms)
      .filter((algorithm) => fits(algorithm.Operations))
      .map((algorithm) => make("CCspStatus", { CspInformation: provider, CspAlgorithm: algorithm }));
    const signs = (status) => (status.CspAlgorithm.Operations === SIGNING ? 1 : 0);
    if (operations & SIGNATURE_ONLY) all.sort((one, other) => signs(other) - signs(one));
    if (operations & NOT_SIGNATURE) all.sort((one, other) => signs(one) - signs(other));
    return all;
  }

  // The provider that is asked about, or all of the collection.
  const chosen = (here, provider) => (valuesOf(provider, "CCspInformation") ? [provider] : here.values.items);

  // "RSA,Microsoft …" names algorithm and provider, as DisplayName does for those of CNG.
  function statusNamed(here, name, keySpec) {
    const [algorithm, ...rest] = name.split(",");
    const provider = named(here.values.items, name) || find(here, name);
    if (provider || rest.length === 0) return provider && statuses(provider, keySpec)[0];
    const second = find(here, rest.join(","));
    return second && statuses(second, 0).find((each) =>
      each.CspAlgorithm.Name.toLowerCase() === algorithm.trim().toLowerCase());
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

  // CryptoAPI's names of key algorithms say what for, the identifier does not.
  function oidOf(name, length) {
    const bare = name.replace(/_(KEYX|SIGN)$/, "").replace(/ TWO KEY$/, "");
    return values.objectId("name", bare) || (length ? values.objectId("name", bare + " " + length) : undefined);
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
    GetAlgorithmOid: method(["number=0", "number=0"], (here, length) =>
      oidOf(here.values.Name, length) || here.fail(codes.notFound)),
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

  function mustBeNew(here) {
    if (here.values.Valid) here.fail(codes.alreadyInitialized);
  }

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
      mustBeNew(here);
      const facts = valuesOf(information(here.ask("provider", { name: name }).item));
      Object.assign(here.values, facts);
    }),
    InitializeFromType: method(["number", "any=", "flag=false"], (here, type) => {
      mustBeNew(here);
      const found = available(here).find((each) => each.Type === type);
      if (!found) here.fail(codes.notFound);
      Object.assign(here.values, valuesOf(found));
    }),
    GetCspStatusFromOperations: method(["any=", "number=0"], (here, algorithm, operations) => {
      const dotted = values.dotted(algorithm);
      const found = statusesFor(here.self, operations).find((each) =>
        !dotted || values.dotted(oidOf(each.CspAlgorithm.Name)) === dotted);
      return found || here.fail(codes.notFound);
    }),
    GetDefaultSecurityDescriptor: method(["flag=false"], () => ""),
  });

  define("CCspInformations", collection({
    AddAvailableCsps: method([], (here) => {
      if (here.values.items.length) here.fail(codes.invalidOperation);
      here.values.items.push(...available(here));
    }),
    ItemByName: method(["text"], (here, name) =>
      named(here.values.items, name) || here.fail(codes.notFound)),
    GetCspStatusFromProviderName: method(["text", "number=0"], (here, name, keySpec) =>
      statusNamed(here, name, keySpec) || here.fail(codes.notFound)),
    GetCspStatusesFromOperations: method(["number=0", "any="], (here, operations, provider) =>
      numbered(chosen(here, provider).flatMap((each) => statusesFor(each, operations)))),
    GetCspStatuses: method(["number=0"], (here, keySpec) =>
      numbered(here.values.items.flatMap((each) => statuses(each, keySpec)))),
    GetEncryptionCspAlgorithms: method(["any="], (here, provider) =>
      make("CCspAlgorithms", {
        items: chosen(here, provider).flatMap((each) => itemsOf(each.CspAlgorithms)).filter((each) => each.Type === 1),
      })),
    GetHashAlgorithms: method(["any="], (here, provider) => {
      const [first] = chosen(here, provider);
      return first ? hashes(first) : make("CObjectIds");
    }),
  }));

  define("CCspStatus", {
    Ordinal: property("number", 0),
    CspInformation: constant("object", null),
    CspAlgorithm: constant("object", null),
    DisplayName: computed((here) => {
      const { CspInformation: provider, CspAlgorithm: algorithm } = here.values;
      if (!provider || !algorithm) here.fail(codes.blank);
      return provider.LegacyCsp ? provider.Name : algorithm.Name + "," + provider.Name;
    }),
    Selected: property("number", 0),
    EnrollmentStatus: constant("object", () => make("CX509EnrollmentStatus")),
    Initialize: method(["object", "object"], (here, provider, algorithm) => {
      if (here.values.CspInformation) here.fail(codes.alreadyInitialized);
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
    ItemByOrdinal: method(["number"], (here, ordinal) =>
      here.values.items.find((each) => each.Ordinal === ordinal) || here.fail(codes.notFound)),
    ItemByOperations: method(["text", "text=", "number=0"], (here, name, algorithm, operations) => {
      const fits = (each) =>
        each.CspInformation.Name.toLowerCase() === name.toLowerCase() &&
        (algorithm === "" || each.CspAlgorithm.Name === algorithm) &&
        (operations === 0 || (each.CspAlgorithm.Operations & operations) !== 0);
      return here.values.items.find(fits) || here.fail(codes.notFound);
    }),
    ItemByProvider: method(["object"], (here, wanted) => {
      const provider = valuesOf(wanted, "CCspStatus") ? wanted.CspInformation : wanted;
      return here.values.items.find((each) => each.CspInformation.Name === provider.Name) || here.fail(codes.notFound);
    }),
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

  return { available, facts, find };
})();
