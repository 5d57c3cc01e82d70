// The grammar of expressions, and the cursor that both halves of the grammar share. Nodes are plain objects.

const RESERVED = new Set(("and as byref byval call case class const dim do each else elseif empty end eqv erase exit " +
  "false for function get goto if imp in is let loop mod new next not nothing null on option or preserve private " +
  "property public randomize redim resume select set sub then to true until wend while with xor").split(" "));
// Words that VBScript itself lets a program use as names.
const FREE = new Set(["property", "get", "let", "in", "to", "as", "preserve"]);

class Cursor {
  constructor(text) {
    this.tokens = lexer.split(text);
    this.at = 0;
    this.withs = 0;
  }

  get token() {
    return this.tokens[this.at];
  }

  ahead(count) {
    return this.tokens[Math.min(this.at + count, this.tokens.length - 1)];
  }

  fail(wanted) {
    const { value, kind, line } = this.token;
    const found = kind === "name" || kind === "sign" ? value : kind; // never a text: it may hold somebody's data
    throw lexer.syntax(line, (wanted ? wanted + " expected, not " : "unexpected: ") + found);
  }

  isWord(word, token = this.token) {
    return token.kind === "name" && !token.plain && token.lower === word;
  }

  isSign(sign, token = this.token) {
    return token.kind === "sign" && token.value === sign;
  }

  skipWord(word) {
    if (!this.isWord(word)) return false;
    this.at += 1;
    return true;
  }

  skipSign(sign) {
    if (!this.isSign(sign)) return false;
    this.at += 1;
    return true;
  }

  wantWord(word) {
    if (!this.skipWord(word)) this.fail(word);
  }

  wantSign(sign) {
    if (!this.skipSign(sign)) this.fail(sign);
  }

  get atEnd() {
    return this.token.kind === "end" || this.token.kind === "eof";
  }

  skipEnds() {
    while (this.token.kind === "end") this.at += 1;
  }

  // Behind a dot every word is a name.
  name(anyWord) {
    const { kind, lower, plain: bracketed } = this.token;
    const free = anyWord || bracketed || !RESERVED.has(lower) || FREE.has(lower);
    if (kind !== "name" || !free) this.fail("a name");
    this.at += 1;
    return this.tokens[this.at - 1];
  }

  get startsName() {
    const { kind, lower, plain: bracketed } = this.token;
    return kind === "name" && (bracketed || !RESERVED.has(lower) || FREE.has(lower));
  }
}

// --- expressions, from the weakest operator to the strongest

const WORD_LEVELS = [["imp"], ["eqv"], ["xor"], ["or"], ["and"]];
const SIGN_LEVELS = [["&"], ["+", "-"], ["mod"], ["\\"], ["*", "/"]];
const COMPARISONS = new Set(["=", "<>", "<", ">", "<=", ">="]);

class ExpressionParser extends Cursor {
  expression() {
    return this.logical(0);
  }

  binary(kind, operator, left, right, line) {
    return { kind, operator, left, right, line };
  }

  logical(level) {
    if (level === WORD_LEVELS.length) return this.negated();
    let left = this.logical(level + 1);
    while (this.token.kind === "name" && !this.token.plain && WORD_LEVELS[level].includes(this.token.lower)) {
      const { lower, line } = this.token;
      this.at += 1;
      left = this.binary("operation", lower, left, this.logical(level + 1), line);
    }
    return left;
  }

  negated() {
    const { line } = this.token;
    if (this.skipWord("not")) return { kind: "unary", operator: "not", operand: this.negated(), line };
    return this.comparison();
  }

  comparison() {
    let left = this.arithmetic(0);
    for (;;) {
      const { line, value } = this.token;
      if (this.skipWord("is")) {
        const opposite = this.skipWord("not");
        const same = this.binary("same", "is", left, this.arithmetic(0), line);
        left = opposite ? { kind: "unary", operator: "not", operand: same, line } : same;
      } else if (this.token.kind === "sign" && COMPARISONS.has(value)) {
        this.at += 1;
        left = this.binary("comparison", value, left, this.arithmetic(0), line);
      } else {
        return left;
      }
    }
  }

