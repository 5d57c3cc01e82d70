// What Internet Explorer's elements and documents have besides: attachEvent, createElement("<input …>"), currentStyle …

const listening = new WeakMap();

function listenerOf(handler) {
  if (!listening.has(handler)) listening.set(handler, (event) => apply(handler, self, [event]));
  return listening.get(handler);
}

const eventOf = (name) => String(name).replace(/^on/i, "").toLowerCase();

for (const owner of [Element.prototype, Document.prototype, self]) {
  define(owner, "attachEvent", {
    writable: true,
    value(name, handler) {
      (this || self).addEventListener(eventOf(name), listenerOf(handler));
      return true;
    },
  });
  define(owner, "detachEvent", {
    writable: true,
    value(name, handler) {
      (this || self).removeEventListener(eventOf(name), listenerOf(handler));
    },
  });
}
define(Element.prototype, "fireEvent", {
  writable: true,
  value(name) {
    return this.dispatchEvent(new Event(eventOf(name), { bubbles: true, cancelable: true }));
  },
});
define(Document.prototype, "createEventObject", { writable: true, value: () => ({}) });

const { createElement } = Document.prototype;

define(Document.prototype, "createElement", {
  writable: true,
  value(name, ...more) {
    if (!/^\s*</.test(name)) return apply(createElement, this, [name, ...more]);
    const template = apply(createElement, this, ["template"]);
    template.innerHTML = name;
    return this.adoptNode(template.content.firstElementChild);
  },
});

define(Document.prototype, "parentWindow", {
  get() {
    return this.defaultView;
  },
});
define(Document.prototype, "uniqueID", { get: () => "ms__id" + (numbered += 1) });
define(Element.prototype, "document", {
  get() {
    return this.ownerDocument;
  },
});
define(Element.prototype, "uniqueID", {
  get() {
    if (!identified.has(this)) identified.set(this, "ms__id" + (numbered += 1));
    return identified.get(this);
  },
});
define(Element.prototype, "currentStyle", {
  get() {
    return getComputedStyle(this);
  },
});
define(Element.prototype, "runtimeStyle", {
  get() {
    return this.style;
  },
});
define(Element.prototype, "removeNode", {
  writable: true,
  value(deep) {
    if (!deep) this.replaceWith(...this.childNodes);
    else this.remove();
    return this;
  },
});

const identified = new WeakMap();
let numbered = 0;
