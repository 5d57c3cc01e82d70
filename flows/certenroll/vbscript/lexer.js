// The words of a program: names, numbers, texts, dates, signs, and the ends of statements.

const lexer = (function () {
  const patterns = {
    blank: /[ \t\v\f\u00a0\u3000\ufeff]+/y,
    joint: /_[ \t\u3000]*(\r\n|\r|\n)/y,
    newline: /\r\n|\r|\n/y,
    // `//` is none in the language, but pages that were in use for years have it, and it can mean nothing else.
    comment: /(?:'|\/\/)[^\r\n]*/y,
    markup: /(<!--|-->)[^\r\n]*/y,
    text: /"((?:[^"\r\n]|"")*)"/y,
    date: /#([^#\r\n]+)#/y,
    hexadecimal: /&h([0-9a-f]+)(&?)(?![\w])/iy,
    octal: /&o([0-7]+)(&?)(?![\w])/iy,
    number: /(\d+\.?\d*|\.\d+)(e[+-]?\d+)?/iy,
    name: /(?:[A-Za-z]|[^\0-\u00a9\u3000\ufeff])(?:\w|[^\0-\u00a9\u3000\ufeff])*/y,
    bracketed: /\[([^\]\r\n]*)\]/y,
    sign: /<>|><|<=|=<|>=|=>|[-+*/\\^&=<>(),.:!]/y,
  };
  const LEFT_OVER = { "><": "<>", "=<": "<=", "=>": ">=" };

  function syntax(line, words) {
    const failure = new ScriptFailure(1002, words);
    failure.line = line;
    failure.reason = "syntax";
    return failure;
  }

  // &HFFFF is the Integer -1, &HFFFF& the Long 65535.
  function withBase(digits, base, long) {
    const value = parseInt(digits, base);
    if (value > 0xffffffff) raise(6);
    if (!long && value <= 0xffff) return { type: INTEGER, value: (value << 16) >> 16 };
    return { type: LONG, value: value | 0 };
  }

  function decimal(text) {
    const value = Number(text);
    const whole = /^\d+$/.test(text);
    if (whole && value <= 32767) return { type: INTEGER, value };
    return { type: whole && value <= 2147483647 ? LONG : DOUBLE, value };
  }

  const makers = {
    text: (found) => ({ kind: "text", value: found[1].replace(/""/g, '"') }),
    date: (found, line) => ({ kind: "date", value: dates.read(found[1]) || fail(line, found[0]) }),
    hexadecimal: (found) => ({ kind: "number", value: typed(withBase(found[1], 16, found[2])) }),
    octal: (found) => ({ kind: "number", value: typed(withBase(found[1], 8, found[2])) }),
    number: (found) => ({ kind: "number", value: typed(decimal(found[0])) }),
    name: (found) => ({ kind: "name", value: found[0], lower: found[0].toLowerCase() }),
    bracketed: (found) => ({ kind: "name", value: found[1], lower: found[1].toLowerCase(), plain: true }),
    sign: (found) => (found[0] === ":" ? { kind: "end" } : { kind: "sign", value: LEFT_OVER[found[0]] || found[0] }),
  };
  const typed = (made) => makeNumber(made.type, made.value);

  function fail(line, text) {
    throw syntax(line, "cannot be read: " + text.slice(0, 1));
  }

  class Reader {
    constructor(text) {
      Object.assign(this, { text, at: 0, line: 1, tokens: [], spaced: false });
    }

    take(name) {
      const pattern = patterns[name];
      pattern.lastIndex = this.at;
      const found = pattern.exec(this.text);
      if (found) this.at = pattern.lastIndex;
      return found;
    }

    get last() {
      return this.tokens[this.tokens.length - 1];
    }

    get atStart() {
      return !this.last || this.last.kind === "end";
    }

    push(token) {
      this.tokens.push({ ...token, line: this.line, spaced: this.spaced });
      this.spaced = false;
    }

    // What is not part of any statement.
    skip() {
      if (this.take("blank")) return (this.spaced = true);
      if (this.take("joint")) {
        this.line += 1;
        return (this.spaced = true);
      }
      if (this.take("comment")) return true;
      return this.atStart && this.take("markup");
    }

    step() {
      if (this.skip()) return;
      if (this.take("newline")) {
        this.push({ kind: "end", newline: true });
        this.line += 1;
        return;
      }
      for (const name of Object.keys(makers)) {
        const found = this.take(name);
        if (found) return this.accept(makers[name](found, this.line));
      }
      fail(this.line, this.text.slice(this.at));
    }

    accept(token) {
      const behindDot = this.last && this.last.kind === "sign" && this.last.value === ".";
      if (token.lower === "rem" && !token.plain && !behindDot) {
        const end = this.text.slice(this.at).search(/[\r\n]/);
        this.at = end < 0 ? this.text.length : this.at + end;
        return;
      }
      this.push(token);
    }
  }

  function split(text) {
    const reader = new Reader(text);
    while (reader.at < text.length) reader.step();
    reader.push({ kind: "end", newline: true });
    reader.push({ kind: "eof" });
    return reader.tokens;
  }

  return { split, syntax };
})();