  operatorOf(level) {
    const { kind, value, lower, plain: bracketed } = this.token;
    const operator = kind === "sign" ? value : kind === "name" && !bracketed ? lower : "";
    return SIGN_LEVELS[level].includes(operator) ? operator : "";
  }

  arithmetic(level) {
    if (level === SIGN_LEVELS.length) return this.signed();
    let left = this.arithmetic(level + 1);
    for (let operator = this.operatorOf(level); operator; operator = this.operatorOf(level)) {
      const { line } = this.token;
      this.at += 1;
      left = this.binary("operation", operator, left, this.operand(level + 1), line);
    }
    return left;
  }

  operand(level) {
    const { line } = this.token;
    // `a & Not b` is what some write.
    if (this.skipWord("not")) return { kind: "unary", operator: "not", operand: this.operand(level), line };
    return this.arithmetic(level);
  }

  signed() {
    const { line } = this.token;
    if (this.skipSign("-")) return { kind: "unary", operator: "-", operand: this.signed(), line };
    if (this.skipSign("+")) return { kind: "unary", operator: "+", operand: this.signed(), line };
    return this.power();
  }

  power() {
    let left = this.primary();
    while (this.isSign("^")) {
      const { line } = this.token;
      this.at += 1;
      const negative = this.skipSign("-");
      const right = this.primary();
      const exponent = negative ? { kind: "unary", operator: "-", operand: right, line } : right;
      left = this.binary("operation", "^", left, exponent, line);
    }
    return left;
  }

  primary() {
    const { kind, value, line } = this.token;
    if (kind === "text" || kind === "number" || kind === "date") {
      this.at += 1;
      return { kind: "literal", value, line };
    }
    if (this.skipSign("(")) {
      const inner = this.expression();
      this.wantSign(")");
      return this.chain({ kind: "group", inner, line }, false);
    }
    return this.word(line) || this.chain(this.head(), false);
  }

  word(line) {
    const constants = { true: true, false: false, empty: undefined, null: null, nothing: NOTHING };
    const { kind, lower, plain: bracketed } = this.token;
    if (kind !== "name" || bracketed) return undefined;
    if (Object.hasOwn(constants, lower)) {
      this.at += 1;
      return { kind: lower === "true" || lower === "false" ? "literal" : "constant", value: constants[lower], line };
    }
    if (!this.skipWord("new")) return undefined;
    return { kind: "new", name: this.name().lower, line };
  }

  // A name, or the dot of a With.
  head() {
    const { line } = this.token;
    if (this.isSign(".")) {
      if (!this.withs) this.fail("");
      this.at += 1;
      return { kind: "member", object: { kind: "with", line }, name: this.name(true).value, line };
    }
    const { value, lower } = this.name();
    return { kind: "name", name: lower, spelling: value, line };
  }

  // `.member` and `(arguments)` behind something. In a statement a dot behind a blank begins an argument of a With.
  chain(start, statement) {
    let node = start;
    for (;;) {
      const { line, spaced } = this.token;
      if (this.isSign("(")) {
        const before = this.at;
        this.at += 1;
        node = { kind: "call", target: node, values: this.values(")"), line, before };
      } else if (this.isSign(".") && !(statement && spaced && this.withs && !this.ahead(1).spaced)) {
        this.at += 1;
        node = { kind: "member", object: node, name: this.name(true).value, line };
      } else {
        return node;
      }
    }
  }

  // Arguments up to `)`, or to the end of the statement. One that is left out is undefined.
  values(closing) {
    const found = [];
    const done = () => (closing ? this.isSign(closing) : this.atEnd || this.isWord("else") || this.isWord("end"));
    while (!done()) {
      if (this.isSign(",")) {
        this.at += 1;
        found.push(undefined);
        continue;
      }
      found.push(this.expression());
      if (!this.skipSign(",")) break;
      if (done()) found.push(undefined);
    }
    if (closing) this.wantSign(closing);
    return found;
  }
}
