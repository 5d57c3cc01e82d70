// The objects that come with the language: Err, Scripting.Dictionary, RegExp.

const method = (act) => ({ method: act });
const readable = (get) => ({ get });
const valueIn = (cell) => (cell ? cell.v : undefined);

class ErrObject extends VbObject {
  constructor() {
    super();
    this.clear();
  }

  clear() {
    Object.assign(this, { number: 0, description: "", source: "", helpFile: "", helpContext: 0 });
  }

  take(failure) {
    Object.assign(this, { number: failure.vbNumber, description: failure.description, source: failure.source });
  }

  get typeName() {
    return "ErrObject";
  }

  get standard() {
    return "number";
  }

  field(name, convert) {
    return { get: () => this[name], put: (cell) => void (this[name] = convert(cell.v)) };
  }

  raise(number, source, description) {
    const value = toLong(valueIn(number));
    if (value === 0) raise(5);
    const own = value >>> 16 === 0x800a ? value & 0xffff : value;
    const words = valueIn(description);
    const failure = new ScriptFailure(own, words === undefined ? "" : toText(words));
    failure.source = valueIn(source) === undefined ? failure.source : toText(source.v);
    throw failure;
  }

  get members() {
    return {
      number: this.field("number", toLong),
      description: this.field("description", toText),
      source: this.field("source", toText),
      helpfile: this.field("helpFile", toText),
      helpcontext: this.field("helpContext", toLong),
      clear: method(() => this.clear()),
      raise: method((...cells) => this.raise(...cells)),
    };
  }
}

class Dictionary extends VbObject {
  constructor() {
    super();
    this.entries = new Map();
    this.textual = false;
  }

  get typeName() {
    return "Dictionary";
  }

  get standard() {
    return "item";
  }

  keyOf(cell) {
    const key = valueIn(cell);
    if (key instanceof VbArray) raise(5);
    if (isObject(key)) return key;
    if (typeof key === "string") return "t" + (this.textual ? key.toLowerCase() : key);
    return key === null ? "null" : "n" + toNumber(key);
  }

  entry(cell) {
    const key = this.keyOf(cell);
    if (!this.entries.has(key)) this.entries.set(key, { key: copyOf(valueIn(cell)), value: undefined });
    return this.entries.get(key);
  }

  add(key, value) {
    if (this.entries.has(this.keyOf(key))) raise(457);
    this.entry(key).value = copyOf(valueIn(value));
  }

  remove(key) {
    if (!this.entries.delete(this.keyOf(key))) raise(32811);
  }

  rename(key, other) {
    const known = this.keyOf(key);
    if (!this.entries.has(known)) raise(32811);
    if (this.entries.has(this.keyOf(other))) raise(457);
    const all = [...this.entries];
    this.entries.clear();
    for (const [each, entry] of all) {
      if (each === known) this.entries.set(this.keyOf(other), { key: other.v, value: entry.value });
      else this.entries.set(each, entry);
    }
  }

  items() {
    return [...this.entries.values()].map((each) => each.key);
  }

  get members() {
    return {
      add: method((key, value) => this.add(key, value)),
      comparemode: { get: () => (this.textual ? 1 : 0), put: (cell) => void (this.textual = toLong(cell.v) === 1) },
      count: readable(() => this.entries.size),
      exists: method((key) => this.entries.has(this.keyOf(key))),
      item: { parameters: 1, get: (key) => this.entry(key).value, put: (key, cell) => void (this.entry(key).value = copyOf(cell.v)) },
      items: method(() => VbArray.of([...this.entries.values()].map((each) => each.value))),
      key: { parameters: 1, put: (key, other) => this.rename(key, other) },
      keys: method(() => VbArray.of(this.items())),
      remove: method((key) => this.remove(key)),
      removeall: method(() => this.entries.clear()),
    };
  }
}

class Match extends VbObject {
  constructor(found) {
    super();
    this.found = found;
  }

  get typeName() {
    return "Match";
  }

  get standard() {
    return "value";
  }

  get members() {
    const [value, ...groups] = this.found;
    return {
      firstindex: readable(() => this.found.index),
      length: readable(() => value.length),
      value: readable(() => value),
      submatches: readable(() => new Matches(groups)),
    };
  }
}

class Matches extends VbObject {
  constructor(all) {
    super();
    this.all = all;
  }

  get typeName() {
    return "MatchCollection";
  }

  get standard() {
    return "item";
  }

  items() {
    return this.all.slice();
  }

  at(cell) {
    const index = toLong(valueIn(cell));
    return index in this.all ? this.all[index] : raise(5);
  }

  get members() {
    return { count: readable(() => this.all.length), item: { parameters: 1, get: (cell) => this.at(cell) } };
  }
}

class Expression extends VbObject {
  constructor() {
    super();
    Object.assign(this, { pattern: "", ignoreCase: false, global: false, multiline: false });
  }

  get typeName() {
    return "RegExp";
  }

  compiled(all) {
    try {
      return new RegExp(this.pattern, (all ? "g" : "") + (this.ignoreCase ? "i" : "") + (this.multiline ? "m" : ""));
    } catch (error) {
      return raise(5017);
    }
  }

  execute(cell) {
    const text = toText(valueIn(cell));
    const found = [...text.matchAll(this.compiled(true))];
    return new Matches((this.global ? found : found.slice(0, 1)).map((each) => new Match(each)));
  }

  field(name, convert) {
    return { get: () => this[name], put: (cell) => void (this[name] = convert(cell.v)) };
  }

  get members() {
    return {
      pattern: this.field("pattern", toText),
      ignorecase: this.field("ignoreCase", toBoolean),
      global: this.field("global", toBoolean),
      multiline: this.field("multiline", toBoolean),
      test: method((cell) => this.compiled(false).test(toText(valueIn(cell)))),
      execute: method((cell) => this.execute(cell)),
      replace: method((cell, by) => {
        const put = valueIn(by);
        const text = toText(valueIn(cell));
        return text.replace(this.compiled(this.global), typeof put === "function" ? put : toText(put));
      }),
    };
  }
}
