// How an object asks Python: one synchronous request, and an exception worded as Windows words it.

const wire = (function () {
  // Taken before any script of the page runs: what the page does to these later changes nothing here.
  const { apply } = Reflect;
  const Request = XMLHttpRequest;
  const { open, setRequestHeader, send } = Request.prototype;
  const property = (name) => Object.getOwnPropertyDescriptor(Request.prototype, name).get;
  const status = property("status");
  const responseText = property("responseText");
  const { parse } = JSON;
  const { charCodeAt } = String.prototype;
  const { keys } = Object;
  const { isArray } = Array;
  const Failure = Error;

  // Not JSON.stringify: libraries of that time gave Array.prototype and String.prototype a toJSON of their own.
  // ASCII only, so that the encoding of the page does not matter.
  function written(value) {
    if (value === null || value === undefined) return "null";
    if (typeof value === "number" || typeof value === "boolean") return "" + value;
    if (typeof value === "string") return quoted(value);
    let text = "";
    if (isArray(value)) {
      for (let at = 0; at < value.length; at += 1) text += (at ? "," : "") + written(value[at]);
      return "[" + text + "]";
    }
    const names = keys(value);
    for (let at = 0; at < names.length; at += 1) {
      text += (at ? "," : "") + quoted(names[at]) + ":" + written(value[names[at]]);
    }
    return "{" + text + "}";
  }

  function quoted(value) {
    if (value.length > settings.limits.characters) exceed("characters");
    let text = "";
    for (let at = 0; at < value.length; at += 1) {
      const code = apply(charCodeAt, value, [at]);
      const plain = code >= 0x20 && code < 0x7f && code !== 0x22 && code !== 0x5c;
      text += plain ? value[at] : "\\u" + hexadecimal(code);
    }
    return '"' + text + '"';
  }

  function hexadecimal(code) {
    const digits = "0123456789abcdef";
    return digits[code >> 12] + digits[(code >> 8) & 15] + digits[(code >> 4) & 15] + digits[code & 15];
  }

  function exception(failure) {
    const error = new Failure(failure.message);
    error.number = failure.number;
    error.description = failure.message;
    return error;
  }

  function reply(text) {
    const request = new Request();
    try {
      apply(open, request, ["POST", settings.address, false]);
      apply(setRequestHeader, request, [settings.header, settings.key]);
      apply(send, request, [text]);
    } catch (error) {
      return { failure: settings.silence };
    }
    const answered = apply(status, request, []) === 200;
    return answered ? parse(apply(responseText, request, [])) : { failure: settings.silence };
  }

  // --- a page may not ask without end, nor without measure: Python hears of it once, the page gets an error each time

  let asked = 0;
  let exceeded = false;

  function exceed(limit) {
    if (!exceeded) {
      exceeded = true;
      reply(written({ method: "", call: "exceed", arguments: { limit: limit } }));
    }
    throw exception(settings.silence);
  }

  // --- one question

  let older = "";

  // XEnroll does its work through the newer objects; what they throw is its own error.
  function within(method, body) {
    const outer = older;
    older = outer || method;
    try {
      return body();
    } finally {
      older = outer;
    }
  }

  // `method` is the name in the error's text, `CX509Enrollment::CreateRequest`.
  function ask(method, call, values) {
    asked += 1;
    if (asked > settings.limits.calls) exceed("calls");
    const answer = reply(written({ method: older || method, call: call, arguments: values || {} }));
    if (answer.failure) throw exception(answer.failure);
    return answer.answer;
  }

  return { ask, within };
})();

const codes = {
  notImplemented: 0x80004001,
  blank: 0x80040007,
  classNotRegistered: 0x80040154,
  accessDenied: 0x80070005,
  noMoreItems: 0x80070103,
  alreadyInitialized: 0x800704df,
  invalidOperation: 0x800710dd,
  badAlgorithm: 0x80090008,
  invalidArgument: 0x80070057,
  noSuchDomain: 0x8007054b,
  notFound: 0x80092004,
  propertyEmpty: 0x80094004,
  typeMismatch: 0x800a000d,
  cannotCreateObject: 0x800a01ad,
  noSuchMember: 0x800a01b6,
  wrongArguments: 0x800a01c2,
};

function fail(method, number) {
  wire.ask(method, "fail", { number: number });
  throw new Error(settings.silence.message);
}
