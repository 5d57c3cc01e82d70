// What stands in comments for Internet Explorer, and scripts that name their event: seen as the parser meets them.

const version = explorer.documentMode;

// `IE`, `lt IE 9`, `(gte IE 5)&(lte IE 8)`, `!IE`, `true`
function holds(condition) {
  const terms = String(condition)
    .replace(/\b(lt|lte|gt|gte)\s+IE\s*([\d.]*)/gi, (all, how, number) => compared(how, parseFloat(number)))
    .replace(/\bIE\s+([\d.]+)/gi, (all, number) => String(Math.floor(parseFloat(number)) === version))
    .replace(/\bIE\b/gi, "true")
    .replace(/\b(mso|vml|WindowsEdition)\b[\s\d]*/gi, "false");
  if (!/^[\s!&|()]*((true|false)[\s!&|()]*)+$/i.test(terms)) return false;
  return Boolean(new Function("return " + terms.toLowerCase().replace(/&+/g, "&&").replace(/\|+/g, "||"))());
}

function compared(how, number) {
  const { lt, lte, gt, gte } = {
    lt: version < number, lte: version <= number, gt: version > number, gte: version >= number,
  };
  return String({ lt, lte, gt, gte }[how.toLowerCase()]);
}

// A script that was made by innerHTML never runs: another one in its place does.
function alive(fragment) {
  for (const dead of fragment.querySelectorAll("script")) {
    const script = document.createElement("script");
    for (const each of dead.attributes) script.setAttribute(each.name, each.value);
    script.async = false;
    script.text = vbscript.isVbScript(dead) ? dead.text : compiled(dead.text);
    vbscript.prepare(script); // or the scripts behind it would run before it
    dead.replaceWith(script);
  }
  return fragment;
}

function uncover(comment) {
  const found = /^\[if\s+([^\]]+)\]>([\s\S]*)<!\[endif\]$/i.exec(comment.data);
  if (found && holds(found[1])) {
    const template = document.createElement("template");
    template.innerHTML = found[2];
    comment.replaceWith(alive(document.adoptNode(template.content)));
    return;
  }
  const begins = /^\[if\s+([^\]]+)\](><!)?$/i.exec(comment.data);
  if (begins && !holds(begins[1])) hidden.add(comment.parentNode);
  if (/^(<!)?\[endif\]$/i.test(comment.data)) hideUpTo(comment);
}

// <![if !IE]> … <![endif]>, <!--[if !IE]><!--> … <!--<![endif]-->: what every other browser reads, and Internet Explorer leaves out.
const hidden = new Set();

function hideUpTo(end) {
  if (!hidden.delete(end.parentNode)) return;
  let node = end.previousSibling;
  while (node && !(node.nodeType === Node.COMMENT_NODE && /^\[if\s/i.test(node.data))) {
    const before = node.previousSibling;
    node.remove();
    node = before;
  }
}

// Conditional compilation of JScript: /*@cc_on … @*/, @if (…) … @elif (…) … @else … @end
const constants = { _win32: true, _win16: false, _mac: false, _jscript: true, _jscript_version: version >= 7 ? 5.7 : 5.6, _x86: true };

function compiled(text) {
  if (!/\/[*/]@cc_on\b|@cc_on\b/.test(text)) return text;
  const plain = text.replace(/\/[*/]@(cc_on\b)?|@\*\/|@cc_on\b/g, (mark) => (mark.startsWith("@*") ? "" : " "));
  const values = plain.replace(/@set\s+@(\w+)\s*=\s*([^\r\n;]+)/g, (all, name, value) => {
    constants[name] = evaluated(value);
    return "";
  });
  return branches(values).replace(/@(\w+)/g, (all, name) => String(name in constants ? constants[name] : NaN));
}

const evaluated = (text) => {
  const terms = text.replace(/@(\w+)/g, (all, name) => String(name in constants ? constants[name] : NaN));
  return /^[\s\w.!&|()<>=+*-]*$/.test(terms) ? new Function("return (" + terms + ")")() : false;
};

function branches(text) {
  const inner = /@if\s*\(([^)]*)\)((?:(?!@if\b)[\s\S])*?)@end/;
  let rest = text;
  for (let found = inner.exec(rest); found; found = inner.exec(rest)) {
    const parts = found[2].split(/@elif\s*\(([^)]*)\)|@else/);
    let chosen = evaluated(found[1]) ? parts[0] : undefined;
    for (let at = 1; at < parts.length && chosen === undefined; at += 2) {
      if (parts[at] === undefined || evaluated(parts[at])) chosen = parts[at + 1];
    }
    rest = rest.slice(0, found.index) + (chosen || "") + rest.slice(found.index + found[0].length);
  }
  return rest;
}

// <script for="button" event="onclick">: a handler for an element that may come later.
function handle(script) {
  const target = script.getAttribute("for").trim();
  const event = script.getAttribute("event").trim();
  const [, name, parameters] = /^([\w$]+)\s*(?:\(([^)]*)\))?/.exec(event) || [];
  if (!name) return;
  const handler = new Function(parameters || "", script.text);
  const bind = () => {
    const element = target === "window" ? self : target === "document" ? document : document.getElementById(target);
    if (element) element.addEventListener(eventOf(name), (each) => apply(handler, element, [each]));
    return Boolean(element);
  };
  if (!bind()) document.addEventListener("DOMContentLoaded", bind);
}

function meet(node) {
  if (node.nodeType === Node.COMMENT_NODE) {
    if (explorer.compatible) uncover(node);
  } else if (node.localName === "script" && !node.src && !vbscript.isVbScript(node)) {
    if (node.hasAttribute("for") && node.hasAttribute("event")) handle(node);
    else if (explorer.compatible && /@cc_on\b/.test(node.text)) node.text = compiled(node.text);
  }
}

// Called before the parser has the script run that it has just met.
new MutationObserver((changes) => {
  for (const change of changes) for (const node of change.addedNodes) meet(node);
}).observe(document, { childList: true, subtree: true });
