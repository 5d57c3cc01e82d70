// What a COM object is to a script: members whatever their letter case, typed properties, errors with numbers.

const com = (function () {
  const classes = new Map();
  const states = new WeakMap();
  const prefix = "X509Enrollment.";
  const lower = (text) => String(text).toLowerCase();

  // --- values as COM converts them

  function asNumber(value) {
    if (typeof value === "boolean") return value ? -1 : 0;
    if (value === null || value === undefined) return 0;
    if (typeof value !== "number" && typeof value !== "string" && !(value instanceof Object)) return NaN;
    const text = String(value).trim().replace(/^&h/i, "0x");
    const number = text === "" ? NaN : Number(text);
    return Number.isFinite(number) ? Math.round(number) | 0 : NaN;
  }

  function asText(value) {
    return value === null || value === undefined ? "" : String(value);
  }

  function asFlag(value) {
    if (typeof value === "string" && /^\s*(true|false)\s*$/i.test(value)) return /true/i.test(value);
    return asNumber(value) !== 0;
  }

  const conversions = { number: asNumber, text: asText, flag: asFlag, any: (value) => value };

  function converted(type, value, method) {
    if (type === "object") {
      if (!states.has(value)) fail(method, codes.typeMismatch);
      return value;
    }
    const result = conversions[type](value);
    return Number.isNaN(result) ? fail(method, codes.typeMismatch) : result;
  }

  // --- members

  const property = (type, initial) => ({ kind: "property", type: type, initial: initial, writable: true });
  const constant = (type, initial) => ({ kind: "property", type: type, initial: initial, writable: false });
  const hidden = (initial) => ({ kind: "hidden", initial: initial, writable: false });
  const computed = (read) => ({ kind: "computed", read: read });
  // A parameter is written `type` or, with a default, `type=value`.
  const method = (parameters, body) => ({ kind: "method", parameters: parameters, body: body });

  function define(name, members) {
    const table = new Map();
    for (const key of Object.keys(members)) table.set(lower(key), { name: key, ...members[key] });
    classes.set(lower(prefix + name), { name: name, members: table });
  }

  function defined(progId) {
    return classes.get(lower(progId).trim().replace(/\.1$/, ""));
  }

  function argumentsFor(member, given, place) {
    if (given.length > member.parameters.length) fail(place, codes.wrongArguments);
    return member.parameters.map((parameter, at) => {
      const [type, otherwise] = parameter.split("=");
      const missing = at >= given.length || given[at] === undefined;
      if (missing && otherwise === undefined) fail(place, codes.wrongArguments);
      return converted(type, missing ? otherwise : given[at], place);
    });
  }

  // What a method's body works with: the object's values, and the two ways out.
  function scope(state, member) {
    const place = state.definition.name + "::" + member.name;
    return {
      place: place,
      values: state.values,
      self: state.proxy,
      ask: (call, values) => wire.ask(place, call, values),
      fail: (number) => fail(place, number),
    };
  }

  function read(state, member) {
    if (member.kind === "computed") return member.read(scope(state, member));
    if (member.kind === "property") return state.values[member.name];
    return (...given) => {
      const here = scope(state, member);
      return member.body(here, ...argumentsFor(member, given, here.place));
    };
  }

  function write(state, name, value) {
    const member = state.definition.members.get(lower(name));
    const place = state.definition.name + "::" + (member ? member.name : name);
    if (!member || !member.writable) fail(place, codes.noSuchMember);
    const nothing = member.type === "object" && (value === null || value === undefined);
    state.values[member.name] = nothing ? null : converted(member.type, value, place);
    return true;
  }

  // --- objects

  function start(definition, initial) {
    const values = Object.create(null);
    for (const member of definition.members.values()) {
      if (member.kind !== "property" && member.kind !== "hidden") continue;
      values[member.name] = typeof member.initial === "function" ? member.initial() : member.initial;
    }
    return Object.assign(values, initial);
  }

  function get(state, name) {
    if (name === Symbol.toPrimitive || name === "toString") return () => "[object Object]";
    if (name === Symbol.iterator && state.values.items) return () => state.values.items[Symbol.iterator]();
    if (typeof name !== "string") return undefined;
    const member = state.definition.members.get(lower(name));
    return member && member.kind !== "hidden" ? read(state, member) : undefined;
  }

  function make(name, initial) {
    const definition = defined(prefix + name);
    const state = { definition: definition, values: start(definition, initial) };
    state.proxy = new Proxy(Object.create(null), {
      get: (target, key) => get(state, key),
      set: (target, key, value) => write(state, key, value),
      has: (target, key) => typeof key === "string" && definition.members.has(lower(key)),
      defineProperty: () => false,
      deleteProperty: () => false,
      setPrototypeOf: () => false,
    });
    states.set(state.proxy, state);
    return state.proxy;
  }

  function valuesOf(object, ...names) {
    const state = states.get(object);
    return state && (names.length === 0 || names.includes(state.definition.name)) ? state.values : undefined;
  }

  // What every collection has.
  function collection(more) {
    return {
      Count: computed((here) => here.values.items.length),
      ItemByIndex: method(["number"], (here, index) => {
        return index in here.values.items ? here.values.items[index] : here.fail(codes.invalidArgument);
      }),
      Add: method(["object"], (here, item) => void here.values.items.push(item)),
      Remove: method(["number"], (here, index) => void here.values.items.splice(index, 1)),
      Clear: method([], (here) => void (here.values.items.length = 0)),
      items: hidden(() => []),
      ...more,
    };
  }

  const itemsOf = (object) => (valuesOf(object) || {}).items || [];

  return {
    define, defined, make, valuesOf, itemsOf, collection, property, constant, computed, method, converted,
  };
})();
