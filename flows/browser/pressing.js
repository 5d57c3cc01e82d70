// One press, one click: lets the first click on what is being pressed through, and stops every other one.
// It runs before any script of the page, so that no listener of the page comes first.
(() => {
  const NAME = Symbol.for("ekakushin.pressing");
  if (window[NAME]) return;
  const { apply } = Reflect;
  const { addEventListener } = EventTarget.prototype;
  const { composedPath, preventDefault, stopImmediatePropagation } = Event.prototype;
  const { includes } = Array.prototype;
  const soon = setTimeout;

  let pressed = null;
  let clicks = 0;

  function heard(event) {
    if (pressed === null || !apply(includes, apply(composedPath, event, []), [pressed])) return;
    clicks += 1;
    if (clicks === 1) return;
    apply(preventDefault, event, []);
    apply(stopImmediatePropagation, event, []);
  }

  function listen() {
    apply(addEventListener, window, ["click", heard, true]); // again: document.open() takes listeners away
  }

  Object.defineProperty(window, NAME, {
    value: Object.freeze({
      // From now on the first click on this node counts.
      begin(node) {
        pressed = node;
        clicks = 0;
        listen();
      },
      // Click it by script unless a click has reached it; whether it had to be.
      // Later, so that what the page does then does not keep this call from returning.
      finish(node) {
        if (pressed !== node || clicks > 0) return false;
        soon(() => {
          if (pressed === node && clicks === 0 && !node.disabled) node.click();
        }, 0);
        return true;
      },
      // The page is a person's now, who may click as they like.
      release() {
        pressed = null;
      },
    }),
  });
  listen();
})();
