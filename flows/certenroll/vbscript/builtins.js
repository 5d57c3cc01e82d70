// All that a program finds without declaring it: functions by their names, constants, message boxes, CreateObject.

// name → [least, most arguments, function]. Arguments are values; one that is left out is undefined.
const builtins = (function () {
  const BOXES = { 0: [1, 1], 1: [1, 2], 2: [5, 3], 3: [6, 2], 4: [6, 7], 5: [4, 2] };

  // Answered as somebody answers who presses the first button, or Enter.
  function msgBox(prompt, buttons) {
    const kind = buttons === undefined ? 0 : toLong(buttons) & 15;
    const [agreed, declined] = BOXES[kind] || BOXES[0];
    host.pause();
    if (kind === 0 || !BOXES[kind]) {
      host.window.alert(joined(prompt));
      return agreed;
    }
    return host.window.confirm(joined(prompt)) ? agreed : declined;
  }

  function inputBox(prompt, title, otherwise) {
    const usual = otherwise === undefined ? "" : joined(otherwise);
    host.pause();
    const answer = host.window.prompt(joined(prompt), usual);
    return answer === null ? undefined : answer === "" ? usual : answer;
  }

  function createObject(progId) {
    const name = toText(progId).trim().toLowerCase();
    if (name === "scripting.dictionary") return new Dictionary();
    if (name === "vbscript.regexp") return new Expression();
    try {
      return objects.fromJs(host.create(toText(progId)));
    } catch (error) {
      return raise(429);
    }
  }

  const bounds = (value) => {
    const list = plain(value);
    if (list instanceof VbArray) return list.bounds;
    return Array.isArray(value) ? [value.length - 1] : raise(13);
  };

  function bound(list, dimension, act) {
    const found = bounds(list);
    const at = dimension === undefined ? 1 : toLong(dimension);
    return at < 1 || at > found.length ? raise(9) : makeNumber(LONG, act(found[at - 1]));
  }

  function varType(given) {
    if (given === NOTHING || typeof given === "function") return OBJECT;
    const value = isObject(given) && !host.isControl(given) ? plain(given) : given;
    return value instanceof VbArray ? ARRAY + 12 : typeOf(value);
  }

  function typeName(value) {
    if (value instanceof VbArray) return "Variant()";
    return isObject(value) ? objects.typeName(value) : TYPE_NAMES[typeOf(value)];
  }

  function isDate(given) {
    const value = isObject(given) ? undefined : given;
    if (value instanceof Boxed) return value.type === DATE;
    return typeof value === "string" && dates.read(value) !== undefined;
  }

  let locale = 1041;
  function setLocale(given) {
    const before = locale;
    locale = given === undefined || toLong(given) === 0 ? 1041 : toLong(given);
    return before;
  }

  return {
    ...calendarFunctions,
    ...textFunctions,
    ...numberFunctions.table,
    array: [0, 1e6, (...items) => VbArray.of(items.map(copyOf))],
    createobject: [1, 2, createObject],
    getlocale: [0, 0, () => locale],
    getobject: [0, 2, () => raise(429)],
    inputbox: [1, 7, inputBox],
    isarray: [1, 1, (value) => value instanceof VbArray || Array.isArray(value)],
    isdate: [1, 1, isDate],
    isempty: [1, 1, (value) => value === undefined],
    isnull: [1, 1, (value) => value === null],
    isobject: [1, 1, isObject],
    lbound: [1, 2, (list, dimension) => bound(list, dimension, () => 0)],
    loadpicture: [1, 1, () => raise(445)],
    msgbox: [1, 5, msgBox],
    scriptengine: [0, 0, () => "VBScript"],
    scriptenginebuildversion: [0, 0, () => 16384],
    scriptenginemajorversion: [0, 0, () => 5],
    scriptengineminorversion: [0, 0, () => 8],
    setlocale: [0, 1, setLocale],
    typename: [1, 1, typeName],
    ubound: [1, 2, (list, dimension) => bound(list, dimension, (most) => most)],
    vartype: [1, 1, varType],
  };
})();

const constants = {
  vbcr: "\r", vblf: "\n", vbcrlf: "\r\n", vbnewline: "\r\n", vbtab: "\t", vbnullchar: "\0", vbnullstring: "",
  vbformfeed: "\f", vbverticaltab: "\v", vbback: "\b",
  vbtrue: -1, vbfalse: 0, vbusedefault: -2, vbbinarycompare: 0, vbtextcompare: 1, vbdatabasecompare: 2,
  vbobjecterror: -2147221504,
  vbempty: 0, vbnull: 1, vbinteger: 2, vblong: 3, vbsingle: 4, vbdouble: 5, vbcurrency: 6, vbdate: 7, vbstring: 8,
  vbobject: 9, vberror: 10, vbboolean: 11, vbvariant: 12, vbdataobject: 13, vbdecimal: 14, vbbyte: 17, vbarray: 8192,
  vbokonly: 0, vbokcancel: 1, vbabortretryignore: 2, vbyesnocancel: 3, vbyesno: 4, vbretrycancel: 5,
  vbcritical: 16, vbquestion: 32, vbexclamation: 48, vbinformation: 64,
  vbdefaultbutton1: 0, vbdefaultbutton2: 256, vbdefaultbutton3: 512, vbdefaultbutton4: 768,
  vbapplicationmodal: 0, vbsystemmodal: 4096, vbmsgboxhelpbutton: 16384, vbmsgboxsetforeground: 65536,
  vbmsgboxright: 524288, vbmsgboxrtlreading: 1048576,
  vbok: 1, vbcancel: 2, vbabort: 3, vbretry: 4, vbignore: 5, vbyes: 6, vbno: 7,
  vbgeneraldate: 0, vblongdate: 1, vbshortdate: 2, vblongtime: 3, vbshorttime: 4,
  vbusesystem: 0, vbusesystemdayofweek: 0, vbsunday: 1, vbmonday: 2, vbtuesday: 3, vbwednesday: 4, vbthursday: 5,
  vbfriday: 6, vbsaturday: 7, vbfirstjan1: 1, vbfirstfourdays: 2, vbfirstfullweek: 3,
  vbblack: 0, vbred: 255, vbgreen: 65280, vbyellow: 65535, vbblue: 16711680, vbmagenta: 16711935, vbcyan: 16776960,
  vbwhite: 16777215,
};
