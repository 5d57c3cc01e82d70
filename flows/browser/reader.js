// Keeps the reading of a frame at hand: what was read leaves as text, and the nodes stay here until they are asked for.
// It runs before any script of the page, so that what it is made of is the browser's own.
(() => {
  const NAME = "THE NAME";
  if (window[NAME]) return;
  const KEPT = 8; // readings whose nodes can still be used
  const { stringify } = JSON;
  const { getOwnPropertyDescriptor, defineProperty } = Object;
  const { apply } = Reflect;
  const { addEventListener, dispatchEvent } = EventTarget.prototype;
  const { Event } = window;
  const kept = new Map();

  function readFrame() {
// THE READING STANDS HERE
  }

  // Some libraries have arrays and strings write themselves in a way of their own.
  function plainly(value) {
    const own = [Object, Array, String, Number, Boolean].map((kind) => [kind.prototype, getOwnPropertyDescriptor(kind.prototype, "toJSON")]).filter(([, how]) => how);
    for (const [kind] of own) delete kind.toJSON;
    try {
      return stringify(value);
    } finally {
      for (const [kind, how] of own) defineProperty(kind, "toJSON", how);
    }
  }

  const nodeOf = (reading, index) => (kept.get(Number(reading)) || [])[index] || null;

  // Gives the node that is asked for to whoever knows the names of both events.
  function give(event) {
    const node = nodeOf(...event.detail.split(":"));
    if (node) apply(dispatchEvent, node, [new Event("GIVEN", { composed: true })]);
  }

  const behindANotice = (node) => [...node.ownerDocument.querySelectorAll("dialog:modal")].some((each) => !each.contains(node));

  defineProperty(window, NAME, {
    value: Object.freeze({
      // The reading of this number as JSON; `unused` are the numbers of those whose nodes nobody will ask for.
      read(reading, frame, unused) {
        for (const number of unused) kept.delete(number);
        if (document.readyState === "loading") return plainly({ born: performance.timeOrigin, ready: "loading" });
        const { elements, page } = readFrame();
        kept.set(reading, elements);
        while (kept.size > KEPT) kept.delete(kept.keys().next().value);
        for (const control of page.controls) Object.assign(control, { reading, frame });
        return plainly(page);
      },
      // The node of a control; null where it is not known any more.
      node: nodeOf,
      // Whether it can be used; from now on it can be asked for.
      find(reading, index) {
        const node = nodeOf(reading, index);
        if (!node) return "gone";
        apply(addEventListener, window, ["ASKED", give, true]); // each time: document.open() takes listeners away
        return behindANotice(node) ? "behind" : "there";
      },
    }),
  });
})();
