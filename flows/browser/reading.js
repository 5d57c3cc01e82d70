// Reads one frame as a person does: its words, and what can be filled or pressed, with the words around it.
// Ends with {elements, page}: the page is plain data, elements[n] is the node of control n. What was typed into
// fields is never read; what a page shows in a field that cannot be typed into is.
const SILENT = "script,style,noscript,template,select,textarea,option,title,iframe,object,rt,rp";
const FIELDS = "input:not([type]),input[type=text],input[type=password],input[type=tel],input[type=email],input[type=number],input[type=search],input[type=url],textarea,select,input[type=radio],input[type=checkbox]";
const OTHER_INPUTS = "input:not([type=hidden]):not([type=submit]):not([type=button]):not([type=image]):not([type=reset]):not([type=file])";
const BUTTONS = "input[type=submit],input[type=button],input[type=image],input[type=reset],button,a[href],a[onclick],area[href],[role=button],[role=link],[role=tab],[role=menuitem],[onclick]";
const SENDING = "input[type=submit],input[type=button],input[type=image],button";

// A page may make anything pressable by script; the hand then shows by the cursor or by the key Tab that finds it.
const handy = (node) => node.childElementCount === 0 && clean(node.textContent || node.alt) !== ""
  && clean(node.textContent || node.alt).length <= 40 && !node.closest(BUTTONS) && !node.matches(SILENT)
  && (node.matches("label") && node.control ? node.control.matches(SENDING) : styleOf(node).cursor === "pointer" || node.tabIndex >= 0);
const says = (node) => node.matches("input:not([type]),input[type=text]") && (node.readOnly || node.disabled) && !!node.value && !node.onclick;
const isControl = (node) => node.matches(FIELDS) || node.matches(OTHER_INPUTS) || node.matches(BUTTONS) || handy(node);
const isField = (node) => (node.matches(FIELDS) || (node.localName === "input" && !node.matches(BUTTONS))) && !says(node)
  && !node.matches("input[type=radio],input[type=checkbox]");
const blockOf = remembered((node) =>
  !up(node) || !/^(inline|inline-block|contents|ruby.*)$/.test(styleOf(node).display) ? node : blockOf(up(node)));

