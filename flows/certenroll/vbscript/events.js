// What of a document is VBScript: scripts, `Sub name_onclick`, handlers in attributes, links; and who calls them.

const events = (function () {
  const { window } = host;
  const { document } = window;
  const SCHEME = /^\s*vbs(cript)?:/i;
  const LANGUAGE = /^\s*vbs(cript)?\b/i;
  const NAMED_HANDLER = /^(.+)_(on[a-z]+)$/;
  const EVENT = /^\s*on([a-z]+)\s*(?:\(([^)]*)\))?\s*$/i;
  const wanted = []; // {name, event, call}: what waits for its element, which may come later
  const wired = new WeakMap(); // element → the attributes and events that are seen to

  function isNew(element, key) {
    if (!wired.has(element)) wired.set(element, new Set());
    const known = wired.get(element).has(key);
    wired.get(element).add(key);
    return !known;
  }

  // --- procedures with the name of an element and its event

  function listen(target, { event, call, key }) {
    if (!isNew(target, key)) return;
    target.addEventListener(event, function (happened) {
      if (call(this) === false) happened.preventDefault();
    });
  }

  function targetsOf(name) {
    if (name === "window") return [window];
    if (name === "document") return [document];
    const is = (element, attribute) => (element.getAttribute(attribute) || "").toLowerCase() === name;
    return Array.from(document.querySelectorAll("[id], [name]")).filter((each) => is(each, "id") || is(each, "name"));
  }

  const connect = () => wanted.forEach((each) => targetsOf(each.name).forEach((target) => listen(target, each)));

  function want(name, event, key, call) {
    if (wanted.some((each) => each.key === key)) return;
    wanted.push({ name: name.toLowerCase(), event: event.toLowerCase(), key, call });
  }

  // The procedure is looked up when the event comes: a later script may have declared another.
  function wantNamed(procedure) {
    const found = NAMED_HANDLER.exec(procedure.name);
    if (!found) return;
    const { name } = procedure;
    want(found[1], found[2].slice(2), name, (me) => procedures.get(name).run.call(me));
  }

  // --- <script for="name" event="onclick">

  let scripts = 0;

  function handle(script, text) {
    const [, event, parameters] = EVENT.exec(script.getAttribute("event")) || [];
    if (!event) throw Object.assign(new Halt("unsupported", "an event of this name"), { line: 1, unit: { lines: [""] } });
    const names = (parameters || "").split(",").map((each) => each.trim()).filter(Boolean);
    const procedure = handlerOf(text, "event", names);
    scripts += 1;
    want(script.getAttribute("for"), event, "script " + scripts, (me) => procedure.run.call(me, ...names.map(() => window.event)));
    connect();
  }

  // --- handlers in attributes

  const speaks = (element) => element.getAttribute("language");

  // Where no language is named, that of the document's first script counts, as in Internet Explorer.
  function defaultIsVb() {
    const first = document.querySelector("script");
    return Boolean(first) && host.isVbScript(first);
  }

  // The program in an attribute; undefined where it is JavaScript.
  function programIn(element, text, byDefault) {
    if (SCHEME.test(text)) return { text: text.replace(SCHEME, ""), sure: true };
    if (/^\s*(java|j)script:/i.test(text)) return undefined;
    const language = speaks(element);
    if (language) return LANGUAGE.test(language) ? { text, sure: true } : undefined;
    return byDefault ? { text, sure: false } : undefined;
  }

  function wireAttribute(element, { name, value }, byDefault) {
    const program = programIn(element, value, byDefault);
    if (!program || !isNew(element, name)) return;
    let procedure;
    try {
      procedure = handlerOf(program.text, name, []);
    } catch (error) {
      if (program.sure) report(error);
      return;
    }
    element[name] = function () {
      return procedure.run.call(this);
    };
  }

  function wireElement(element, byDefault) {
    for (const attribute of Array.from(element.attributes)) {
      if (/^on/i.test(attribute.name)) wireAttribute(element, attribute, byDefault);
    }
  }

  // Sees to everything that is in the document by now.
  function wire() {
    const byDefault = defaultIsVb();
    document.querySelectorAll("*").forEach((element) => wireElement(element, byDefault));
    connect();
  }

  function follow(happened) {
    const link = happened.target.closest && happened.target.closest("a[href], area[href]");
    const address = link ? link.getAttribute("href") : "";
    if (happened.defaultPrevented || !SCHEME.test(address)) return;
    happened.preventDefault();
    let text = address.replace(SCHEME, "");
    try {
      text = decodeURIComponent(text);
    } catch (error) {
      // a bare % is one
    }
    handlerOf(text, "href", []).run.call(link);
  }

  // --- scripts

  function read(script) {
    const source = script.getAttribute("src");
    if (source === null) return undefined;
    const address = new URL(source, document.baseURI);
    if (address.origin !== window.origin) refuse("a script of another site");
    return fetchText(address.href, script.getAttribute("charset") || document.characterSet);
  }

  // A text in the encoding that its server names, or else in `encoding`.
  function fetchText(address, encoding) {
    const request = new host.Request();
    request.open("GET", address, false);
    request.overrideMimeType("text/plain; charset=x-user-defined"); // the bytes
    request.send();
    if (request.status !== 200) refuse("a source that cannot be read");
    const named = /charset=["']?([\w-]+)/i.exec(request.getResponseHeader("Content-Type") || "");
    const bytes = Uint8Array.from(request.responseText, (each) => each.charCodeAt(0) & 255);
    return new TextDecoder(named ? named[1] : encoding).decode(bytes);
  }

  function start(text, name) {
    runScript(text, name).forEach(wantNamed);
    connect();
  }

  // Runs what a <script> holds or names, or keeps it for its event.
  function runElement(script, inner) {
    const text = read(script) ?? inner;
    if (script.getAttribute("for") !== null && script.getAttribute("event") !== null) handle(script, text);
    else start(text, script.getAttribute("src") || "script");
  }

  // --- what the tool hears: where it failed, and no data

  const MOST = 20; // a script that fails every second is told often enough
  let told = 0;

  function report(error) {
    told += 1;
    if (told > MOST) return;
    const failure = failureFrom(error);
    const lines = (failure.unit || { lines: [] }).lines;
    const text = (lines[failure.line - 1] || "").trim().replace(/"(?:[^"]|"")*("|$)/g, '"…"').slice(0, 80);
    host.report({
      reason: failure.reason || "error", number: failure.vbNumber, line: failure.line || 0, text,
      words: failure.reason || !WORDS[failure.vbNumber] ? "" : WORDS[failure.vbNumber],
    });
  }

  // Where a page makes requests, a form whose handler failed is not sent: it would go without one. Internet Explorer
  // sends it.
  function fail(failure) {
    report(failure);
    if (host.isEnrolling() && failure.during) failure.during.preventDefault();
  }

  function begin() {
    window.addEventListener("error", (happened) => {
      if (happened.error instanceof ScriptFailure) fail(happened.error);
    });
    document.addEventListener("click", follow);
    for (const name of ["setTimeout", "setInterval"]) {
      const native = window[name];
      // setTimeout("Go", 100, "VBScript")
      window[name] = function (act, time, ...more) {
        const program = typeof act === "string" && LANGUAGE.test(more[0]);
        return program ? native.call(window, () => start(act, name), time) : native.call(window, act, time, ...more);
      };
    }
  }

  begin();
  return { wire, runElement, start, report };
})();
