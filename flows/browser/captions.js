// The words around a field, each with the place where it stands: what a person would take for its caption.
const clean = (text) => (text || "").replace(/\s+/g, " ").trim();
const meant = (words) => /[\p{L}\p{N}]/u.test(words);
const LONGEST = 600; // characters
const CLOSE = 30; // pixels above or below a field

// For everything that holds one of them: which it holds, in their order.
const heldBy = (found, nodeOf) => {
  const held = new Map();
  for (const each of found)
    for (let at = nodeOf(each); at; at = up(at)) {
      if (!held.has(at)) held.set(at, []);
      held.get(at).push(each);
    }
  return (root) => held.get(root) || [];
};
// Words of one line between which there is no space belong together, whatever elements they are in.
const runsOn = (one, other) => one.block === other.block && Math.abs(other.rect.left - one.rect.right) < 1.5 && Math.abs(one.rect.bottom - other.rect.bottom) < 4;
const together = (found) => clean(found.map((item, at) => (at && !runsOn(found[at - 1], item) ? " " : "") + item.text).join(""));

// `items` are all visible words and controls of the frame in their order; `isField` tells what is typed into, `blockOf` where a line ends.
const captionsIn = (items, isField, blockOf) => {
  const texts = items.filter((item) => item.text);
  const fields = items.filter((item) => item.control && isField(item.control)).map((item) => item.control);
  const textsIn = heldBy(texts, (item) => item.node);
  const fieldsIn = heldBy(fields, (field) => field);
  const wordsOf = remembered((root) => together(textsIn(root)));
  const hasField = (root) => fieldsIn(root).length > 0;
  const overlap = (a1, a2, b1, b2) => Math.min(a2, b2) - Math.max(a1, b1);
  const level = (one, other) => overlap(one.top, one.bottom, other.top, other.bottom) > Math.min(3, one.height / 3, other.height / 3);
  const upright = (one, other) => overlap(one.left, one.right, other.left, other.right) > 3;
  const unique = (words) => [...new Set(words.filter(Boolean))];

  // What stands in the same line, nearest first, as far as the next field.
  const onLine = (node, toTheLeft) => {
    const own = rectOf(node);
    const gap = (rect) => (toTheLeft ? own.left - rect.right : rect.left - own.right);
    const ends = fields.filter((each) => each !== node && level(own, rectOf(each))).map((each) => gap(rectOf(each)));
    const end = Math.min(...ends.filter((each) => each > -3));
    const found = texts.filter((item) => meant(item.text) && level(own, item.rect) && gap(item.rect) > -3 && gap(item.rect) < end);
    return found.sort((one, other) => gap(one.rect) - gap(other.rect));
  };
  const lefts = new Map(fields.map((field) => [field, onLine(field, true)]));
  // What runs into the field without a break.
  const leadingTo = (node) => {
    const found = [];
    for (let at = items.findIndex((item) => item.control === node) - 1; at >= 0; at -= 1) {
      if (!items[at].text || items[at].block !== blockOf(node)) break;
      found.push(items[at]);
    }
    return found;
  };

  // Above or below, nearest first, as far as the next field.
  const inColumn = (node, under) => {
    const own = rectOf(node);
    const gap = (rect) => (under ? rect.top - own.bottom : own.top - rect.bottom);
    const ends = fields.filter((each) => each !== node && upright(own, rectOf(each))).map((each) => gap(rectOf(each)));
    const end = under ? Math.min(...ends.filter((each) => each > -3)) : Infinity;
    const found = texts.filter((item) => meant(item.text) && upright(own, item.rect) && gap(item.rect) > -4 && gap(item.rect) < end);
    return found.sort((one, other) => gap(one.rect) - gap(other.rect)).slice(0, 3);
  };
  const aboves = new Map(fields.map((field) => [field, inColumn(field, false)]));
  const belows = new Map(fields.map((field) => [field, inColumn(field, true)]));

  // Whose words they are: of the field in their line, otherwise of the nearer one above or below.
  const owners = new Map();
  const claim = (field, found) => found.forEach((item) => owners.has(item) || owners.set(item, field));
  fields.forEach((field) => claim(field, leadingTo(field)));
  fields.forEach((field) => claim(field, lefts.get(field)));
  const rights = new Map(fields.map((field) => [field, lefts.get(field).length ? [] : onLine(field, false).filter((item) => !owners.has(item))]));
  fields.forEach((field) => claim(field, rights.get(field).slice(0, 2)));
  const near = fields.flatMap((field) => [
    ...aboves.get(field).map((item) => ({ field, item, gap: rectOf(field).top - item.rect.bottom })),
    ...belows.get(field).map((item) => ({ field, item, gap: item.rect.top - rectOf(field).bottom + 3 })),
  ]);
  near.sort((one, other) => one.gap - other.gap).filter(({ gap }) => gap < CLOSE).forEach(({ field, item }) => claim(field, [item]));
  const foreign = (item, field) => owners.has(item) && owners.get(item) !== field;

  const whole = (item) => (item.block && !hasField(item.block) && wordsOf(item.block).length <= 60 ? wordsOf(item.block) : "");
  const wordsOn = (found) => unique([...found.slice(0, 3).map((item) => item.text), ...found.slice(0, 2).map(whole)]);
  const joined = (found) => together([...found].sort((one, other) => one.rect.left - other.rect.left));
  const ownFirst = (found, field) => {
    const words = (items) => wordsOn(items).map((each) => ({ words: each }));
    const foreigners = words(found.filter((item) => foreign(item, field))).map((each) => ({ ...each, foreign: true }));
    return [...words(found.filter((item) => !foreign(item, field))), ...foreigners];
  };

  const byLabel = (node) => {
    const named = ["aria-labelledby", "aria-describedby"].flatMap((name) => (node.getAttribute(name) || "").split(/\s+/));
    const pointed = named.map((id) => id && document.getElementById(id)).filter(Boolean);
    const words = [...(node.labels || []), ...pointed].map((label) => wordsOf(label) || clean(label.textContent));
    return unique([words.join(" "), clean(node.getAttribute("aria-label"))]);
  };
  // The cells to the left, nearest first, as far as the next field: 「ユーザID」「必須」「：」[field].
  const byRow = (node) => {
    const found = [];
    const cell = node.closest("td,th");
    for (let left = cell && cell.previousElementSibling; left && !hasField(left); left = left.previousElementSibling)
      if (meant(wordsOf(left))) found.push(left);
    const first = found.map((each) => textsIn(each)[0].text);
    const all = found.map(wordsOf);
    return unique([...all, ...first, [...all].reverse().join(" ")]);
  };
  // What was said last before the field: since the last break, and the whole block it stands in.
  const byTextBefore = (node) => {
    const words = [];
    let [since, block, strange] = [null, null, false];
    for (let at = items.findIndex((item) => item.control === node) - 1; at >= 0; at -= 1) {
      const item = items[at];
      if (item.control && (isField(item.control) || item.control.matches("input,button"))) break;
      if (item.broken && words.length) since = since || words.join("");
      if (!item.text) continue;
      if (block && item.block !== block) break;
      block = item.block;
      strange = strange || foreign(item, node);
      words.unshift(item.text);
    }
    return unique([since, words.join("")].map(clean)).map((each) => ({ words: each, foreign: strange }));
  };
  const lyingIn = (node) => {
    const own = rectOf(node);
    const [middle, centre] = [(rect) => (rect.left + rect.right) / 2, (rect) => (rect.top + rect.bottom) / 2];
    return texts.filter((item) => middle(item.rect) > own.left && middle(item.rect) < own.right
      && centre(item.rect) > own.top && centre(item.rect) < own.bottom).map((item) => item.text);
  };

  const captionsOf = (node) => {
    const left = lefts.get(node) || [];
    const candidates = {
      label: byLabel(node),
      row: byRow(node),
      left: unique([...wordsOn(left), joined(left)]),
      right: wordsOn(rights.get(node) || []),
      inside: lyingIn(node),
      before: byTextBefore(node),
      above: ownFirst(aboves.get(node) || [], node),
      below: ownFirst(belows.get(node) || [], node),
      placeholder: [clean(node.getAttribute("placeholder"))],
      title: [clean(node.getAttribute("title"))],
    };
    return Object.entries(candidates).flatMap(([source, found]) =>
      found.map((each) => (typeof each === "string" ? { words: each } : each)).filter((each) => each.words && each.words.length <= LONGEST)
        .map((each, order) => [source, order + (each.foreign ? 10 : 0), each.words]));
  };
  return { captionsOf, wordsOf, hasField, texts };
};
