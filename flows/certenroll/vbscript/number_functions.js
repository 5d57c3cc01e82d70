// The built-in functions for numbers: arithmetic, conversions, and how they are written.

const numberFunctions = (function () {
  const nullOr = (act) => (value, ...more) => (plain(value) === null ? null : act(value, ...more));
  const double = (act) => (value) => {
    const found = act(toNumber(value));
    return Number.isNaN(found) ? raise(5) : makeNumber(DOUBLE, found);
  };

  // Keeps the type of its argument.
  const typed = (act) => nullOr((value) => {
    const { type, value: number } = numeric(value);
    return operators.result(type, act(number));
  });

  function within(type, value, least, most) {
    const whole = roundHalf(toNumber(value));
    return whole < least || whole > most ? raise(6) : makeNumber(type, whole + 0);
  }

  function toSingle(value) {
    const single = Math.fround(toNumber(value));
    return Number.isFinite(single) ? new Boxed(SINGLE, single) : raise(6);
  }

  function round(value, places) {
    const { type, value: number } = numeric(value);
    const digits = places === undefined ? 0 : toLong(places);
    if (digits < 0) raise(5);
    const scaled = Number(number + "e" + digits);
    const rounded = Number.isNaN(scaled) ? number : Number(roundHalf(scaled) + "e-" + digits);
    return operators.result(type, Number.isNaN(rounded) ? number : rounded);
  }

  function based(base) {
    return nullOr((value) => {
      const whole = toLong(value);
      const { type } = numeric(value);
      const narrow = whole < 0 && type === INTEGER && whole >= -32768;
      return (narrow ? whole & 0xffff : whole >>> 0).toString(base).toUpperCase();
    });
  }

  // --- chance: the sequence of VBScript itself, which begins alike in every page

  let seed = 327680;

  function random(given) {
    const number = given === undefined ? 1 : toNumber(given);
    if (number < 0) seed = seedFrom(number);
    if (number !== 0) seed = (Number((BigInt(seed) * 16598013n + 12820163n) & 0xffffffn));
    return new Boxed(SINGLE, seed / 16777216);
  }

  function seedFrom(number) {
    const bits = new DataView(new ArrayBuffer(4));
    bits.setFloat32(0, number);
    const value = bits.getUint32(0);
    return (value + (value >>> 24)) & 0xffffff;
  }

  function randomize(given) {
    const number = given === undefined ? toNumber(calendarFunctions.timer[2]()) : toNumber(given);
    const bits = new DataView(new ArrayBuffer(8));
    bits.setFloat64(0, number);
    const high = bits.getUint32(0);
    seed = (seed & 0xff) | (((high & 0xffff) ^ (high >>> 16)) << 8);
  }

  // --- writing

  const flag = (value, otherwise) => {
    const number = value === undefined ? -2 : toLong(value);
    return number === -2 ? otherwise : number !== 0;
  };

  function grouped(text) {
    const [whole, rest] = text.split(".");
    const parted = whole.replace(/\B(?=(\d{3})+$)/g, ",");
    return rest === undefined ? parted : parted + "." + rest;
  }

  function rounded(value, digits) {
    const scaled = Number(value.toPrecision(15) + "e" + digits);
    const away = Math.floor(scaled + 0.5);
    return Number(away + "e-" + digits).toFixed(digits);
  }

  // The options that FormatNumber, FormatCurrency and FormatPercent share; `usual` digits where none are named.
  function written(value, usual, [digits, leading, brackets, groups], wrap) {
    const number = toNumber(value);
    const places = digits === undefined || toLong(digits) === -1 ? usual : toLong(digits);
    if (places < 0) raise(5);
    let text = rounded(Math.abs(number), places);
    const negative = number < 0 && Number(text) !== 0;
    if (flag(groups, true)) text = grouped(text);
    if (!flag(leading, true)) text = text.replace(/^0\./, ".");
    text = wrap(text);
    if (!negative) return text;
    return flag(brackets, false) ? "(" + text + ")" : "-" + text;
  }

  const formatNumber = (value, ...how) => written(value, 2, how, (text) => text);
  const formatCurrency = (value, ...how) => written(value, 0, how, (text) => "¥" + text);
  const formatPercent = (value, ...how) => written(toNumber(value) * 100, 2, how, (text) => text + "%");

  function rgb(red, green, blue) {
    const parts = [red, green, blue].map(toLong);
    if (parts.some((part) => part < 0)) raise(5);
    const [r, g, b] = parts.map((part) => Math.min(255, part));
    return makeNumber(LONG, r | (g << 8) | (b << 16));
  }

  function isNumeric(given) {
    let value = given;
    if (isObject(value)) {
      try {
        value = plain(value);
      } catch (error) {
        return false;
      }
    }
    if (value instanceof VbArray || value === null || (value instanceof Boxed && value.type === DATE)) return false;
    return typeof value === "string" ? !Number.isNaN(numberIn(value)) : true;
  }

  const square = (value) => (value < 0 ? NaN : Math.sqrt(value));
  const logarithm = (value) => (value <= 0 ? NaN : Math.log(value));

  const table = {
    abs: [1, 1, typed(Math.abs)],
    atn: [1, 1, double(Math.atan)],
    cbool: [1, 1, toBoolean],
    cbyte: [1, 1, (value) => within(BYTE, value, 0, 255)],
    ccur: [1, 1, (value) => operators.result(CURRENCY, toNumber(value))],
    cdbl: [1, 1, (value) => makeNumber(DOUBLE, toNumber(value))],
    cint: [1, 1, (value) => within(INTEGER, value, -32768, 32767)],
    clng: [1, 1, (value) => within(LONG, value, -2147483648, 2147483647)],
    cos: [1, 1, double(Math.cos)],
    csng: [1, 1, toSingle],
    cstr: [1, 1, toText],
    exp: [1, 1, double(Math.exp)],
    fix: [1, 1, typed(Math.trunc)],
    formatcurrency: [1, 5, formatCurrency],
    formatdatetime: [1, 2, (value, how) => dates.format(dates.of(value).value, how === undefined ? 0 : toLong(how))],
    formatnumber: [1, 5, formatNumber],
    formatpercent: [1, 5, formatPercent],
    hex: [1, 1, based(16)],
    int: [1, 1, typed(Math.floor)],
    isnumeric: [1, 1, isNumeric],
    log: [1, 1, double(logarithm)],
    oct: [1, 1, based(8)],
    rgb: [3, 3, rgb],
    rnd: [0, 1, random],
    round: [1, 2, nullOr(round)],
    sgn: [1, 1, nullOr((value) => makeNumber(INTEGER, Math.sign(toNumber(value)) + 0))],
    sin: [1, 1, double(Math.sin)],
    sqr: [1, 1, double(square)],
    tan: [1, 1, double(Math.tan)],
  };
  return { table, randomize };
})();