// Everything visible in document order: text runs and controls, each with its block and its place.
const items = [];
const note = (text, node, rect) => text && items.push({ text, node, block: blockOf(node), rect });
const noteText = (child, parent) => {
  const range = document.createRange();
  const pieces = /^pre/.test(styleOf(parent).whiteSpace) ? child.data.split(/(\n)/) : [child.data];
  let start = 0;
  for (const piece of pieces) {
    if (piece === "\n") items.push({ text: "", broken: true });
    range.setStart(child, start + piece.length - piece.trimStart().length);
    range.setEnd(child, Math.max(range.startOffset, start + piece.trimEnd().length));
    start += piece.length;
    if (!clean(piece)) continue;
    const rect = range.getBoundingClientRect();
    if (wordsShown(parent, rect)) note(clean(piece), parent, rect);
  }
};
const noteMade = (node, part) => {
  const made = getComputedStyle(node, part).content.match(/^"(.*)"$/s);
  const rect = rectOf(node);
  const [left, right] = part === "::before" ? [rect.left, rect.left + 1] : [rect.right - 1, rect.right];
  if (made && meant(made[1]) && wordsShown(node, rect))
    note(clean(made[1].replace(/\\"/g, '"')), node, node.textContent.trim() || node.querySelector("*") ? { ...rect.toJSON(), left, right, bottom: Math.min(rect.bottom, rect.top + 20) } : rect);
};
const walk = (node) => {
  for (const child of node.childNodes) {
    if (child.nodeType === Node.TEXT_NODE) {
      const parent = child.parentElement || (child.parentNode && child.parentNode.host);
      if (parent && clean(child.data)) noteText(child, parent);
    } else if (child.nodeType === Node.ELEMENT_NODE) {
      if (child.localName === "br") items.push({ text: "", broken: true });
      const control = isControl(child);
      if (control && shown(child)) items.push({ control: child, text: "", rect: rectOf(child) });
      if (control && says(child) && shown(child)) note(clean(child.value), child, rectOf(child));
      if (child.matches(SILENT)) continue;
      if (child.localName === "img" && !control && child.alt && shown(child)) note(clean(child.alt), child, rectOf(child));
      noteMade(child, "::before");
      walk(child.shadowRoot || child);
      noteMade(child, "::after");
    }
  }
};
if (document.body && frameShown()) walk(document.body);
const { captionsOf, wordsOf, hasField, texts } = captionsIn(items, isField, blockOf);

const nameOf = (node) => {
  const images = [...node.querySelectorAll("img[alt]")].map((image) => image.alt).join(" ");
  const value = node.localName === "input" && node.type !== "image" ? node.value : "";
  const words = node.localName === "input" ? "" : wordsOf(node) || node.innerText;
  return [value, words, images, node.alt, node.getAttribute("aria-label"), node.title].map(clean).find(Boolean) || "";
};
const rowOf = (node) => {
  const row = node.closest("tr,li,dl,p,fieldset");
  if (row && !row.querySelector("table")) return wordsOf(row).length <= 300 ? wordsOf(row) : "";
  const name = nameOf(node);
  for (let around = up(node), steps = 0; around && around !== document.body && steps < 4; around = up(around), steps += 1) {
    const words = wordsOf(around);
    if (words.length > 300) return "";
    if (meant(words.replace(name, ""))) return words;
  }
  return "";
};

const elements = [];
const controls = [];
for (const { control: node } of items.filter((item) => item.control)) {
  const field = node.matches(FIELDS) || (node.localName === "input" && !node.matches(BUTTONS));
  const name = field ? "" : nameOf(node);
  if (!field && (!name || name.length > 120 || node.querySelector(FIELDS))) continue;
  elements.push(node);
  controls.push({
    index: elements.length - 1,
    form: [...document.forms].indexOf(node.form || node.closest("form")),
    kind: field ? (node.localName === "select" ? "list" : "field") : node.matches("a,area,[role=link]") ? "link" : "button",
    type: node.type || "",
    name,
    captions: field ? captionsOf(node) : [],
    row: rowOf(node),
    address: node.href && typeof node.href === "string" ? node.href : "",
    enabled: !node.disabled && node.getAttribute("aria-disabled") !== "true",
    writable: field && !node.readOnly && !node.disabled,
    options: node.localName === "select" ? [...node.options].map((option) => clean(option.text)) : [],
    chosen: node.localName === "select" && node.selectedIndex >= 0 ? clean(node.options[node.selectedIndex].text) : "",
    shows: field && node.readOnly && node.type === "text" ? clean(node.value) : "",
    most: node.maxLength > 0 ? node.maxLength : null,
    sent_as: node.matches("input,select,textarea,button") ? node.getAttribute("name") || "" : "",
    required: node.required === true || node.getAttribute("aria-required") === "true",
  });
}

// Rows of words: table rows (not those that lay out a page) and definition lists.
const rows = [];
const brief = (cell) => !cell.querySelector("table") || (wordsOf(cell).length <= 120 && !hasField(cell));
for (const row of document.querySelectorAll("tr")) {
  const cells = [...row.cells];
  if (cells.length > 1 && cells.every(brief) && shown(row)) rows.push(cells.map(wordsOf));
}
for (const term of document.querySelectorAll("dt")) {
  const value = term.nextElementSibling;
  if (value && value.localName === "dd") rows.push([wordsOf(term), wordsOf(value)]);
}
// What stands side by side, whatever the markup.
const beside = [];
for (const item of [...texts].sort((one, other) => one.rect.top - other.rect.top)) {
  const line = beside.slice(-8).find((each) => Math.abs((each[0].rect.top + each[0].rect.bottom) / 2 - (item.rect.top + item.rect.bottom) / 2) < 4);
  if (line) line.push(item);
  else beside.push([item]);
}
const inOrder = (line) => line.sort((one, other) => one.rect.left - other.rect.left).reduce((cells, item) => {
  const last = cells.at(-1);
  if (last && runsOn(last.item, item)) last.words += item.text;
  else cells.push({ words: item.text });
  cells.at(-1).item = item;
  return cells;
}, []).map((cell) => cell.words);

// Lines of words: what stands in one block between two breaks.
const lines = [];
let line = null;
for (const item of items) {
  if (item.broken) line = null;
  if (!item.text) continue;
  if (!line || line.block !== item.block) lines.push((line = { block: item.block, found: [] }));
  line.found.push(item);
}

// Lines that stand out: by their element, or by being larger or bolder than most of the page.
const sizeOf = (item) => Number.parseFloat(styleOf(item.node).fontSize) || 0;
const letters = new Map();
for (const item of texts) letters.set(sizeOf(item), (letters.get(sizeOf(item)) || 0) + item.text.length);
const usual = [...letters].reduce((most, each) => (each[1] > most[1] ? each : most), [0, 0])[0];
const standsOut = (item) => !item.node.matches("input,img") && (sizeOf(item) >= usual * 1.15 || Number(styleOf(item.node).fontWeight) >= 600);
const isHeading = ({ block, found }) => meant(together(found)) && together(found).length <= 60 && !hasField(block)
  && !found.some((item) => item.node.closest("label,a,button")) && (!!block.closest("h1,h2,h3,h4,h5,h6,legend,caption,[role=heading]") || found.every(standsOut));

const pathOf = (form) => {
  try {
    return new URL(form.getAttribute("action") || "", document.baseURI.startsWith("http") ? document.baseURI : "https://nowhere.invalid").pathname.split(";")[0];
  } catch {
    return "";
  }
};

const page = {
  born: performance.timeOrigin,
  ready: document.readyState,
  title: clean(document.title),
  path: location.pathname.split(";")[0], // without a session written behind it
  headings: lines.filter(isHeading).map((each) => together(each.found)).slice(0, 100),
  forms: [...document.forms].map((form) => [(form.getAttribute("method") || "get").toLowerCase(), pathOf(form)]),
  lines: lines.map((each) => together(each.found)).slice(0, 3000),
  rows,
  beside: beside.filter((each) => each.length > 1).map(inOrder).slice(0, 1000),
  controls,
};
return { elements, page };
