// Collections that are called, `document.forms("name")`, `select.options(0)`, and document.all as 互換表示 has it.

const callable = (function () {
  const known = new WeakMap();
  const originals = new WeakSet();

  const named = (node, key) => node.id === key || (node.getAttribute && node.getAttribute("name") === key);

  // One node, or a collection of those that share the name; null where there is none.
  function pick(collection, key, index) {
    if (typeof key === "number" || /^\d+$/.test(key)) return collection[Number(key)] || null;
    const found = Array.from(collection).filter((node) => named(node, String(key)));
    if (index !== undefined) return found[Number(index)] || null;
    return found.length > 1 ? of(found) : found[0] || null;
  }

  function member(collection, name) {
    if (name === "item") return (key, index) => pick(collection, key, index);
    if (name === "tags") return (tag) => of(Array.from(collection).filter((node) => is(node, tag)));
    const value = Reflect.get(collection, name, collection);
    if (value === undefined && typeof name === "string") return pick(collection, name) || undefined;
    return typeof value === "function" && !(value instanceof Node) ? value.bind(collection) : value;
  }

  const is = (node, tag) => tag === "*" || node.localName === String(tag).toLowerCase();

  function of(collection) {
    if (!(collection instanceof Object) || originals.has(collection)) return collection;
    if (known.has(collection)) return known.get(collection);
    const made = new Proxy(() => undefined, {
      apply: (target, self, [key, index]) => pick(collection, key, index),
      get: (target, name) => member(collection, name),
      set: (target, name, value) => Reflect.set(collection, name, value, collection),
      has: (target, name) => name in collection || name === "tags",
      deleteProperty: (target, name) => Reflect.deleteProperty(collection, name),
      getOwnPropertyDescriptor: (target, name) => descriptorOf(collection, name),
      getPrototypeOf: () => Object.getPrototypeOf(collection),
      ownKeys: () => Reflect.ownKeys(collection),
    });
    known.set(collection, made);
    originals.add(made);
    return made;
  }

  function descriptorOf(collection, name) {
    const found = Reflect.getOwnPropertyDescriptor(collection, name);
    return found && { ...found, configurable: true };
  }

  return { of };
})();

function callGetter(owner, name) {
  const found = Object.getOwnPropertyDescriptor(owner, name);
  if (!found || !found.get) return;
  define(owner, name, {
    get() {
      return callable.of(apply(found.get, this, []));
    },
    set: found.set,
  });
}

function callMethod(owner, name) {
  const found = owner[name];
  define(owner, name, {
    writable: true,
    value(...given) {
      return callable.of(apply(found, this, given));
    },
  });
}

for (const name of ["forms", "images", "links", "anchors", "scripts", "embeds"]) callGetter(Document.prototype, name);
for (const owner of [Document.prototype, Element.prototype]) {
  callGetter(owner, "children");
  callMethod(owner, "getElementsByTagName");
}
callMethod(Document.prototype, "getElementsByName");
callGetter(Node.prototype, "childNodes");
callGetter(HTMLFormElement.prototype, "elements");
callGetter(HTMLSelectElement.prototype, "options");
callGetter(HTMLTableElement.prototype, "rows");
callGetter(HTMLTableElement.prototype, "tBodies");
callGetter(HTMLTableSectionElement.prototype, "rows");
callGetter(HTMLTableRowElement.prototype, "cells");
define(Element.prototype, "all", {
  get() {
    return this.getElementsByTagName("*");
  },
});
define(Document.prototype, "frames", {
  get() {
    const frames = (key) => self.frames[key];
    return new Proxy(frames, { get: (target, name) => self.frames[name] });
  },
});

// Outside 互換表示 document.all is as good as undefined there too, and Chromium's can be called.
if (explorer.compatible) {
  const { getElementById } = Document.prototype;
  define(Document.prototype, "all", {
    get() {
      return this.getElementsByTagName("*");
    },
  });
  define(Document.prototype, "getElementById", {
    writable: true,
    value(id) {
      return apply(getElementById, this, [id]) || this.getElementsByName(id)[0] || null;
    },
  });
}
