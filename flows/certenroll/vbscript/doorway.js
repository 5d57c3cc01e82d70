// Finds VBScript in a document. The program that runs it is asked for when there is some, and not before.

(function () {
  const Compile = Function;
  const Request = XMLHttpRequest;
  const LANGUAGE = /^\s*(text\/|application\/)?(x-)?vbs(cript)?\s*$/i;
  const { now } = performance;
  const { createComment } = document;
  let engine = null;

  const attribute = (element, name) => apply(getAttribute, element, [name]);

  function isVbScript(script) {
    const named = attribute(script, "type") || attribute(script, "language");
    if (named) return LANGUAGE.test(named) || (!attribute(script, "type") && /^\s*vbscript\b/i.test(named));
    return /\.vbs([?#]|$)/i.test(attribute(script, "src") || "");
  }

  const MOST = 20; // failures that are told: a script that fails every second is told often enough
  let told = 0;

  function report(failure) {
    told += 1;
    if (told > MOST) return;
    try {
      wire.ask("", "script_failure", failure);
    } catch (error) {
      // the tool is no more
    }
  }

  // The bytes of a script, read in the encoding that its server names, or else in `encoding`.
  function fetchText(address, encoding) {
    const request = new Request();
    request.open("GET", address, false);
    request.overrideMimeType("text/plain; charset=x-user-defined");
    request.send();
    if (request.status !== 200) throw new Error("HTTP " + request.status);
    const named = /charset=["']?([\w-]+)/i.exec(request.getResponseHeader("Content-Type") || "");
    const bytes = Uint8Array.from(request.responseText, (each) => each.charCodeAt(0) & 255);
    return new TextDecoder(named ? named[1] : encoding).decode(bytes);
  }

  function load() {
    if (engine) return engine;
    const host = {
      window: self,
      budget: settings.scriptSeconds * 1000,
      now: () => apply(now, performance, []),
      isControl: (value) => com.valuesOf(value) !== undefined,
      itemsOf: com.itemsOf,
      create: created,
      fetch: fetchText,
      isVbScript,
      report,
    };
    try {
      engine = new Compile("host", wire.ask("", "vbscript").source)(host);
    } catch (error) {
      report({ reason: "forbidden", number: 0, line: 0, text: "", words: "" });
      throw error;
    }
    watch();
    return engine;
  }

  // --- a script that the parser meets becomes, before the parser runs it, one line of JavaScript in the same place:
  // so it runs in the order of the document, and document.write writes where it stands

  const waiting = new Map(); // script → {source, key}
  const MARKS = ["type", "language", "src", "for", "event", "defer"];
  let count = 0;

  function prepare(script) {
    const known = waiting.get(script) || { source: "", key: "", done: false };
    if (known.done) return;
    known.source += textBehind(script, known.key);
    if (!known.key) begin(script, known);
    script.textContent = 'self["' + known.key + '"]()'; // one that a script inserted runs here and now
    if (known.done) return;
    // What the parser still adds to a script that comes in pieces stays apart from this line.
    script.appendChild(apply(createComment, document, [""]));
    observer.observe(script, { childList: true, characterData: true, subtree: true });
  }

  // What was added behind our own line.
  function textBehind(script, key) {
    const nodes = Array.from(script.childNodes).filter((each) => each.nodeType === 3).slice(key ? 1 : 0);
    return nodes.map((each) => each.data).join("");
  }

  function begin(script, known) {
    count += 1;
    known.key = "vbscript " + count;
    waiting.set(script, known);
    for (const name of MARKS) {
      known[name] = attribute(script, name);
      script.removeAttribute(name);
    }
    apply(setAttribute, script, ["type", "text/javascript"]);
    define(self, known.key, { value: () => run(script) });
  }

  // Puts the script back as it was, and runs it. Once.
  function run(script) {
    const known = waiting.get(script);
    if (known.done) return;
    known.done = true;
    delete self[known.key];
    script.textContent = known.source;
    script.removeAttribute("type");
    MARKS.forEach((name) => known[name] === null || apply(setAttribute, script, [name, known[name]]));
    load().runElement(script, known.source);
  }

  function meet(node) {
    if (node.nodeType !== 1) return;
    if (node.localName === "script") {
      if (isVbScript(node)) prepare(node);
    } else if (node.firstElementChild) {
      node.querySelectorAll("script").forEach((script) => isVbScript(script) && prepare(script));
    }
  }

  function look(records) {
    for (const { target, addedNodes } of records) {
      const script = waiting.has(target) ? target : target.parentNode;
      const known = waiting.get(script);
      if (!known) addedNodes.forEach(meet);
      else if (!known.done && textBehind(script, known.key)) prepare(script);
    }
  }

  const observer = new MutationObserver(look);
  observer.observe(document, { childList: true, subtree: true });

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

  // --- what is no script: handlers and links

  const PLACES = "//@*[starts-with(translate(normalize-space(.),'VBSCRIPT','vbscript'),'vbs') and " +
    "(name()='language' or contains(.,':'))]";

  const speaksVb = () => document.evaluate(PLACES, document, null, XPathResult.BOOLEAN_TYPE, null).booleanValue;

  function finish() {
    waiting.forEach((known, script) => known.done || run(script)); // any that the parser did not run
    if (engine || speaksVb()) load().wire();
  }

  // Handlers of elements that come later.
  function watch() {
    new MutationObserver(() => document.readyState === "loading" || engine.wire())
      .observe(document, { childList: true, subtree: true });
  }

  document.addEventListener("DOMContentLoaded", finish);

  const earlier = self.execScript;
  define(self, "execScript", {
    writable: true,
    value: function execScript(code, language) {
      if (/^\s*vbs/i.test(language)) return void load().start(String(code), "execScript");
      return earlier ? earlier.call(self, code, language) : void (0, eval)(String(code));
    },
  });
})();
