// Where a name leads: a variable, a procedure, the language's own, or something of the page.

const globals = new Map(); // name → Cell
const procedures = new Map();
const classes = new Map();
const err = new ErrObject();

class Constant extends Cell {}

// What one running procedure (or script) knows. `owner` is the instance whose method it is.
class Frame {
  constructor(unit, cells, owner, me) {
    Object.assign(this, { unit, cells, owner, me, resume: false, withs: [], procedure: null });
  }

  get isGlobal() {
    return this.cells === globals;
  }

  cell(name) {
    return this.cells.get(name) || (this.owner && this.owner.cells.get(name)) || globals.get(name);
  }

  // A variable that nobody declared.
  declare(name, spelling) {
    if (this.unit.explicit) raise(500, WORDS[500] + ": " + spelling);
    const cell = new Cell();
    this.cells.set(name, cell);
    if (this.isGlobal) page.showVariable(spelling, cell);
    return cell;
  }
}

// The page's own names, from both sides.
const page = (function () {
  const shown = new Set();
  const { window } = host;
  const { document } = window;

  function find(spelling) {
    const found = objects.find(window, spelling);
    if (found) return found;
    const element = document && objects.called(document.querySelectorAll("[id], [name]"), spelling);
    return element ? { value: element, key: spelling } : undefined;
  }

  // Gives the value to a variable or setting of the page; false where there is none.
  function assign(spelling, value) {
    const key = objects.spelling(window, spelling);
    const known = key !== undefined && Object.getOwnPropertyDescriptor(window, key);
    if (!known || (known.get && !known.set) || typeof known.value === "function") return false;
    return Reflect.set(window, key, objects.toJs(value));
  }

  function define(spelling, descriptor) {
    const known = Object.getOwnPropertyDescriptor(window, spelling);
    if (known && !known.configurable && !known.writable) return;
    if (known && !known.configurable) window[spelling] = descriptor.value;
    else Object.defineProperty(window, spelling, { configurable: true, enumerable: true, ...descriptor });
    shown.add(spelling);
  }

  function showVariable(spelling, cell) {
    const access = { get: () => objects.toJs(cell.v), set: (value) => void (cell.v = objects.fromJs(value)) };
    for (const each of [spelling, spelling.toLowerCase()]) {
      if (shown.has(each) || !Object.hasOwn(window, each)) define(each, access);
    }
  }

  function showProcedure(procedure) {
    const own = { value: procedure.run, writable: true };
    define(procedure.spelling, own);
    const lower = procedure.spelling.toLowerCase();
    if (shown.has(lower) || !(lower in window)) define(lower, own);
  }

  return { find, assign, showVariable, showProcedure };
})();

const OBJECTS_OF_THE_LANGUAGE = { err: () => err };

// --- names with and without arguments; `cells` are the arguments

function readName(frame, node, cells, brackets) {
  const { name } = node;
  const cell = frame.cell(name);
  const itself = frame.procedure && frame.procedure.name === name;
  if (cell && !(itself && brackets && !(cell.v instanceof VbArray))) {
    return brackets && cells.length ? objects.item(cell.v, cells) : cell.v;
  }
  if (itself) return frame.procedure.call(cells, frame.owner);
  return callName(frame, node, cells, brackets);
}

function callName(frame, node, cells, brackets) {
  const { name } = node;
  if (name === "me") return frame.me;
  if (frame.owner && frame.owner.holds(name)) return frame.owner.enter(name, cells);
  if (procedures.has(name)) return procedures.get(name).call(cells);
  if (Object.hasOwn(OBJECTS_OF_THE_LANGUAGE, name)) return OBJECTS_OF_THE_LANGUAGE[name]();
  if (Object.hasOwn(FRAMED, name)) return FRAMED[name](frame, cells);
  if (Object.hasOwn(builtins, name)) return callBuiltin(builtins[name], cells);
  if (Object.hasOwn(constants, name)) return constants[name];
  return readPage(frame, node, cells, brackets);
}

function callBuiltin([least, most, act], cells) {
  if (cells.length < least || cells.length > most) raise(450);
  return act(...cells.map((cell) => (cell ? cell.v : undefined)));
}

function readPage(frame, node, cells, brackets) {
  const found = page.find(node.spelling);
  if (found && objects.isMethod(host.window, found.key, found.value)) {
    return objects.fromJs(Reflect.apply(found.value, host.window, cells.map((cell) => objects.toJs(cell && cell.v))));
  }
  if (found) {
    const value = objects.fromJs(found.value);
    return cells.length ? objects.item(value, cells) : value;
  }
  if (node.name === "this") return frame.me;
  if (brackets) return raise(13, WORDS[13] + ": '" + node.spelling + "'");
  return frame.declare(node.name, node.spelling).v;
}

function assignName(frame, node, value) {
  const { name, spelling } = node;
  const cell = frame.cell(name);
  if (cell instanceof Constant) raise(501);
  if (cell) {
    cell.v = value;
  } else if (frame.owner && frame.owner.takes(name)) {
    frame.owner.put(name, [], value, true);
  } else if (procedures.has(name)) {
    raise(501);
  } else if (!page.assign(spelling, value)) {
    frame.declare(name, spelling).v = value;
  }
}

// The variable that a ByRef parameter shares; undefined where the name is none.
function cellOf(frame, node) {
  const cell = frame.cell(node.name);
  if (cell) return cell instanceof Constant ? undefined : cell;
  const known = node.name === "me" || (frame.owner && frame.owner.holds(node.name)) || procedures.has(node.name) ||
    [OBJECTS_OF_THE_LANGUAGE, FRAMED, builtins, constants].some((each) => Object.hasOwn(each, node.name)) ||
    page.find(node.spelling) || node.name === "this";
  return known ? undefined : frame.declare(node.name, node.spelling);
}
