// Procedures, classes and whole scripts: what a program declares, and how it is begun.

class Procedure {
  constructor(node, unit) {
    const { name, spelling, what, parameters, body, hidden } = node;
    Object.assign(this, { name, spelling, what, parameters, body, hidden, unit, variables: declared(body) });
    const procedure = this;
    // How JavaScript calls it: `this` is Me.
    this.run = function (...given) {
      const me = this === undefined || this === host.window ? host.window : objects.fromJs(this);
      const cells = given.slice(0, parameters.length).map((each) => new Cell(objects.fromJs(each)));
      return objects.toJs(clock.enter(() => procedure.call(cells, null, me)));
    };
    this.run.vbProcedure = this;
  }

  // The arguments' cells are shared with the caller's variables unless the parameter is ByVal.
  call(cells, owner, me) {
    if (cells.length !== this.parameters.length) raise(450);
    clock.tick();
    const variables = new Map();
    const frame = new Frame(this.unit, variables, owner || null, owner || me || host.window);
    frame.procedure = this;
    this.variables.forEach((each) => declareVariable(each, frame));
    this.parameters.forEach(({ name, byValue }, at) => {
      const cell = cells[at] || new Cell();
      variables.set(name, byValue ? new Cell(copyOf(cell.v)) : cell);
    });
    const result = this.what === "sub" ? undefined : new Cell();
    if (result) variables.set(this.name, result);
    run(this.body, frame);
    return result && result.v;
  }
}

// --- the variables of a body; VBScript knows them before their Dim is reached

function declared(body) {
  return body.flatMap((node) => {
    if (node.kind === "dim") return node.dims;
    const inner = [node.body, node.otherwise, ...(node.branches || []).map((each) => each.body), ...(node.cases || []).map((each) => each.body)];
    return node.kind === "procedure" || node.kind === "class" ? [] : inner.flatMap((each) => declared(each || []));
  });
}

function declareVariable({ name, spelling, bounds }, frame) {
  if (frame.cells.has(name)) return;
  const size = bounds && boundsOf(bounds, frame);
  const cell = new Cell(size ? new VbArray(size, size.length > 0) : undefined);
  frame.cells.set(name, cell);
  if (frame.isGlobal) page.showVariable(spelling, cell);
}

// --- classes

class Instance extends VbObject {
  constructor(definition) {
    super();
    Object.assign(this, { definition, cells: new Map() });
  }

  get typeName() {
    return this.definition.spelling;
  }

  get standard() {
    return this.definition.standard;
  }

  holds(name) {
    return this.definition.acts.has(name) || this.definition.ways.get.has(name);
  }

  takes(name) {
    return this.definition.ways.let.has(name) || this.definition.ways.set.has(name);
  }

  // From inside: private members too.
  enter(name, cells) {
    return (this.definition.acts.get(name) || this.definition.ways.get.get(name)).call(cells, this);
  }

  find(name) {
    const { acts, ways, hidden } = this.definition;
    if (hidden.has(name)) return undefined;
    const act = acts.get(name) || ways.get.get(name);
    if (act) return { method: act.what === "property" && !act.parameters.length ? undefined : act, get: act };
    return this.cells.has(name) ? { get: this.cells.get(name) } : this.takes(name) ? { put: true } : undefined;
  }

  read(name, cells) {
    if (this.definition.hidden.has(name)) raise(438);
    const act = this.definition.acts.get(name) || this.definition.ways.get.get(name);
    if (act && act.hidden) raise(438);
    if (act) {
      const indexed = cells.length && !act.parameters.length && act.what === "property";
      return indexed ? objects.item(act.call([], this), cells) : act.call(cells, this);
    }
    if (!this.cells.has(name)) raise(438);
    const value = this.cells.get(name).v;
    return cells.length ? objects.item(value, cells) : value;
  }

