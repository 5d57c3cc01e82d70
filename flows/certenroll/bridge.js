// Where a page finds the objects: ActiveXObject, <object classid>, Enumerator.

const factories = new Map([
  ["884e2049-217d-11da-b2a4-000e7bbb2b09", "CX509EnrollmentWebClassFactory"],
  ["884e2046-217d-11da-b2a4-000e7bbb2b09", "CX509Enrollment"],
  ["127698e4-e730-4e5c-a2b1-21490a70c8a1", "CEnroll"],
  ["43f8f289-7a20-11d0-8f06-00c04fc295e1", "CEnroll"],
]);

function define(owner, name, descriptor) {
  Object.defineProperty(owner, name, { configurable: true, enumerable: false, ...descriptor });
}

// --- new ActiveXObject(progId)

const Transport = XMLHttpRequest;

function created(progId) {
  const name = String(progId).trim();
  // Pages of that time made their own requests so; the browser has the same under another name.
  if (/^(microsoft|msxml2)\.(server)?xmlhttp(\.\d\.\d)?$/i.test(name)) return new Transport();
  if (/^cenroll\.cenroll(\.\d)?$/i.test(name)) return com.make("CEnroll");
  const found = com.defined(name);
  return found && found.name !== "CEnroll" ? com.make(found.name) : fail("", codes.cannotCreateObject);
}

define(self, "ActiveXObject", {
  writable: true,
  value: function ActiveXObject(progId) {
    return created(progId);
  },
});

// --- <object classid="clsid:…">: whatever way it came into the page, and whenever

const LOADED = 4; // for which pages wait before they use a control
const controls = new WeakMap();
const { getAttribute, setAttribute } = Element.prototype;
const { apply } = Reflect;

function classOf(element) {
  const classid = apply(getAttribute, element, ["classid"]) || "";
  const found = /^\s*clsid:\s*\{?([0-9a-f-]{36})\}?\s*$/i.exec(classid);
  return found ? factories.get(found[1].toLowerCase()) : undefined;
}

function controlOf(element) {
  const name = element instanceof HTMLObjectElement ? classOf(element) : undefined;
  if (!name) return undefined;
  const kept = controls.get(element);
  if (kept && kept.name === name) return kept.object;
  const object = com.make(name);
  controls.set(element, { name: name, object: object });
  return object;
}

// Asked only for what neither the element nor its prototype has.
const between = new Proxy(Object.create(Object.getPrototypeOf(HTMLObjectElement.prototype)), {
  get(target, name, element) {
    if (typeof name !== "string" || name in target) return Reflect.get(target, name, element);
    const control = controlOf(element);
    if (control && name === "readyState") return LOADED;
    return control ? control[name] : undefined;
  },
  set(target, name, value, element) {
    const control = typeof name === "string" && !(name in target) ? controlOf(element) : undefined;
    if (!control || !(name in control)) return Reflect.set(target, name, value, element);
    control[name] = value;
    return true;
  },
});
Object.setPrototypeOf(HTMLObjectElement.prototype, between);

define(HTMLObjectElement.prototype, "object", {
  get() {
    return controlOf(this);
  },
});
define(HTMLObjectElement.prototype, "classid", {
  get() {
    return apply(getAttribute, this, ["classid"]) || "";
  },
  set(value) {
    apply(setAttribute, this, ["classid", value]);
  },
});

// --- new Enumerator(collection), as JScript has it

if (!("Enumerator" in self)) {
  define(self, "Enumerator", {
    writable: true,
    value: function Enumerator(collection) {
      const items = com.valuesOf(collection) ? com.itemsOf(collection) : Array.from(collection || []);
      let at = 0;
      this.atEnd = () => at >= items.length;
      this.item = () => items[at];
      this.moveNext = () => void (at += 1);
      this.moveFirst = () => void (at = 0);
    },
  });
}

// --- every error of JScript has a description and a number, also one that a call of no method raises

const NOT_A_METHOD = / is not a function$/;

define(TypeError.prototype, "number", {
  get() {
    return NOT_A_METHOD.test(this.message) ? codes.noSuchMember | 0 : undefined;
  },
  set(value) {
    define(this, "number", { value: value, writable: true });
  },
});
define(Error.prototype, "description", {
  get() {
    return NOT_A_METHOD.test(this.message) ? settings.noSuchMember : this.message;
  },
  set(value) {
    define(this, "description", { value: value, writable: true });
  },
});

