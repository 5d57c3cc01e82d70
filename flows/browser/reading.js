// Reads one frame as a person does: its words, and what can be filled or pressed, with the words around it.
// Returns {elements, page}: the page is plain data, elements[n] is the node of control n. What was typed into
// fields is never read; what a page shows in a field that cannot be typed into is.
() => {
  const BLOCKS = "address,article,body,caption,center,dd,div,dl,dt,fieldset,form,h1,h2,h3,h4,h5,h6,hr,legend,li,ol,p,pre,section,table,tbody,td,tfoot,th,thead,tr,ul";
  const SILENT = "script,style,noscript,template,select,textarea,option,title,iframe,object,rt,rp";
  const FIELDS = "input:not([type]),input[type=text],input[type=password],input[type=tel],input[type=email],input[type=number],input[type=search],textarea,select,input[type=radio],input[type=checkbox]";
  const OTHER_INPUTS = "input:not([type=hidden]):not([type=submit]):not([type=button]):not([type=image]):not([type=reset]):not([type=file])";
  const BUTTONS = "input[type=submit],input[type=button],input[type=image],input[type=reset],button,a[href],a[onclick],area[href],[role=button],[role=link],[role=tab],[onclick]";

  const clean = (text) => (text || "").replace(/\s+/g, " ").trim();
  // Seen by a person: it has a place on the page, and is neither hidden, see-through nor moved out of sight.
  const shown = (node) => {
    if (node.localName === "area") return !!document.querySelector(`img[usemap="#${CSS.escape(node.closest("map")?.name ?? "")}"]`);
    if (!node.getClientRects().length) return false;
    const rect = node.getBoundingClientRect();
    if (rect.right + scrollX <= 0 || rect.bottom + scrollY <= 0) return false;
    if (!node.checkVisibility({ opacityProperty: true, visibilityProperty: true })) return false;
    return node.matches("input,select,textarea,button") ? rect.width > 1 && rect.height > 1 : true;
  };
  const clipped = (node) => {
    for (let box = node.parentElement; box && box !== document.body; box = box.parentElement)
      if (box.getBoundingClientRect().height <= 1 && getComputedStyle(box).overflow !== "visible") return true;
    return false;
  };
  // A page may make anything pressable by script; the hand then shows by the cursor.
  const handy = (node) => node.childElementCount === 0 && node.matches("a,div,span,td,li,img,b,font,p,label")
    && clean(node.textContent || node.alt).length <= 40 && getComputedStyle(node).cursor === "pointer" && !node.closest(BUTTONS);
  const isControl = (node) => node.matches(FIELDS) || node.matches(OTHER_INPUTS) || node.matches(BUTTONS) || handy(node);

  // Everything visible in document order: text runs and controls, each with its block and its place.
  const items = [];
  const walk = (node) => {
    for (const child of node.childNodes) {
      if (child.nodeType === Node.TEXT_NODE) {
        const text = clean(child.data);
        if (!text || !child.parentElement || !shown(child.parentElement)) continue;
        const range = document.createRange();
        range.selectNodeContents(child);
        items.push({ text, block: child.parentElement.closest(BLOCKS), rect: range.getBoundingClientRect() });
      } else if (child.nodeType === Node.ELEMENT_NODE) {
        if (child.localName === "br") items.push({ text: "", broken: true });
        const control = isControl(child);
        if (control && shown(child) && !(child.matches(FIELDS + "," + BUTTONS) && clipped(child))) items.push({ control: child, text: "", rect: child.getBoundingClientRect() });
        if (child.matches(SILENT)) continue;
        if (child.localName === "img" && !control && child.alt && shown(child))
          items.push({ text: clean(child.alt), block: child.closest(BLOCKS), rect: child.getBoundingClientRect() });
        walk(child);
        if (child.shadowRoot) walk(child.shadowRoot);
      }
    }
  };
  if (document.body) walk(document.body);
  const texts = items.filter((item) => item.text);

  const wordsOf = (root) => clean(texts.filter((item) => item.block && root.contains(item.block)).map((item) => item.text).join(" "));
  const hasField = (node) => [...node.querySelectorAll(FIELDS)].some(shown);

  const byLabel = (node) => {
    const named = (node.getAttribute("aria-labelledby") || "").split(/\s+/).map((id) => id && document.getElementById(id)).filter(Boolean);
    const labels = [...(node.labels || []), ...named];
    return clean(labels.map((label) => label.innerText || label.textContent).join(" ")) || clean(node.getAttribute("aria-label"));
  };
  const meant = (words) => /[\p{L}\p{N}]/u.test(words);

  // The cells to the left, nearest first, as far as the next field: 「ユーザID」「必須」「：」[field].
  const byRow = (node) => {
    const found = [];
    const cell = node.closest("td,th");
    for (let left = cell && cell.previousElementSibling; left && !hasField(left); left = left.previousElementSibling) {
      const words = wordsOf(left);
      if (meant(words)) found.push(words);
    }
    return found;
  };
  // What was said last before the field: since the last break, and the whole block it stands in.
  const byTextBefore = (node) => {
    const words = [];
    let since = null;
    let block = null;
    for (let at = items.findIndex((item) => item.control === node) - 1; at >= 0; at -= 1) {
      const item = items[at];
      if (item.control) break;
      if (item.broken && words.length) since = since || words.join("");
      if (!item.text) continue;
      if (block && item.block !== block) break;
      block = item.block;
      words.unshift(item.text);
    }
    return [since, words.join("")].map(clean).filter((each, at, all) => each && all.indexOf(each) === at);
  };
  const nearest = (node, gapOf) => {
    const rect = node.getBoundingClientRect();
    const found = [];
    for (const item of texts) {
      const gap = meant(item.text) ? gapOf(rect, item.rect) : null;
      if (gap !== null) found.push({ gap, item });
    }
    const near = found.sort((one, other) => one.gap - other.gap).slice(0, 2).map((each) => each.item);
    const whole = near.filter((item) => item.block && !hasField(item.block)).map((item) => wordsOf(item.block));
    return [...new Set([...near.map((item) => item.text), ...whole.filter((words) => words.length <= 60)])];
  };
  const overlap = (a1, a2, b1, b2) => Math.min(a2, b2) - Math.max(a1, b1);
  const leftOf = (field, text) =>
    overlap(field.top, field.bottom, text.top, text.bottom) > 3 && text.right <= field.left + 3 ? field.left - text.right : null;
  const above = (field, text) =>
    overlap(field.left, field.right, text.left, text.right) > 3 && text.bottom <= field.top + 3 ? field.top - text.bottom : null;

  const inside = (field, text) => {
    const [across, down] = [(text.left + text.right) / 2, (text.top + text.bottom) / 2];
    return across > field.left && across < field.right && down > field.top && down < field.bottom ? 0 : null;
  };

  const captionsOf = (node) => {
    const candidates = {
      label: [byLabel(node)],
      row: byRow(node),
      left: nearest(node, leftOf),
      inside: nearest(node, inside),
      before: byTextBefore(node),
      above: nearest(node, above),
      placeholder: [clean(node.getAttribute("placeholder"))],
      title: [clean(node.getAttribute("title"))],
    };
    return Object.entries(candidates).flatMap(([source, found]) =>
      found.filter((words) => words && words.length <= 200).map((words, order) => [source, order, words]));
  };
  const nameOf = (node) => {
    const images = [...node.querySelectorAll("img[alt]")].map((image) => image.alt).join(" ");
    const value = node.localName === "input" && node.type !== "image" ? node.value : "";
    return [value, clean(node.innerText), clean(images), clean(node.alt), clean(node.getAttribute("aria-label")), clean(node.title)].map(clean).find(Boolean) || "";
  };
  const rowOf = (node) => {
    const row = node.closest("tr,li,dl,p,fieldset");
    if (!row || row.querySelector("table")) return "";
    const own = wordsOf(row);
    return own.length <= 300 ? own : "";
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

  // Lines of words: what stands in one block between two breaks.
  const lines = [];
  let line = null;
  for (const item of items) {
    if (item.broken) line = null;
    if (!item.text) continue;
    if (!line || line.block !== item.block) lines.push((line = { block: item.block, words: "" }));
    line.words += (line.words ? " " : "") + item.text;
  }

  const page = {
    born: performance.timeOrigin,
    ready: document.readyState,
    title: clean(document.title),
    lines: lines.map((each) => each.words).slice(0, 3000),
    rows,
    controls,
  };
  return { elements, page };
}
