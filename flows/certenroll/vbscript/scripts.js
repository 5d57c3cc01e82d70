// The document's scripts in VBScript: each is run in its place, among those in JavaScript.

const scripts = (function () {
  const { window } = host;
  const { document } = window;
  const MARKS = ["type", "language", "src", "for", "event", "defer"];
  const waiting = new Map(); // script → {source, key, done, and what its marks said}
  let count = 0;

  // A script that the parser meets becomes, before the parser runs it, one line of JavaScript in the same place. So it
  // runs in the order of the document, and document.write writes where it stands.
  function prepare(script) {
    const known = waiting.get(script) || { source: "", key: "", done: false };
    if (known.done) return;
    known.source += textBehind(script, known.key);
    if (!known.key) begin(script, known);
    script.textContent = 'self["' + known.key + '"]()'; // one that a script inserted runs here and now
    if (known.done) return;
    // What the parser still adds to a script that comes in pieces stays apart from this line.
    script.appendChild(document.createComment(""));
    pieces.observe(script, { childList: true, characterData: true, subtree: true });
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
      known[name] = script.getAttribute(name);
      script.removeAttribute(name);
    }
    script.setAttribute("type", "text/javascript");
    host.define(window, known.key, { value: () => run(script) });
  }

  // Puts the script back as it was, and runs it. Once.
  function run(script) {
    const known = waiting.get(script);
    if (known.done) return;
    known.done = true;
    delete window[known.key];
    script.textContent = known.source;
    script.removeAttribute("type");
    MARKS.forEach((name) => known[name] === null || script.setAttribute(name, known[name]));
    events.runElement(script, known.source);
  }

  // Sees to scripts that have grown, and to elements that came later.
  function look() {
    waiting.forEach((known, script) => known.done || (textBehind(script, known.key) && prepare(script)));
    if (document.readyState !== "loading") events.wire();
  }

  const pieces = new window.MutationObserver(look);

  function finish() {
    waiting.forEach((known, script) => known.done || run(script)); // any that the parser did not run
    events.wire();
  }

  return { prepare, look, finish, start: events.start };
})();
