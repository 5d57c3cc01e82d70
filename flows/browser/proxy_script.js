// Asks a proxy script (PAC) about addresses. It runs in a page from which nothing leaves: the addresses of the names that
// it asks about are handed in, and those that are not there are noted for another round.
(question) => {
  const unknown = new Set();
  const whole = (pattern) => new RegExp(`^${pattern}$`, "i");
  const isIp = (text) => /^\d{1,3}(\.\d{1,3}){3}$/.test(text) && text.split(".").every((part) => part < 256);
  const number = (text) => text.split(".").reduce((sum, part) => sum * 256 + Number(part), 0);
  const ofName = (host) => {
    if (host === null || host === undefined) return [];
    host = String(host).toLowerCase();
    if (isIp(host) || host.includes(":")) return [host];
    if (!Object.hasOwn(question.names, host)) unknown.add(host);
    return question.names[host] || [];
  };
  const DAYS = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"];
  const MONTHS = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];
  const now = (given) => {
    const date = new Date();
    const utc = String(given.at(-1)).toUpperCase() === "GMT";
    const read = (part) => date[`get${utc ? "UTC" : ""}${part}`]();
    return { rest: utc ? given.slice(0, -1) : given, read };
  };
  const within = (value, first, last) => (first <= last ? first <= value && value <= last : value >= first || value <= last);
  const helpers = {
    isPlainHostName: (host) => !/[.:]/.test(host),
    dnsDomainIs: (host, domain) => host.toLowerCase().endsWith(domain.toLowerCase()),
    localHostOrDomainIs: (host, named) => host === named || (!host.includes(".") && named.startsWith(`${host}.`)),
    isResolvable: (host) => ofName(host).some(isIp),
    isResolvableEx: (host) => ofName(host).length > 0,
    dnsResolve: (host) => ofName(host).find(isIp) || null,
    dnsResolveEx: (host) => ofName(host).join(";"),
    myIpAddress: () => question.mine,
    myIpAddressEx: () => question.mine,
    convert_addr: (address) => number(address),
    dnsDomainLevels: (host) => host.split(".").length - 1,
    isInNet: (host, net, mask) => {
      const address = isIp(host) ? host : helpers.dnsResolve(host);
      if (!address || !isIp(net) || !isIp(mask)) return false;
      const bits = number(mask);
      return (number(address) & bits) === (number(net) & bits);
    },
    isInNetEx: (host, prefix) => {
      const [net, length] = prefix.split("/");
      const mask = length > 0 ? (2 ** 32 - 2 ** (32 - length)) : 0;
      return isIp(net) && ofName(host).filter(isIp).some((each) => (number(each) & mask) === (number(net) & mask));
    },
    sortIpAddressList: (list) => String(list).split(";").map((each) => each.trim()).filter(Boolean).sort().join(";"),
    shExpMatch: (text, pattern) => {
      const escaped = String(pattern).replace(/[.+^${}()|[\]\\]/g, "\\$&").replace(/\*/g, ".*").replace(/\?/g, ".");
      return whole(escaped).test(text);
    },
    weekdayRange: (...given) => {
      const { rest, read } = now(given);
      const [first, last = first] = rest.map((day) => DAYS.indexOf(String(day).toUpperCase()));
      return first >= 0 && within(read("Day"), first, last);
    },
    dateRange: (...given) => {
      const { rest, read } = now(given);
      const half = rest.length > 1 ? rest.length / 2 : 1;
      const [year, month, day] = [read("FullYear"), read("Month"), read("Date")];
      const parts = (texts) => texts.map((text) => {
        const named = MONTHS.indexOf(String(text).toUpperCase());
        if (named >= 0) return ["month", named];
        return Number(text) > 31 ? ["year", Number(text)] : ["day", Number(text)];
      });
      const value = (kinds) => kinds.reduce((sum, kind) => sum * 10000 + { year, month, day }[kind], 0);
      const order = ["year", "month", "day"];
      const sorted = (texts) => parts(texts).sort((a, b) => order.indexOf(a[0]) - order.indexOf(b[0]));
      const [begin, end] = [sorted(rest.slice(0, half)), sorted(rest.slice(rest.length > 1 ? half : 0))];
      const flat = (pairs) => pairs.reduce((sum, [, each]) => sum * 10000 + each, 0);
      return within(value(begin.map(([kind]) => kind)), flat(begin), flat(end));
    },
    timeRange: (...given) => {
      const { rest, read } = now(given);
      const numbers = rest.map(Number);
      const time = read("Hours") * 3600 + read("Minutes") * 60 + read("Seconds");
      const seconds = (h, m = 0, s = 0) => h * 3600 + m * 60 + s;
      if (numbers.length === 1) return read("Hours") === numbers[0];
      const half = numbers.length / 2;
      const last = seconds(...numbers.slice(half));
      return within(time, seconds(...numbers.slice(0, half)), numbers.length === 2 ? last - 1 : last);
    },
    getClientVersion: () => "1.0",
    alert: () => {},
  };
  try {
    const names = Object.keys(helpers);
    const ask = new Function(
      ...names,
      `${question.script}\n;return typeof FindProxyForURL === "function" ? FindProxyForURL : FindProxyForURLEx;`,
    )(...names.map((name) => helpers[name]));
    const proxies = question.addresses.map((address) => String(ask(address, new URL(address).hostname) ?? "DIRECT"));
    return { proxies, unknown: [...unknown], error: "" };
  } catch (error) {
    return { proxies: [], unknown: [...unknown], error: `${error.name}: ${error.message}`.slice(0, 120) };
  }
}
