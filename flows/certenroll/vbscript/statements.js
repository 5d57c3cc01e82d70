// The grammar of statements.

class Parser extends ExpressionParser {
  program() {
    const body = [];
    this.skipEnds();
    while (this.token.kind !== "eof") {
      body.push(this.statement());
      this.endStatement();
    }
    return body;
  }

  endStatement() {
    if (!this.atEnd) this.fail("the end of the statement");
    this.skipEnds();
  }

  // Statements up to one of these words, which is left where it is.
  block(...ends) {
    const body = [];
    this.skipEnds();
    while (!ends.some((end) => this.isWord(end))) {
      if (this.token.kind === "eof") this.fail(ends[0]);
      body.push(this.statement());
      if (!ends.some((end) => this.isWord(end))) this.endStatement();
    }
    return body;
  }

  statement() {
    const { kind, lower, line, plain: bracketed } = this.token;
    const known = kind === "name" && !bracketed && Object.hasOwn(STATEMENTS, lower) && STATEMENTS[lower];
    const follows = this.ahead(1);
    // `Property = 1`, `Class.x`: a word of the language as a name
    const named = FREE.has(lower) || lower === "execute" || lower === "executeglobal";
    const asName = named && (this.isSign("=", follows) || this.isSign(".", follows));
    if (!known || asName) return { ...this.act(), line };
    this.at += 1;
    return { ...known(this, line), line };
  }

  // An assignment or a call without `Call`.
  act() {
    const { line } = this.token;
    const target = this.chain(this.head(), true);
    if (this.skipSign("=")) return { kind: "let", target, value: this.expression() };
    if (this.atEnd || this.isWord("else") || this.isWord("end")) return { kind: "call", call: this.asCall(target) };
    if (target.kind === "call") this.at = target.before; // `Foo (1) + 2, 3`: the bracket was the argument's
    const callee = target.kind === "call" ? target.target : target;
    return { kind: "call", call: { kind: "call", target: callee, values: this.values(""), line } };
  }

  // `Foo(x)` as a statement hands x over by value.
  asCall(target) {
    if (target.kind !== "call") return { kind: "call", target, values: [], line: target.line };
    const byValue = (each) => each && { kind: "group", inner: each, line: each.line };
    return target.values.length === 1 ? { ...target, values: target.values.map(byValue) } : target;
  }

  // --- declarations

  dims(dynamic) {
    const found = [];
    do {
      const { value, lower, line } = this.name();
      let bounds = null;
      if (this.skipSign("(")) bounds = this.values(")");
      if (dynamic && !bounds) this.fail("(");
      found.push({ name: lower, spelling: value, bounds, line });
    } while (this.skipSign(","));
    return found;
  }

  constants() {
    const found = [];
    do {
      const { value, lower } = this.name();
      this.wantSign("=");
      found.push({ name: lower, spelling: value, value: this.expression() });
    } while (this.skipSign(","));
    return { kind: "const", constants: found };
  }

  parameters() {
    const found = [];
    if (!this.skipSign("(")) return found;
    while (!this.isSign(")")) {
      const byValue = this.isWord("byval") && this.at + 1 && this.ahead(1).kind === "name";
      if ((byValue || this.isWord("byref")) && this.ahead(1).kind === "name") this.at += 1;
      found.push({ name: this.name().lower, byValue: Boolean(byValue) });
      if (this.skipSign("(")) this.wantSign(")");
      if (!this.skipSign(",")) break;
    }
    this.wantSign(")");
    return found;
  }

  procedure(kind, more) {
    const { value, lower, line } = this.name();
    const parameters = this.parameters();
    const withs = this.withs;
    this.withs = 0;
    const body = this.block("end");
    this.withs = withs;
    this.at += 1;
    this.wantWord(kind);
    return { kind: "procedure", what: kind, name: lower, spelling: value, parameters, body, line, ...more };
  }

  property(more) {
    const way = ["get", "let", "set"].find((each) => this.skipWord(each));
    if (!way) this.fail("Get, Let or Set");
    return this.procedure("property", { ...more, way });
  }

  // Behind Public or Private.
  visible(hidden) {
    const more = { hidden, isDefault: this.isWord("default") && this.ahead(1).kind === "name" && this.skipWord("default") };
    if (this.skipWord("sub")) return this.procedure("sub", more);
    if (this.skipWord("function")) return this.procedure("function", more);
    if (this.skipWord("const")) return this.constants();
    if (this.isWord("property") && this.ahead(1).kind === "name") {
      this.at += 1;
      return this.property(more);
    }
    return { kind: "dim", dims: this.dims(false), hidden };
  }

  classBody(line) {
    const { value, lower } = this.name();
    const members = this.block("end");
    this.at += 1;
    this.wantWord("class");
    return { kind: "class", name: lower, spelling: value, members, line };
  }

  // --- decisions and loops

  decision() {
    const condition = this.expression();
    this.wantWord("then");
    if (!this.atEnd || (!this.token.newline && this.token.kind === "end")) return this.shortDecision(condition);
    const branches = [{ condition, body: this.block("elseif", "else", "end") }];
    let otherwise = [];
    while (!this.isWord("end")) {
      if (this.skipWord("elseif")) {
        const next = this.expression();
        this.wantWord("then");
        branches.push({ condition: next, body: this.block("elseif", "else", "end") });
      } else {
        this.wantWord("else");
        otherwise = this.block("end");
      }
    }
    this.at += 1;
    this.wantWord("if");
    return { kind: "if", branches, otherwise };
  }

