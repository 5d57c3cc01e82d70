// Runs the statements of a program one by one. Nothing is compiled to JavaScript: a page that forbids eval works too,
// every statement can be resumed behind, and every loop can be ended.

// --- how long a program may run

const clock = (function () {
  const STEPS = 64;
  const LONGEST = 250; // milliseconds counted between two looks: while a message box or a key waits, nothing runs
  let [depth, count, spent, last, over] = [0, 0, 0, 0, false];

  function look() {
    const now = performance.now();
    spent += Math.min(now - last, LONGEST);
    last = now;
    if (spent > host.budget) {
      over = true;
      throw new Halt("endless", "runs for more than " + host.budget / 1000 + " seconds");
    }
  }

  function tick() {
    count += 1;
    if (count % STEPS === 0) look();
  }

  // Runs what the page calls. A program that had to be ended is not begun again.
  function enter(act) {
    if (over) throw new Halt("endless", "was ended before");
    if (depth === 0) [spent, last] = [0, performance.now()];
    depth += 1;
    try {
      return act();
    } finally {
      depth -= 1;
    }
  }

  return { tick, look, enter };
})();
host.pause = clock.look;

// --- expressions

const evaluators = {
  literal: (node) => node.value,
  constant: (node) => node.value,
  group: (node, frame) => evaluate(node.inner, frame),
  name: (node, frame) => readName(frame, node, [], false),
  with: (node, frame) => frame.withs[frame.withs.length - 1],
  unary: (node, frame) => unary[node.operator](evaluate(node.operand, frame)),
  operation: (node, frame) => operators.binary[node.operator](evaluate(node.left, frame), evaluate(node.right, frame)),
  comparison: (node, frame) => operators.compare(node.operator, evaluate(node.left, frame), evaluate(node.right, frame),
    [isLiteral(node.left), isLiteral(node.right)]),
  same: (node, frame) => operators.isSame(evaluate(node.left, frame), evaluate(node.right, frame)),
  member: (node, frame) => objects.read(evaluate(node.object, frame), node.name, []),
  call: (node, frame) => call(node, frame),
  new: (node) => make(node.name),
};
const unary = { not: operators.not, "-": operators.negate, "+": operators.positive };
const isLiteral = (node) =>
  node.kind === "literal" || (node.kind === "unary" && node.operator === "-" && node.operand.kind === "literal");

function evaluate(node, frame) {
  return evaluators[node.kind](node, frame);
}

function call(node, frame) {
  const cells = node.values.map((value) => value && argument(value, frame));
  const { target } = node;
  if (target.kind === "name") return readName(frame, target, cells, true);
  if (target.kind === "member") return objects.read(evaluate(target.object, frame), target.name, cells);
  return objects.item(evaluate(target, frame), cells);
}

// An element of an array, handed over by reference.
class ArrayElement {
  constructor(array, place) {
    Object.assign(this, { array, place });
  }

  get v() {
    return this.array.items[this.place];
  }

  set v(value) {
    this.array.items[this.place] = value;
  }
}

function argument(node, frame) {
  if (node.kind === "name") return cellOf(frame, node) || new Cell(evaluate(node, frame));
  if (node.kind !== "call" || node.target.kind !== "name") return new Cell(evaluate(node, frame));
  const cell = frame.cell(node.target.name);
  if (!cell || !(cell.v instanceof VbArray)) return new Cell(evaluate(node, frame));
  const indexes = node.values.map((value) => evaluate(value, frame));
  return new ArrayElement(cell.v, cell.v.place(indexes));
}

function make(name) {
  if (classes.has(name)) return classes.get(name).make();
  return name === "regexp" ? new Expression() : raise(506);
}

// --- assignments

// Without Set an object gives its default property, and an array is copied.
function valueOf(node, frame) {
  const value = evaluate(node, frame);
  return isObject(value) ? plain(value) : copyOf(value);
}

function assign(target, value, frame) {
  if (target.kind === "name") return assignName(frame, target, value);
  if (target.kind === "member") return objects.put(evaluate(target.object, frame), target.name, [], value);
  if (target.kind !== "call") return raise(501);
  const cells = target.values.map((each) => each && argument(each, frame));
  const inner = target.target;
  if (inner.kind === "member") return objects.put(evaluate(inner.object, frame), inner.name, cells, value);
  if (inner.kind === "name" && frame.owner && frame.owner.takes(inner.name)) return frame.owner.put(inner.name, cells, value, true);
  return objects.putItem(evaluate(inner, frame), cells, value);
}

// What a property of the page's is given may be an object without `Set`.
function letValue(node, frame) {
  const { target } = node;
  const member = target.kind === "member" ? target : target.kind === "call" && target.target.kind === "member" && target.target;
  if (!member) return valueOf(node.value, frame);
  const value = evaluate(node.value, frame);
  return isObject(value) ? value : copyOf(value);
}

function setValue(node, frame) {
  const value = evaluate(node.value, frame);
  if (value === null) return NOTHING;
  return isObject(value) ? value : raise(424);
}

// --- statements; each gives the signal of an Exit, or nothing

function run(statements, frame) {
  for (const statement of statements) {
    const signal = step(statement, frame);
    if (signal) return signal;
  }
  return undefined;
}

function step(statement, frame) {
  clock.tick();
  try {
    return actions[statement.kind](statement, frame);
  } catch (error) {
    survive(error, frame, statement.line);
    return undefined;
  }
}

