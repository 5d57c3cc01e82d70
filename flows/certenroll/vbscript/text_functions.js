// The built-in functions for texts and lists of texts.

const textFunctions = (function () {
  const nullOr = (act) => (value, ...more) => (plain(value) === null ? null : act(toText(value), ...more));
  const count = (value) => {
    const number = toLong(value);
    return number < 0 ? raise(5) : number;
  };
  const isTextual = (how) => how !== undefined && toLong(how) === 1;
  const folded = (text) => text.toLowerCase();

  // --- the code page of Japanese Windows

  let codes = null;

  function doubleByte(code) {
    const bytes = code > 255 ? [code >> 8, code & 255] : [code];
    return new TextDecoder("shift_jis").decode(new Uint8Array(bytes));
  }

  function charactersToCodes() {
    const found = new Map();
    for (let high = 0x81; high <= 0xfc; high += 1) {
      if (high > 0x9f && high < 0xe0) continue;
      for (let low = 0x40; low <= 0xfc; low += 1) {
        const character = doubleByte((high << 8) | low);
        if (character.length === 1 && character !== "\ufffd" && !found.has(character)) found.set(character, (high << 8) | low);
      }
    }
    for (let code = 0xa1; code <= 0xdf; code += 1) found.set(doubleByte(code), code);
    return found;
  }

  function asc(text) {
    if (text === "") raise(5);
    const code = text.charCodeAt(0);
    if (code < 128) return code;
    codes = codes || charactersToCodes();
    const known = codes.get(text[0]);
    return known === undefined ? 63 : known > 255 ? (known << 16) >> 16 : known;
  }

  function chr(value) {
    const code = toLong(value);
    if (code < -32768 || code > 65535) raise(5);
    const unsigned = code & 0xffff;
    if (unsigned < 128) return String.fromCharCode(unsigned);
    const character = doubleByte(unsigned);
    return character.length === 1 && character !== "\ufffd" ? character : raise(5);
  }

  function chrW(value) {
    const code = toLong(value);
    return code < -32768 || code > 65535 ? raise(5) : String.fromCharCode(code & 0xffff);
  }

  const ascW = (text) => (text === "" ? raise(5) : makeNumber(INTEGER, (text.charCodeAt(0) << 16) >> 16));

  // --- finding

  // InStr([start,] text, wanted[, compare])
  function inStr(...given) {
    const withStart = given.length > 2;
    const start = withStart ? toLong(given[0]) : 1;
    const [text, wanted] = (withStart ? given.slice(1) : given).map(plain);
    if (start < 1) raise(5);
    if (text === null || wanted === null) return null;
    return found(toText(text), toText(wanted), start, given[3]);
  }

  function found(text, wanted, start, how) {
    if (start > text.length + (wanted === "" ? 0 : 1) || text === "") return 0;
    if (wanted === "") return start;
    const [where, what] = isTextual(how) ? [folded(text), folded(wanted)] : [text, wanted];
    return where.indexOf(what, start - 1) + 1;
  }

  function inStrRev(text, wanted, start, how) {
    if (plain(text) === null || plain(wanted) === null) return null;
    const [where, what] = [toText(text), toText(wanted)].map((each) => (isTextual(how) ? folded(each) : each));
    const from = start === undefined || toLong(start) === -1 ? where.length : toLong(start);
    if (from < 1 && where !== "") raise(5);
    if (where === "" || from > where.length) return 0;
    if (what === "") return from;
    return from < what.length ? 0 : where.lastIndexOf(what, from - what.length) + 1;
  }

  function strComp(one, other, how) {
    if (plain(one) === null || plain(other) === null) return null;
    const [a, b] = [toText(one), toText(other)].map((each) => (isTextual(how) ? folded(each) : each));
    return a === b ? 0 : a < b ? -1 : 1;
  }

  // --- cutting and joining

  function mid(value, start, length) {
    if (plain(value) === null) return null;
    const from = toLong(start);
    if (from < 1) raise(5);
    const text = toText(value);
    return length === undefined ? text.slice(from - 1) : text.slice(from - 1, from - 1 + count(length));
  }

  function pieces(text, mark, limit, textual) {
    const [where, what] = textual ? [folded(text), folded(mark)] : [text, mark];
    const parts = [];
    let from = 0;
    for (let at = where.indexOf(what); at >= 0 && parts.length + 1 !== limit; at = where.indexOf(what, from)) {
      parts.push(text.slice(from, at));
      from = at + mark.length;
    }
    return [...parts, text.slice(from)];
  }

  function split(value, mark, limit, how) {
    const text = toText(value);
    const most = limit === undefined ? -1 : toLong(limit);
    if (text === "" || most === 0) return VbArray.of([]);
    const between = mark === undefined ? " " : toText(mark);
    return VbArray.of(between === "" ? [text] : pieces(text, between, most, isTextual(how)));
  }

  function replace(value, wanted, by, start, limit, how) {
    const [text, what, put] = [toText(value), toText(wanted), toText(by)];
    const from = start === undefined ? 1 : toLong(start);
    const most = limit === undefined ? -1 : toLong(limit);
    if (from < 1 || most < -1) raise(5);
    const rest = text.slice(from - 1);
    if (what === "" || rest === "") return rest;
    return pieces(rest, what, most < 0 ? -1 : most + 1, isTextual(how)).join(put);
  }

  function listed(value) {
    const list = plain(value);
    if (list instanceof VbArray && list.bounds.length === 1) return list.items;
    if (Array.isArray(value)) return value;
    return raise(13);
  }

  function filter(list, wanted, include, how) {
    const keep = include === undefined || toBoolean(include);
    const what = toText(wanted);
    const holds = (text) => (isTextual(how) ? folded(text).includes(folded(what)) : text.includes(what));
    return VbArray.of(listed(list).map(toText).filter((text) => holds(text) === keep));
  }

  function repeat(number, character) {
    const times = count(number);
    const sign = plain(character);
    if (sign === null) return null;
    const text = typeof sign === "string" ? sign : chr(toLong(sign) & 255);
    return text === "" ? raise(5) : text[0].repeat(times);
  }

  // --- bytes: texts are UTF-16, and half a character cannot be held

  const inCharacters = (bytes) => (bytes % 2 ? refuse("half a character") : bytes / 2);

  function midB(value, start, length) {
    const from = inCharacters(toLong(start) - 1) + 1;
    return mid(value, from, length === undefined ? undefined : inCharacters(toLong(length)));
  }

  function inStrB(...given) {
    const place = inStr(...given.map((each, at) => (at === 0 && given.length > 2 ? inCharacters(toLong(each) - 1) + 1 : each)));
    return place ? place * 2 - 1 : place;
  }

  const long = (act) => (...given) => {
    const place = act(...given);
    return place === null ? null : makeNumber(LONG, place);
  };
  const ESCAPED = /[^A-Za-z0-9@*_+\-./]/g;
  const code = (character) => {
    const value = character.charCodeAt(0).toString(16).toUpperCase();
    return value.length > 2 ? "%u" + value.padStart(4, "0") : "%" + value.padStart(2, "0");
  };
  const UNESCAPED = /%u([0-9a-f]{4})|%([0-9a-f]{2})/gi;

  function length(value) {
    const text = plain(value);
    return text === null ? null : toText(text).length;
  }

  return {
    asc: [1, 1, (value) => makeNumber(INTEGER, asc(toText(value)))],
    ascb: [1, 1, (value) => new Boxed(BYTE, ascW(toText(value)) & 255)],
    ascw: [1, 1, (value) => ascW(toText(value))],
    chr: [1, 1, chr],
    chrb: [1, 1, () => refuse("ChrB: half a character")],
    chrw: [1, 1, chrW],
    escape: [1, 1, nullOr((text) => text.replace(ESCAPED, code))],
    filter: [2, 4, filter],
    instr: [2, 4, long(inStr)],
    instrb: [2, 4, long(inStrB)],
    instrrev: [2, 4, long(inStrRev)],
    join: [1, 2, (list, mark) => listed(list).map(joined).join(mark === undefined ? " " : toText(mark))],
    lcase: [1, 1, nullOr((text) => text.toLowerCase())],
    left: [2, 2, nullOr((text, size) => text.slice(0, count(size)))],
    leftb: [2, 2, nullOr((text, size) => text.slice(0, inCharacters(count(size))))],
    len: [1, 1, (value) => (plain(value) === null ? null : makeNumber(LONG, length(value)))],
    lenb: [1, 1, (value) => (plain(value) === null ? null : makeNumber(LONG, length(value) * 2))],
    ltrim: [1, 1, nullOr((text) => text.replace(/^ +/, ""))],
    mid: [2, 3, mid],
    midb: [2, 3, midB],
    replace: [3, 6, replace],
    right: [2, 2, nullOr((text, size) => text.slice(Math.max(0, text.length - count(size))))],
    rightb: [2, 2, nullOr((text, size) => text.slice(Math.max(0, text.length - inCharacters(count(size)))))],
    rtrim: [1, 1, nullOr((text) => text.replace(/ +$/, ""))],
    space: [1, 1, (size) => " ".repeat(count(size))],
    split: [1, 4, split],
    strcomp: [2, 3, strComp],
    string: [2, 2, repeat],
    strreverse: [1, 1, (value) => Array.from(toText(value)).reverse().join("")],
    trim: [1, 1, nullOr((text) => text.replace(/^ +| +$/g, ""))],
    ucase: [1, 1, nullOr((text) => text.toUpperCase())],
    unescape: [1, 1, nullOr((text) => text.replace(UNESCAPED, (all, wide, narrow) =>
      String.fromCharCode(parseInt(wide || narrow, 16))))],
  };
})();
