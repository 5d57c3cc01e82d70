// The operators: what types two Variants meet in, and what comes out.

const operators = (function () {
  const WIDTH = [BYTE, INTEGER, LONG, SINGLE, DOUBLE, CURRENCY, DATE];
  function wider(one, other) {
    if ([one, other].includes(LONG) && [one, other].includes(SINGLE)) return DOUBLE;
    return WIDTH.indexOf(one) > WIDTH.indexOf(other) ? one : other;
  }
  const LIMITS = { [BYTE]: [0, 255], [INTEGER]: [-32768, 32767], [LONG]: [-2147483648, 2147483647] };
  const CURRENCY_LIMIT = 922337203685477.5807;

  // What does not fit goes into the next wider type.
  function fitted(type, value) {
    const fits = (each) => Number.isInteger(value) && value >= LIMITS[each][0] && value <= LIMITS[each][1];
    const next = [BYTE, INTEGER, LONG].find((each) => WIDTH.indexOf(each) >= WIDTH.indexOf(type) && fits(each));
    return makeNumber(next === undefined ? DOUBLE : next, value + 0);
  }

  function result(type, value) {
    if (LIMITS[type]) return fitted(type, value);
    if (type === CURRENCY) {
      if (Math.abs(value) > CURRENCY_LIMIT) raise(6);
      return new Boxed(CURRENCY, roundHalf(value * 10000) / 10000);
    }
    if (type === DATE) return dates.make(value);
    if (type === SINGLE) return new Boxed(SINGLE, Math.fround(value));
    return makeNumber(DOUBLE, value);
  }

  // Both as numbers; undefined where one is Null.
  function pair(left, right) {
    const [one, other] = [plain(left), plain(right)];
    return one === null || other === null ? undefined : [numeric(one), numeric(other)];
  }

  function reckon(left, right, act) {
    const both = pair(left, right);
    if (!both) return null;
    return result(wider(both[0].type, both[1].type), act(both[0].value, both[1].value));
  }

  function add(left, right) {
    const [one, other] = [plain(left), plain(right)];
    const texts = typeof one === "string" && (typeof other === "string" || other === undefined);
    if (texts || (typeof other === "string" && one === undefined)) return toText(one) + toText(other);
    return reckon(one, other, (a, b) => a + b);
  }

  function subtract(left, right) {
    const both = pair(left, right);
    if (!both) return null;
    const [one, other] = both;
    const type = one.type === DATE && other.type === DATE ? DOUBLE : wider(one.type, other.type);
    return result(type, one.value - other.value);
  }

  function multiply(left, right) {
    const both = pair(left, right);
    if (!both) return null;
    const type = wider(both[0].type, both[1].type);
    return result(type === DATE ? DOUBLE : type, both[0].value * both[1].value);
  }

  function divide(left, right) {
    const both = pair(left, right);
    if (!both) return null;
    if (both[1].value === 0) raise(both[0].value === 0 ? 6 : 11);
    const single = both.some((each) => each.type === SINGLE) && both.every((each) => [SINGLE, INTEGER, BYTE].includes(each.type));
    return result(single ? SINGLE : DOUBLE, both[0].value / both[1].value);
  }

  function power(left, right) {
    const both = pair(left, right);
    if (!both) return null;
    const value = both[0].value ** both[1].value;
    if (Number.isNaN(value) || (both[0].value === 0 && both[1].value < 0)) raise(5);
    return makeNumber(DOUBLE, value);
  }

  // `\` and Mod: whole numbers.
  function whole(left, right, act) {
    const both = pair(left, right);
    if (!both) return null;
    const [one, other] = both.map((each) => toLong(each.value));
    if (other === 0) raise(11);
    const short = both.every((each) => each.type === INTEGER || each.type === BYTE);
    return fitted(short ? wider(both[0].type, both[1].type) : LONG, act(one, other));
  }

  // --- logic: bit by bit, with a third value

  // Of whole numbers by `bits`; of Null by `unknown`, which gets the other one.
  function logic(left, right, bits, unknown) {
    const [one, other] = [plain(left), plain(right)];
    if (one === null && other === null) return unknown(null);
    if (one === null || other === null) return unknown(one === null ? other : one, one === null);
    const value = bits(toLong(one), toLong(other));
    if (typeof one === "boolean" && typeof other === "boolean") return value !== 0;
    const short = [one, other].every((each) => [INTEGER, BOOLEAN, BYTE, EMPTY].includes(typeOf(each)));
    return makeNumber(short ? INTEGER : LONG, value);
  }

  const same = (value) => value;
  const isZero = (value) => value !== null && toLong(value) === 0;
  const decided = (test) => (value) => (value !== null && test(value) ? value : null);
  const unknownImp = (value, leftIsNull) =>
    leftIsNull ? (value !== null && !isZero(value) ? value : null) : (value !== null && isZero(value) ? true : null);

  const binary = {
    "+": add,
    "-": subtract,
    "*": multiply,
    "/": divide,
    "\\": (left, right) => whole(left, right, (a, b) => Math.trunc(a / b)),
    mod: (left, right) => whole(left, right, (a, b) => a % b),
    "^": power,
    "&": (left, right) => {
      const [one, other] = [plain(left), plain(right)];
      return one === null && other === null ? null : joined(one) + joined(other);
    },
    and: (left, right) => logic(left, right, (a, b) => a & b, decided(isZero)),
    or: (left, right) => logic(left, right, (a, b) => a | b, decided((value) => !isZero(value))),
    xor: (left, right) => logic(left, right, (a, b) => a ^ b, () => null),
    eqv: (left, right) => logic(left, right, (a, b) => ~(a ^ b), () => null),
    imp: (left, right) => logic(left, right, (a, b) => ~a | b, unknownImp),
  };

  function not(given) {
    const value = plain(given);
    if (value === null) return null;
    if (typeof value === "boolean") return !value;
    const type = typeOf(value);
    return makeNumber([INTEGER, EMPTY].includes(type) ? INTEGER : LONG, ~toLong(value));
  }

  function negate(given) {
    const value = plain(given);
    if (value === null) return null;
    const { type, value: number } = numeric(value);
    return number === 0 ? makeNumber(type, 0) : result(type === BYTE ? INTEGER : type, -number);
  }

  function positive(given) {
    const value = plain(given);
    if (value === null) return null;
    if (typeof value === "string") return makeNumber(DOUBLE, toNumber(value));
    return typeof value === "boolean" ? toLong(value) : same(value);
  }

  // --- comparisons

  // -1, 0 or 1. A literal makes the other one come to its type; of two Variants a number is less than any text.
  function order(one, other, oneIsLiteral, otherIsLiteral) {
    const texts = [one, other].map((each) => typeof each === "string");
    if (texts[0] && texts[1]) return compareTexts(one, other);
    if (one === undefined && texts[1]) return compareTexts("", other);
    if (other === undefined && texts[0]) return compareTexts(one, "");
    if (!texts[0] && !texts[1]) return Math.sign(toNumber(one) - toNumber(other));
    if (oneIsLiteral === otherIsLiteral) return texts[0] ? 1 : -1;
    const textIsLiteral = texts[0] ? oneIsLiteral : otherIsLiteral;
    if (textIsLiteral) return compareTexts(toText(one), toText(other));
    const [text, number] = texts[0] ? [one, other] : [other, one];
    const value = typeof number === "boolean" ? (toBoolean(text) ? -1 : 0) : toNumber(text);
    return Math.sign(value - toNumber(number)) * (texts[0] ? 1 : -1);
  }

  const compareTexts = (one, other) => (one === other ? 0 : one < other ? -1 : 1);
  const tests = {
    "=": (sign) => sign === 0,
    "<>": (sign) => sign !== 0,
    "<": (sign) => sign < 0,
    ">": (sign) => sign > 0,
    "<=": (sign) => sign <= 0,
    ">=": (sign) => sign >= 0,
  };

  function compare(operator, left, right, literals) {
    const [one, other] = [plain(left), plain(right)];
    if (one === null || other === null) return null;
    if (one instanceof VbArray || other instanceof VbArray) raise(13);
    return tests[operator](order(one, other, ...literals));
  }

  function isSame(left, right) {
    const known = (value) => (value === null || value === undefined ? NOTHING : objects.identity(value));
    if ([left, right].some((each) => each !== null && !isObject(each))) raise(424);
    return known(left) === known(right);
  }

  return { binary, not, negate, positive, compare, isSame, result, add };
})();