// Under On Error Resume Next an error is only noted.
function survive(error, frame, line) {
  const failure = failureFrom(error);
  if (failure instanceof Halt || !frame.resume) {
    if (failure.line === undefined) Object.assign(failure, { line, unit: frame.unit });
    throw failure;
  }
  err.take(failure);
}

// A condition that fails under On Error Resume Next goes on with the next statement, which is inside.
function holds(node, frame, line) {
  try {
    return isTrue(evaluate(node, frame));
  } catch (error) {
    survive(error, frame, line);
    return true;
  }
}

const actions = {
  nothing: () => undefined,
  explicit: () => undefined,
  procedure: () => undefined,
  class: () => undefined,
  dim: () => undefined,
  const: ({ constants: all }, frame) => all.forEach((each) => defineConstant(each, frame)),
  let: (node, frame) => assign(node.target, letValue(node, frame), frame),
  set: (node, frame) => assign(node.target, setValue(node, frame), frame),
  call: (node, frame) => void call(node.call, frame),
  onError: ({ resume }, frame) => {
    frame.resume = resume;
    err.clear();
  },
  exit: ({ what }) => what,
  randomize: ({ seed }, frame) => numberFunctions.randomize(seed ? evaluate(seed, frame) : undefined),
  execute: ({ text, global }, frame) => execute(toText(evaluate(text, frame)), global ? new Frame(frame.unit, globals, null, host.window) : frame),
  if: decide,
  select: choose,
  for: count,
  each: visit,
  do: repeat,
  with: within,
  redim: redimension,
  erase: ({ targets }, frame) => targets.forEach((target) => erase(evaluate(target, frame))),
};

function defineConstant({ name, spelling, value }, frame) {
  const cell = new Constant(evaluate(value, frame));
  frame.cells.set(name, cell);
  if (frame.isGlobal) page.showVariable(spelling, cell);
}

function decide({ branches, otherwise }, frame) {
  for (const { condition, body } of branches) {
    if (holds(condition, frame, condition.line)) return run(body, frame);
  }
  return run(otherwise, frame);
}

function choose({ value, cases }, frame) {
  const chosen = evaluate(value, frame);
  const fits = (wanted) =>
    isTrue(operators.compare("=", chosen, evaluate(wanted, frame), [isLiteral(value), isLiteral(wanted)]));
  for (const { otherwise, wanted, body } of cases) {
    if (otherwise || wanted.some(fits)) return run(body, frame);
  }
  return undefined;
}

// What goes on outside a loop: an Exit of this loop ends here, others go on.
const outside = (signal, loop) => (signal === loop ? undefined : signal);

function range({ from, to, step: by }, frame) {
  const start = evaluate(from, frame);
  const [end, stride] = [evaluate(to, frame), by ? evaluate(by, frame) : 1];
  return { start: operators.positive(typeof start === "string" ? toNumber(start) : start), end: toNumber(end), stride };
}

function count(node, frame) {
  let found;
  try {
    found = range(node, frame);
  } catch (error) {
    survive(error, frame, node.line);
    return outside(run(node.body, frame), "for");
  }
  const { start, end, stride } = found;
  const up = toNumber(stride) >= 0;
  assign(node.target, start, frame);
  for (let value = start; up ? toNumber(value) <= end : toNumber(value) >= end;) {
    clock.tick();
    const signal = run(node.body, frame);
    if (signal) return outside(signal, "for");
    value = operators.add(evaluate(node.target, frame), stride);
    assign(node.target, value, frame);
  }
  return undefined;
}

function visit(node, frame) {
  let items;
  try {
    items = objects.itemsOf(evaluate(node.collection, frame));
  } catch (error) {
    survive(error, frame, node.line);
    return outside(run(node.body, frame), "for");
  }
  for (const item of items) {
    clock.tick();
    assign(node.target, item, frame);
    const signal = run(node.body, frame);
    if (signal) return outside(signal, "for");
  }
  return undefined;
}

function repeat({ before, body, after, wend, line }, frame) {
  const goesOn = (test) => !test || holds(test.condition, frame, line) !== test.until;
  while (goesOn(before)) {
    clock.tick();
    const signal = run(body, frame);
    if (signal) return wend ? signal : outside(signal, "do");
    if (!goesOn(after)) return undefined;
  }
  return undefined;
}

function within({ object, body }, frame) {
  const value = evaluate(object, frame);
  if (!isObject(value)) raise(424);
  frame.withs.push(value);
  try {
    return run(body, frame);
  } finally {
    frame.withs.pop();
  }
}

const boundsOf = (bounds, frame) => bounds.map((bound) => toLong(evaluate(bound, frame)));

function redimension({ preserve, dims }, frame) {
  for (const { name, spelling, bounds } of dims) {
    const cell = frame.cell(name) || frame.declare(name, spelling);
    const wanted = boundsOf(bounds, frame);
    const array = cell.v instanceof VbArray ? cell.v : undefined;
    if (cell instanceof Constant || (array && array.fixed)) raise(array ? 10 : 501);
    if (preserve && array && array.bounds.length) array.resize(wanted);
    else cell.v = new VbArray(wanted);
  }
}

function erase(array) {
  if (!(array instanceof VbArray)) raise(13);
  array.shape(array.fixed ? array.bounds : []);
}
