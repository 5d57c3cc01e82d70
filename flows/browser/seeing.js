// What of a frame a person can see: elements and words that have a place, are not see-through, cut off or moved away.
const FAR = 5000; // pixels that nobody scrolls to the side
const LEAST = 3; // pixels of a control that somebody could hit
const up = (node) => node.assignedSlot || node.parentElement || (node.getRootNode().host ?? null);
const remembered = (ask) => {
  const answers = new Map();
  return (node) => {
    if (!answers.has(node)) answers.set(node, ask(node));
    return answers.get(node);
  };
};
const styleOf = remembered((node) => getComputedStyle(node));
const rectOf = remembered((node) => node.getBoundingClientRect());

// Whether it, or something it stands in, is made invisible by a property of its own.
const vanished = remembered((node) => {
  const style = styleOf(node);
  if (style.clipPath.match(/^inset\((100|[5-9]\d)(\.\d+)?%|^circle\(0|^polygon\((0(px|%)? 0(px|%)?,? ?)+\)/)) return true;
  if (style.clip.match(/^rect\((\d)px,? \1px,? \1px,? \1px\)/) && style.position !== "static") return true;
  if (style.filter.match(/opacity\(0?(\.0\d*)?%?\)/)) return true;
  return !!up(node) && vanished(up(node));
});
const opacityOf = remembered((node) => Number(styleOf(node).opacity) * (up(node) ? opacityOf(up(node)) : 1));
const fixed = remembered((node) => styleOf(node).position === "fixed" || (!!up(node) && fixed(up(node))));

// The window through which it is seen: what stands around it may cut it off.
const WHOLE = { left: -Infinity, top: -Infinity, right: Infinity, bottom: Infinity };
const common = (one, other) => ({
  left: Math.max(one.left, other.left), top: Math.max(one.top, other.top),
  right: Math.min(one.right, other.right), bottom: Math.min(one.bottom, other.bottom),
});
const windowOf = remembered((node) => {
  const position = styleOf(node).position;
  const around = position === "absolute" ? node.offsetParent : position === "fixed" ? null : up(node);
  return around ? inside(around) : WHOLE;
});
const inside = remembered((node) => {
  if (node === node.ownerDocument.body || node === node.ownerDocument.documentElement) return WHOLE;
  const style = styleOf(node);
  const rect = rectOf(node);
  const cuts = /hidden|clip/.test(style.overflow) || (/auto|scroll/.test(style.overflow) && (rect.width <= 1 || rect.height <= 1));
  return cuts && style.display !== "inline" ? common(windowOf(node), rect) : windowOf(node);
});
const within = (rect, around, least) => {
  const seen = common(rect, around);
  return seen.right - seen.left > least && seen.bottom - seen.top > least;
};
const view = { x: window.scrollX, y: window.scrollY, width: window.innerWidth, height: window.innerHeight };
const reachable = (node, rect) => {
  if (rect.right + view.x <= 0 || rect.bottom + view.y <= 0 || rect.left + view.x > FAR) return false;
  return !fixed(node) || (rect.bottom > 0 && rect.top < view.height && rect.left < view.width);
};
const visible = remembered((node) =>
  node.checkVisibility({ opacityProperty: true, visibilityProperty: true }) && opacityOf(node) > 0.05 && !vanished(node));

const shown = remembered((node) => {
  if (node.localName === "area") return !!document.querySelector(`img[usemap="#${CSS.escape(node.closest("map")?.name ?? "")}"]`);
  if (!node.getClientRects().length || !visible(node) || node.closest("[inert]")) return false;
  const rect = rectOf(node);
  const hollow = !node.matches("input,select,textarea,button,iframe,frame") && (rect.width <= 1 || rect.height <= 1);
  return reachable(node, rect) && (hollow ? [...node.children].some(shown) : within(rect, windowOf(node), LEAST));
});
const wordsShown = (parent, rect) =>
  rect.width > 0.5 && rect.height > 0.5 && visible(parent) && reachable(parent, rect) && within(rect, inside(parent), 1);
// Whether the frame itself can be seen in the page around it.
const frameShown = () => {
  for (let around = window; around !== around.parent && around.frameElement; around = around.parent) {
    const frame = around.frameElement;
    if (!shown(frame) || frame.clientWidth <= LEAST || frame.clientHeight <= LEAST) return false;
  }
  return true;
};