  put(name, cells, value, inside) {
    const { ways, hidden } = this.definition;
    const first = isObject(value) ? ways.set : ways.let;
    const act = first.get(name) || ways.let.get(name) || ways.set.get(name);
    if (act && (inside || !act.hidden)) return void act.call([...cells, new Cell(value)], this);
    if (!this.cells.has(name) || hidden.has(name)) raise(438);
    const cell = this.cells.get(name);
    if (cells.length) return objects.putItem(cell.v, cells, value);
    cell.v = value;
    return undefined;
  }
}

class Definition {
  constructor(node, unit) {
    const ways = { get: new Map(), let: new Map(), set: new Map() };
    Object.assign(this, { spelling: node.spelling, unit, fields: [], acts: new Map(), ways, hidden: new Set() });
    node.members.forEach((member) => this.add(member));
  }

  add(member) {
    if (member.kind === "dim") {
      this.fields.push(...member.dims);
      if (member.hidden) member.dims.forEach(({ name }) => this.hidden.add(name));
    } else if (member.kind === "procedure") {
      const table = member.way ? this.ways[member.way] : this.acts;
      table.set(member.name, new Procedure(member, this.unit));
      if (member.isDefault) this.standard = member.name;
    } else if (member.kind !== "const" && member.kind !== "nothing") {
      throw lexer.syntax(member.line, "not in a class");
    }
  }

  make() {
    const made = new Instance(this);
    const frame = new Frame(this.unit, made.cells, null, made);
    this.fields.forEach((field) => declareVariable(field, frame));
    const begin = this.acts.get("class_initialize");
    if (begin) begin.call([], made);
    return made;
  }
}

// --- scripts

// Declares what the statements declare; gives the procedures.
function declare(body, unit) {
  const made = [];
  for (const node of body) {
    if (node.kind === "class") classes.set(node.name, new Definition(node, unit));
    if (node.kind !== "procedure") continue;
    const procedure = new Procedure(node, unit);
    globals.delete(node.name);
    procedures.set(node.name, procedure);
    page.showProcedure(procedure);
    made.push(procedure);
  }
  return made;
}

// Of a text with several scripts one after the other, `first` is the line on which this one begins.
function parse(text, name) {
  const unit = { name, lines: text.split(/\r\n|\r|\n/), explicit: false };
  try {
    const body = new Parser(text).program();
    unit.explicit = body.some((node) => node.kind === "explicit");
    return { unit, body };
  } catch (error) {
    throw Object.assign(failureFrom(error), { unit });
  }
}

// Runs a script of the page; gives the procedures that it declares.
function runScript(text, name) {
  return clock.enter(() => {
    const { unit, body } = parse(text, name);
    const frame = new Frame(unit, globals, null, host.window);
    const made = declare(body, unit);
    declared(body).forEach((each) => declareVariable(each, frame));
    run(body, frame);
    return made;
  });
}

// Execute and Eval: in the scope of whoever calls.
function execute(text, frame) {
  const { unit, body } = parse(text, "Execute");
  declare(body, unit);
  declared(body).forEach((each) => declareVariable(each, frame));
  run(body, frame);
}

function evaluateText(text, frame) {
  const parser = new Parser(text);
  const node = parser.expression();
  if (!parser.atEnd) parser.fail("the end of the expression");
  return evaluate(node, frame);
}

// Statements as a procedure of their own, for a handler: `parameters` are names.
function handlerOf(text, name, parameters) {
  const { unit, body } = parse(text, name);
  const names = parameters.map((each) => ({ name: each.toLowerCase(), byValue: false }));
  return new Procedure({ name, spelling: name, what: "sub", parameters: names, body }, unit);
}

function reference(name) {
  const procedure = procedures.get(toText(name).toLowerCase());
  return procedure ? procedure.run : raise(5);
}

const FRAMED = {
  eval: (frame, cells) => evaluateText(toText(cells[0].v), frame),
  getref: (frame, cells) => reference(cells[0].v),
};
