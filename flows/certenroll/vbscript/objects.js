// Objects as a program meets them: its own, and those of page and browser, whose members have no letter case here.

// What VBScript has of its own: classes' instances, Err, dictionaries, regular expressions.
class VbObject {
  // name (lower case) → { get, put } or { method }; get, put and method are given cells
  get members() {
    return {};
  }

  find(name) {
    return Object.hasOwn(this.members, name) ? this.members[name] : undefined;
  }

  has(name) {
    return this.find(name) !== undefined;
  }

  read(name, cells) {
    const member = this.find(name);
    if (!member || !(member.get || member.method)) raise(438);
    if (member.method) return member.method(...cells);
    return member.parameters || !cells.length ? member.get(...cells) : objects.item(member.get(), cells);
  }

  put(name, cells, value) {
    const member = this.find(name);
    if (!member || !member.put) raise(438);
    member.put(...cells, new Cell(value));
  }

  get typeName() {
    return "Object";
  }

  get standard() {
    return undefined;
  }

  items() {
    return raise(451);
  }
}

const objects = (function () {
  const proxies = new WeakMap();
  const originals = new WeakMap();
  const spellings = new WeakMap();

  // --- to and from JavaScript

  function fromJs(value) {
    if (typeof value === "bigint" || typeof value === "symbol") return String(value);
    return (value instanceof Object && originals.get(value)) || value;
  }

  function toJs(value) {
    if (value instanceof Boxed) return value.type === DATE ? dates.toJs(value.value) : value.value;
    if (value === NOTHING) return null;
    if (value instanceof VbArray) return nested(value, value.bounds.length - 1, 0, 1);
    return value instanceof VbObject ? proxyOf(value) : value;
  }

  // An array of arrays, the first index outermost.
  function nested(array, last, start, size, at = 0) {
    if (array.bounds.length === 0) return [];
    const made = [];
    for (let index = 0; index <= array.bounds[at]; index += 1) {
      const place = start + index * size;
      const next = size * (array.bounds[at] + 1);
      made.push(at === last ? toJs(array.items[place]) : nested(array, last, place, next, at + 1));
    }
    return made;
  }

  function proxyOf(object) {
    if (!proxies.has(object)) {
      const proxy = new Proxy({}, {
        get: (target, key) => (typeof key === "string" ? jsMember(object, key) : undefined),
        set: (target, key, value) => {
          object.put(String(key).toLowerCase(), [], fromJs(value));
          return true;
        },
        has: (target, key) => typeof key === "string" && object.has(key.toLowerCase()),
      });
      proxies.set(object, proxy);
      originals.set(proxy, object);
    }
    return proxies.get(object);
  }

  function jsMember(object, key) {
    const name = key.toLowerCase();
    const member = object.find(name);
    if (!member) return key === "toString" ? () => "[object]" : undefined;
    const call = (...given) => toJs(object.read(name, given.map((each) => new Cell(fromJs(each)))));
    return member.method || member.parameters ? call : call();
  }

  const valuesOf = (cells) => cells.map((cell) => (cell ? toJs(cell.v) : undefined));

  // --- members of the page's objects

  function spellingsOf(owner) {
    const fixed = Object.hasOwn(owner, "constructor");
    if (fixed && spellings.has(owner)) return spellings.get(owner);
    const names = Object.getOwnPropertyNames(owner);
    const found = new Map(names.filter((name) => !isClass(owner, name)).map((name) => [name.toLowerCase(), name]));
    if (fixed) spellings.set(owner, found);
    return found;
  }

  // A class of the browser (Document, Text, Range): nothing that a program of that time means by such a name.
  function isClass(object, key) {
    if (!/^[A-Z]/.test(key)) return false;
    const known = Object.getOwnPropertyDescriptor(object, key);
    return Boolean(known) && !known.enumerable && typeof known.value === "function";
  }

  function spelling(object, name) {
    if (name in object && !isClass(object, name)) return name;
    const lower = name.toLowerCase();
    for (let owner = object; owner; owner = Object.getPrototypeOf(owner)) {
      const known = spellingsOf(owner).get(lower);
      if (known !== undefined) return known;
    }
    return undefined;
  }

  const NAMED = "form, img, object, embed, iframe, frame, applet";

  // A form of a document or a field of a form, by its name.
  function namedIn(object, name) {
    if (object.nodeType === 9) return called(object.querySelectorAll(NAMED), name);
    if (object.nodeType === 1 && object.tagName === "FORM") return called(object.elements, name);
    return undefined;
  }

  function called(elements, name) {
    const lower = name.toLowerCase();
    const is = (element, attribute) => (element.getAttribute(attribute) || "").toLowerCase() === lower;
    return Array.from(elements).find((each) => each.getAttribute && (is(each, "name") || is(each, "id")));
  }

  // What Internet Explorer's elements and documents have besides, whatever browser the page is shown to: VBScript is
  // written for no other.
  const OLDER = {
    all: (node) => node.nodeType === 1 && node.getElementsByTagName("*"),
    currentstyle: (node) => node.nodeType === 1 && host.window.getComputedStyle(node),
    document: (node) => node.nodeType === 1 && node.ownerDocument,
    parentwindow: (node) => node.nodeType === 9 && node.defaultView,
  };

  function olderIn(object, name) {
    const lower = name.toLowerCase();
    return Object.hasOwn(OLDER, lower) ? OLDER[lower](object) : undefined;
  }

  function find(object, name) {
    const key = spelling(object, name);
    if (key !== undefined) return { value: object[key], key };
    // Some answer to what they do not list: an <object> with a control in it.
    const value = isClass(object, name) ? undefined : object[name];
    if (value !== undefined) return { value, key: name };
    const element = namedIn(object, name) || olderIn(object, name);
    return element ? { value: element, key: name } : undefined;
  }

  // Whether reading a member calls it. A property that holds a function (onclick) is only read.
  function isMethod(object, key, value) {
    if (typeof value !== "function" || host.isControl(value)) return false;
    for (let owner = object; owner; owner = Object.getPrototypeOf(owner)) {
      const known = Object.getOwnPropertyDescriptor(owner, key);
      if (known) return !known.get;
    }
    return true;
  }

  function checked(object) {
    if (object === NOTHING) raise(91);
    if (!isObject(object)) raise(424);
    return object;
  }

  function read(given, name, cells) {
    const object = checked(given);
    if (object instanceof VbObject) return object.read(name.toLowerCase(), cells);
    const found = find(object, name);
    if (!found) return raise(438);
    if (isMethod(object, found.key, found.value)) return fromJs(Reflect.apply(found.value, object, valuesOf(cells)));
    const value = fromJs(found.value);
    return cells.length ? item(value, cells) : value;
  }

  function put(given, name, cells, value) {
    const object = checked(given);
    if (object instanceof VbObject) return object.put(name.toLowerCase(), cells, value);
    if (cells.length) return putItem(read(object, name, []), cells, value);
    Reflect.set(object, spelling(object, name) || name, toJs(value));
    return undefined;
  }

  // --- brackets behind a value: an element, an item, or the default member

  function item(value, cells) {
    if (value instanceof VbArray) return value.items[value.place(cells.map((cell) => cell.v))];
    if (!isObject(value)) raise(13);
    if (value === NOTHING) raise(91);
    if (value instanceof VbObject) return value.standard ? value.read(value.standard, cells) : raise(450);
    if (value.vbProcedure) return value.vbProcedure.call(cells);
    if (typeof value === "function") return fromJs(Reflect.apply(value, host.window, valuesOf(cells)));
    if (host.isControl(value)) return read(value, "Item" in value ? "Item" : "ItemByIndex", cells);
    return cells.length ? fromJs(itemOf(value, plain(cells[0].v))) : value;
  }

  function itemOf(collection, key) {
    const from = collection.nodeType === 1 && collection.tagName === "FORM" ? collection.elements : collection;
    if (typeof key !== "string") return from[toLong(key)] ?? null;
    const known = key in from ? from[key] : undefined;
    if (known !== undefined && known !== null && typeof known !== "function") return known;
    return typeof from.namedItem === "function" ? called(from, key) ?? null : known;
  }

  function putItem(value, cells, given) {
    if (value instanceof VbArray) {
      value.items[value.place(cells.map((cell) => cell.v))] = given;
    } else if (value instanceof VbObject && value.standard) {
      value.put(value.standard, cells, given);
    } else if (isObject(value) && value !== NOTHING && cells.length) {
      Reflect.set(value, toText(cells[0].v), toJs(given));
    } else {
      raise(value === NOTHING ? 91 : 13);
    }
  }

  // --- an object where a value is wanted

  function defaultOf(object) {
    if (object === NOTHING) raise(91);
    if (object instanceof VbObject) return object.standard ? plain(object.read(object.standard, [])) : raise(438);
    if (typeof object === "function" || host.isControl(object)) raise(438);
    const value = typeof object.valueOf === "function" ? object.valueOf() : object;
    return isObject(value) || typeof object.getTime === "function" ? String(object) : fromJs(value);
  }

  function itemsOf(value) {
    if (value instanceof VbArray) return value.items.slice();
    if (!isObject(value)) raise(451);
    if (value === NOTHING) raise(424);
    if (value instanceof VbObject) return value.items();
    if (host.isControl(value)) return host.itemsOf(value);
    const listed = typeof value[Symbol.iterator] === "function" || typeof value.length === "number";
    return listed ? Array.from(value).map(fromJs) : raise(451);
  }

  function typeName(value) {
    if (value === NOTHING) return "Nothing";
    if (value instanceof VbObject) return value.typeName;
    if (host.isControl(value)) return "Object";
    const mark = Object.prototype.toString.call(value).slice(8, -1);
    return typeof value === "function" || mark === "Object" ? "Object" : mark;
  }

  return { fromJs, toJs, read, put, find, isMethod, spelling, called, item, putItem, defaultOf, itemsOf, typeName,
    identity: (value) => value };
})();