  // Everything on one line, with or without End If.
  shortDecision(condition) {
    const body = this.rest();
    const otherwise = this.skipWord("else") ? this.rest() : [];
    if (this.isWord("end") && this.isWord("if", this.ahead(1))) this.at += 2;
    return { kind: "if", branches: [{ condition, body }], otherwise };
  }

  rest() {
    const body = [];
    for (;;) {
      while (this.token.kind === "end" && !this.token.newline) this.at += 1;
      if (this.atEnd || this.isWord("else") || this.isWord("end")) return body;
      body.push(this.statement());
      if (!this.atEnd && !this.isWord("else") && !this.isWord("end")) this.fail("the end of the statement");
    }
  }

  choice() {
    this.wantWord("case");
    const value = this.expression();
    const cases = [];
    this.skipEnds();
    while (this.skipWord("case")) {
      const otherwise = this.skipWord("else");
      const wanted = [];
      if (!otherwise) do wanted.push(this.expression()); while (this.skipSign(","));
      cases.push({ otherwise, wanted, body: this.block("case", "end") });
    }
    this.wantWord("end");
    this.wantWord("select");
    return { kind: "select", value, cases };
  }

  counted(line) {
    if (this.skipWord("each")) return this.each(line);
    const target = this.chain(this.head(), false);
    this.wantSign("=");
    const from = this.expression();
    this.wantWord("to");
    const to = this.expression();
    const step = this.skipWord("step") ? this.expression() : null;
    return { kind: "for", target, from, to, step, body: this.untilNext() };
  }

  each() {
    const target = this.chain(this.head(), false);
    this.wantWord("in");
    const collection = this.expression();
    return { kind: "each", target, collection, body: this.untilNext() };
  }

  untilNext() {
    const body = this.block("next");
    this.at += 1;
    if (this.startsName) this.at += 1; // `Next i`, as other Basics have it
    return body;
  }

  test() {
    const until = this.isWord("until");
    if (!until && !this.isWord("while")) return null;
    this.at += 1;
    return { until, condition: this.expression() };
  }

  loop() {
    const before = this.test();
    const body = this.block("loop");
    this.at += 1;
    return { kind: "do", before, body, after: this.test() };
  }

  oldLoop() {
    const before = { until: false, condition: this.expression() };
    const body = this.block("wend");
    this.at += 1;
    return { kind: "do", before, body, after: null, wend: true };
  }

  within() {
    const object = this.expression();
    this.withs += 1;
    const body = this.block("end");
    this.withs -= 1;
    this.at += 1;
    this.wantWord("with");
    return { kind: "with", object, body };
  }

  onError() {
    this.wantWord("error");
    if (this.skipWord("resume")) {
      this.wantWord("next");
      return { kind: "onError", resume: true };
    }
    this.wantWord("goto");
    if (this.token.kind !== "number") this.fail("0");
    this.at += 1;
    return { kind: "onError", resume: false };
  }

  exit() {
    const what = ["do", "for", "sub", "function", "property"].find((each) => this.skipWord(each));
    if (!what) this.fail("Do, For, Function, Property or Sub");
    return { kind: "exit", what: what === "do" || what === "for" ? what : "procedure" };
  }

  set() {
    const target = this.chain(this.head(), false);
    this.wantSign("=");
    return { kind: "set", target, value: this.expression() };
  }

  explicit() {
    this.wantWord("explicit");
    return { kind: "explicit" };
  }

  calling() {
    const target = this.chain(this.head(), false);
    const call = target.kind === "call" ? target : { kind: "call", target, values: [], line: target.line };
    return { kind: "call", call };
  }

  randomize() {
    return { kind: "randomize", seed: this.atEnd ? null : this.expression() };
  }
}

const STATEMENTS = {
  dim: (parser) => ({ kind: "dim", dims: parser.dims(false) }),
  redim: (parser) => ({ kind: "redim", preserve: parser.skipWord("preserve"), dims: parser.dims(true) }),
  const: (parser) => parser.constants(),
  erase: (parser) => ({ kind: "erase", targets: parser.values("") }),
  option: (parser) => parser.explicit(),
  set: (parser) => parser.set(),
  let: (parser) => parser.act(),
  call: (parser) => parser.calling(),
  if: (parser) => parser.decision(),
  select: (parser) => parser.choice(),
  for: (parser, line) => parser.counted(line),
  do: (parser) => parser.loop(),
  while: (parser) => parser.oldLoop(),
  with: (parser) => parser.within(),
  on: (parser) => parser.onError(),
  exit: (parser) => parser.exit(),
  sub: (parser) => parser.procedure("sub"),
  function: (parser) => parser.procedure("function"),
  property: (parser) => parser.property({}),
  public: (parser) => parser.visible(false),
  private: (parser) => parser.visible(true),
  class: (parser, line) => parser.classBody(line),
  randomize: (parser) => parser.randomize(),
  execute: (parser) => ({ kind: "execute", text: parser.expression(), global: false }),
  executeglobal: (parser) => ({ kind: "execute", text: parser.expression(), global: true }),
  stop: () => ({ kind: "nothing" }),
};
