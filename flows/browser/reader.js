// Keeps the reading of a frame at hand: what was read leaves as text, and the nodes stay here until they are asked for.
// It runs before any script of the page, so that what it is made of is the browser's own.
(() => {
  const NAME = "THE NAME";
  if (window[NAME]) return;
  const KEPT = 8; // readings whose nodes can still be used
  const { stringify } = JSON;
  const { getOwnPropertyDescriptor, defineProperty } = Object;
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
      node(reading, index) {
        return (kept.get(reading) || [])[index] || null;
      },
    }),
  });
})();
