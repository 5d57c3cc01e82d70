// Variants. Empty is undefined, Null is null; texts, Booleans and most numbers are JavaScript's own. A number whose
// type its value does not tell (a Double that is whole, a small Long, Byte, Single, Currency) is boxed.

const EMPTY = 0;
const NULL = 1;
const INTEGER = 2;
const LONG = 3;
const SINGLE = 4;
const DOUBLE = 5;
const CURRENCY = 6;
const DATE = 7;
const STRING = 8;
const OBJECT = 9;
const BOOLEAN = 11;
const BYTE = 17;
const ARRAY = 8192;
const TYPE_NAMES = {
  [EMPTY]: "Empty", [NULL]: "Null", [INTEGER]: "Integer", [LONG]: "Long", [SINGLE]: "Single", [DOUBLE]: "Double",
  [CURRENCY]: "Currency", [DATE]: "Date", [STRING]: "String", [BOOLEAN]: "Boolean", [BYTE]: "Byte",
};

class Boxed {
  constructor(type, value) {
    this.type = type;
    this.value = value;
  }
}

class Nothing {}
const NOTHING = new Nothing();

// A variable: procedures and values are handed over in it, so that ByRef can change it.
class Cell {
  constructor(value) {
    this.v = value;
  }
}

class VbArray {
  // `bounds` are the highest indexes; a dynamic array without room yet has none.
  constructor(bounds, fixed) {
    this.fixed = Boolean(fixed);
    this.shape(bounds);
  }

  shape(bounds) {
    const size = bounds.reduce((product, bound) => product * (bound + 1), bounds.length ? 1 : 0);
    if (bounds.some((bound) => bound < -1)) raise(9);
    if (size > 5e6) raise(7);
    this.bounds = bounds;
    this.items = new Array(size).fill(undefined);
  }

  static of(items) {
    const made = new VbArray([items.length - 1]);
    made.items = items;
    return made;
  }

  place(indexes) {
    if (indexes.length !== this.bounds.length) raise(9);
    let place = 0;
    for (let at = indexes.length - 1; at >= 0; at -= 1) {
      const index = toLong(indexes[at]);
      if (index < 0 || index > this.bounds[at]) raise(9);
      place = place * (this.bounds[at] + 1) + index;
    }
    return place;
  }

  copy() {
    const made = new VbArray([]);
    made.bounds = this.bounds.slice();
    made.items = this.items.map(copyOf);
    return made;
  }

  // As ReDim Preserve does; only the last dimension may change.
  resize(bounds) {
    const kept = bounds.length === this.bounds.length && bounds.every((bound, at) =>
      at === bounds.length - 1 || bound === this.bounds[at]);
    if (!kept) raise(9);
    const items = this.items;
    this.shape(bounds);
    for (let at = 0; at < Math.min(items.length, this.items.length); at += 1) this.items[at] = items[at];
  }
}

const copyOf = (value) => (value instanceof VbArray ? value.copy() : value);

// --- types

function naturalType(value) {
  if (!Number.isInteger(value) || Object.is(value, -0)) return DOUBLE;
  if (value >= -32768 && value <= 32767) return INTEGER;
  return value >= -2147483648 && value <= 2147483647 ? LONG : DOUBLE;
}

function makeNumber(type, value) {
  if (type === DOUBLE && !Number.isFinite(value)) raise(6);
  return type === naturalType(value) ? value : new Boxed(type, value);
}

function typeOf(value) {
  if (value === undefined) return EMPTY;
  if (value === null) return NULL;
  if (typeof value === "string") return STRING;
  if (typeof value === "boolean") return BOOLEAN;
  if (typeof value === "number") return naturalType(value);
  if (value instanceof Boxed) return value.type;
  return value instanceof VbArray ? ARRAY : OBJECT;
}

const isObject = (value) => typeOf(value) === OBJECT;

// --- conversions; an object counts as its default property

