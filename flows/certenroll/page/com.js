// What a COM object is to a script: members whatever their letter case, typed properties, errors with numbers.

const com = (function () {
  const classes = new Map();
  let used = false;
  // The same symbol in every frame of the origin: an object of the parent's is known in its child frames too.
  const mark = Symbol.for(settings.mark);
  const prefix = "X509Enrollment.";
  const lower = (text) => String(text).toLowerCase();

  function stateOf(object) {
    const could = (typeof object === "object" && object !== null) || typeof object === "function";
    return could ? object[mark] : undefined;
  }

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
      if (!stateOf(value)) fail(method, codes.typeMismatch);
      return value;
    }
    const result = conversions[type](value);
    return Number.isNaN(result) ? fail(method, codes.typeMismatch) : result;
  }

  // --- members

  // `before` may refuse that it is set, `after` sees to what setting it does to the others.
  const property = (type, initial, hooks) =>
    ({ kind: "property", type: type, initial: initial, writable: true, ...hooks });
  const constant = (type, initial) => ({ kind: "property", type: type, initial: initial, writable: false });
  const hidden = (initial) => ({ kind: "hidden", initial: initial, writable: false });
  const computed = (read) => ({ kind: "computed", read: read });
  // A parameter is written `type` or, with a default, `type=value`.
  const method = (parameters, body) => ({ kind: "method", parameters: parameters, body: body });
  const refused = (parameters, number) => method(parameters, (here) => here.fail(number));

  // A class costs nothing before a page asks for it: the script runs in every page and frame of the origin.
  function define(name, members) {
    classes.set(lower(prefix + name), () => {
      const table = new Map();
      for (const key of Object.keys(members)) table.set(lower(key), { name: key, ...members[key] });
      return { name: name, members: table };
    });
  }

  // `body` defines these classes when one of them, or what it returns, is first asked for.
  function later(names, body) {
    let made = null;
    const result = () => (made = made || { value: body() }).value;
    const replace = (key) => () => {
      result();
      return classes.get(key)();
    };
    names.map((name) => lower(prefix + name)).forEach((key) => classes.set(key, replace(key)));
    return result;
  }

  function defined(progId) {
    const name = lower(progId).trim().replace(/\.1$/, "");
    const found = classes.get(name);
    if (typeof found !== "function") return found;
    const definition = found();
    classes.set(name, definition);
    return definition;
  }

  function argumentsFor(member, given, place) {
    if (given.length > member.parameters.length) fail(place, codes.wrongArguments);
    return member.parameters.map((parameter, at) => {
      const [type, otherwise] = parameter.split("=");
      // What is given without a value, as a constant that the page never declared, is 0 or "", as COM converts it.
      const value = given[at] === undefined ? otherwise : given[at];
      if (value === undefined && at >= given.length) fail(place, codes.wrongArguments);
      return converted(type, value, place);
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
    const given = nothing ? null : converted(member.type, value, place);
    const here = member.before || member.after ? scope(state, { name: "put_" + member.name }) : null;
    if (member.before) member.before(here, given);
    state.values[member.name] = given;
    if (member.after) member.after(here);
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
    if (name === mark) return state;
    if (name === Symbol.toPrimitive || name === "toString") return () => "[object Object]";
    if (name === Symbol.iterator && state.values.items) return () => state.values.items[Symbol.iterator]();
    if (typeof name !== "string") return undefined;
    const member = state.definition.members.get(lower(name));
    return member && member.kind !== "hidden" ? read(state, member) : undefined;
  }

  // A collection can be called, as `csps(0)`: its default member is ItemByIndex. Nothing else can.
  function targetFor(definition) {
    if (!definition.members.has("itembyindex")) return Object.create(null);
    const target = Object.setPrototypeOf(() => undefined, null);
    delete target.name;
    delete target.length;
    return target;
  }

  function make(name, initial) {
    used = true;
    const definition = defined(prefix + name);
    const state = { definition: definition, values: start(definition, initial) };
    state.proxy = new Proxy(targetFor(definition), {
      apply: (target, self, given) => get(state, "ItemByIndex")(...given),
      get: (target, key) => get(state, key),
      set: (target, key, value) => write(state, key, value),
      has: (target, key) => typeof key === "string" && isShown(definition.members.get(lower(key))),
      defineProperty: () => false,
      deleteProperty: () => false,
      setPrototypeOf: () => false,
    });
    return state.proxy;
  }

  const isShown = (member) => Boolean(member) && member.kind !== "hidden";

  function valuesOf(object, ...names) {
    const state = stateOf(object);
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
      Remove: method(["number"], (here, index) =>
        index in here.values.items ? void here.values.items.splice(index, 1) : here.fail(codes.invalidArgument)),
      Clear: method([], (here) => void (here.values.items.length = 0)),
      _NewEnum: computed((here) => here.self),
      items: hidden(() => []),
      ...more,
    };
  }

  const itemsOf = (object) => (valuesOf(object) || {}).items || [];

  return {
    define, later, defined, make, isUsed: () => used, valuesOf, itemsOf, collection, property, constant, computed, method, refused, converted,
  };
})();
