// Finds VBScript in a document. The program that runs it is asked for when there is some, and not before.

const vbscript = (function () {
  const Compile = Function;
  const Request = XMLHttpRequest;
  const LANGUAGE = /^\s*(text\/|application\/)?(x-)?vbs(cript)?\b/i;
  // Where a document without such a script may have some.
  const PLACES = "[language^=vb i],[href^=vbs i],[onclick^=vbs i],[onload^=vbs i],[onchange^=vbs i],[onsubmit^=vbs i]";
  const attribute = (element, name) => apply(getAttribute, element, [name]);
  let engine = null;

  function isVbScript(script) {
    const named = attribute(script, "type") || attribute(script, "language");
    return named ? LANGUAGE.test(named) : /\.vbs([?#]|$)/i.test(attribute(script, "src") || "");
  }

  function report(failure) {
    try {
      wire.ask("", "script_failure", failure);
    } catch (error) {
      // the tool is no more
    }
  }

  function load() {
    if (engine) return engine;
    const host = {
      window: self, budget: settings.scriptSeconds * 1000, isControl: (value) => com.valuesOf(value) !== undefined,
      itemsOf: com.itemsOf, isEnrolling: com.isUsed, create: created, Request, define, isVbScript, report,
    };
    try {
      engine = new Compile("host", wire.ask("", "vbscript").source)(host);
    } catch (error) {
      report({ reason: "forbidden", number: 0, line: 0, text: "", words: "" });
      throw error;
    }
    return engine;
  }

  const scripts = document.getElementsByTagName("script");
  const seen = new WeakSet();

  // Makes a script ready that is put into the document by us: it then runs where it stands, and not when it is seen.
  function prepare(script) {
    if (seen.has(script)) return;
    seen.add(script);
    if (isVbScript(script)) load().prepare(script);
  }

  // What was added is not looked at one by one: a document has many nodes and few scripts.
  function look() {
    for (let at = 0; at < scripts.length; at += 1) prepare(scripts[at]);
    if (engine) engine.look();
  }

  new MutationObserver(look).observe(document, { childList: true, subtree: true });

  document.addEventListener("DOMContentLoaded", () => {
    if (engine || document.querySelector(PLACES)) load().finish();
  });

  // `script.language = "VBScript"`, as pages set it on a script that they make
  if (!("language" in HTMLScriptElement.prototype)) {
    define(HTMLScriptElement.prototype, "language", {
      get() {
        return attribute(this, "language") || "";
      },
      set(value) {
        apply(setAttribute, this, ["language", value]);
      },
    });
  }

  const earlier = self.execScript;
  define(self, "execScript", {
    writable: true,
    value: function execScript(code, language) {
      if (LANGUAGE.test(language)) return void load().start(String(code), "execScript");
      return earlier ? earlier.call(self, code, language) : void (0, eval)(String(code));
    },
  });

  return { isVbScript, prepare };
})();