function plain(value) {
  return isObject(value) ? objects.defaultOf(value) : value;
}

const NUMERAL = /^\s*[-+]?(\d[\d,]*\.?\d*|\.\d+)([ed][-+]?\d+)?\s*$/i;
const BASED = /^\s*&(h[0-9a-f]+|o?[0-7]+)&?\s*$/i;

// The number a text says, or NaN. Windows reads full-width digits and a sign of money too.
function numberIn(text) {
  const narrow = text.normalize("NFKC").replace(/[¥\\$]/g, "").replace(/^\s*\((.*)\)\s*$/, "-$1");
  if (BASED.test(narrow)) {
    const hexadecimal = /&h/i.test(narrow);
    const digits = narrow.replace(/[&ho\s]/gi, "");
    const value = parseInt(digits, hexadecimal ? 16 : 8);
    return digits.length <= 4 && value > 32767 ? value - 65536 : value | 0;
  }
  if (!NUMERAL.test(narrow)) return NaN;
  return Number(narrow.replace(/,/g, "").replace(/d/i, "e"));
}

// {type, value} of what is to be reckoned with.
function numeric(given) {
  const value = plain(given);
  if (typeof value === "number") return { type: naturalType(value), value };
  if (value instanceof Boxed) return value;
  if (typeof value === "boolean") return { type: INTEGER, value: value ? -1 : 0 };
  if (value === undefined) return { type: INTEGER, value: 0 };
  if (value === null) raise(94);
  if (typeof value !== "string") raise(13);
  const number = numberIn(value);
  if (Number.isNaN(number)) raise(13);
  if (!Number.isFinite(number)) raise(6);
  return { type: DOUBLE, value: number };
}

const toNumber = (value) => numeric(value).value;

// To the nearest, halves to the even one.
function roundHalf(value) {
  const floor = Math.floor(value);
  const rest = value - floor;
  if (rest !== 0.5) return rest < 0.5 ? floor : floor + 1;
  return floor % 2 === 0 ? floor : floor + 1;
}

function toLong(value) {
  const whole = roundHalf(toNumber(value));
  if (whole < -2147483648 || whole > 2147483647) raise(6);
  return whole + 0;
}

function toBoolean(given) {
  const value = plain(given);
  if (typeof value === "boolean") return value;
  if (typeof value === "string" && /^\s*(true|false)\s*$/i.test(value)) return /true/i.test(value);
  return toNumber(value) !== 0;
}

// A condition: Null is no.
function isTrue(given) {
  const value = plain(given);
  return value === null ? false : toBoolean(value);
}

// A Double shows 15 digits, and an exponent where they do not fit.
function writeNumber(value, digits) {
  if (value === 0) return "0";
  const [mantissa, exponent] = value.toExponential(digits - 1).split("e");
  const figures = mantissa.replace(/\.?0+$/, "");
  const power = Number(exponent);
  const places = figures.replace(/[-.]/g, "").length - 1 - power;
  if (power >= digits || (power < 0 && places > digits)) {
    const size = String(Math.abs(power)).padStart(2, "0");
    return figures + "E" + (power < 0 ? "-" : "+") + size;
  }
  return value.toFixed(Math.max(0, places)).replace(/^(-?)\./, "$10.");
}

function toText(given) {
  const value = plain(given);
  if (typeof value === "string") return value;
  if (value === undefined) return "";
  if (value === null) raise(94);
  if (typeof value === "boolean") return value ? "True" : "False";
  if (value instanceof VbArray) raise(13);
  const { type, value: number } = numeric(value);
  if (type === DATE) return dates.write(number);
  if (type === CURRENCY) return number.toFixed(4).replace(/\.?0+$/, "");
  return writeNumber(number, type === SINGLE ? 7 : 15);
}

// What `&` joins: Null counts as nothing.
const joined = (value) => {
  const known = plain(value);
  return known === null ? "" : toText(known);
};
