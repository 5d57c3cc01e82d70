// Dates: days since 30 December 1899 as a Double, read and written as Japanese Windows does.

const dates = (function () {
  const DAY = 86400000;
  const START = Date.UTC(1899, 11, 30);
  const LEAST = -657434;
  const MOST = 2958466;
  const two = (value) => String(value).padStart(2, "0");

  function make(days) {
    if (!(days >= LEAST && days < MOST)) raise(5);
    return new Boxed(DATE, days);
  }

  // Before 1899 the fraction counts away from zero: -1.25 is 29 December 1899, 06:00.
  const toMoment = (days) => {
    const whole = Math.trunc(days);
    return new Date(START + whole * DAY + Math.round(Math.abs(days - whole) * 86400) * 1000);
  };

  function fromMoment(moment) {
    const all = (moment - START) / DAY;
    const whole = Math.floor(all);
    const rest = all - whole;
    return whole < 0 && rest > 0 ? whole - rest : all;
  }

  function parts(days) {
    const moment = toMoment(days);
    return {
      year: moment.getUTCFullYear(), month: moment.getUTCMonth() + 1, day: moment.getUTCDate(),
      hour: moment.getUTCHours(), minute: moment.getUTCMinutes(), second: moment.getUTCSeconds(),
      weekday: moment.getUTCDay() + 1,
    };
  }

  function fullYear(year) {
    if (year >= 0 && year <= 29) return year + 2000;
    return year >= 30 && year <= 99 ? year + 1900 : year;
  }

  function moment(year, month, day, hour, minute, second) {
    const made = new Date(0);
    made.setUTCFullYear(year, month - 1, day);
    made.setUTCHours(hour || 0, minute || 0, second || 0, 0);
    return made.getTime();
  }

  const serial = (year, month, day) => make(fromMoment(moment(fullYear(year), month, day)));

  function now() {
    const here = new Date();
    const local = here.getTime() - here.getTimezoneOffset() * 60000;
    return fromMoment(Math.floor(local / 1000) * 1000);
  }

  // --- reading

  const CLOCK = /(\d{1,2})(?::|時)(\d{1,2})(?:分)?(?::?(\d{1,2})秒?)?\s*(am|pm|午前|午後)?/i;
  const HALF_DAY = /(午前|午後|am|pm)\s*(?=\d)/i;
  const ORDERS = [
    [/^(\d{1,4})[/.-](\d{1,2})[/.-](\d{1,2})$/, (a, b, c) => [a, b, c]],
    [/^(\d{4})年(\d{1,2})月(\d{1,2})日$/, (a, b, c) => [a, b, c]],
    [/^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})$/, (a, b, c) => [c, a, b]],
    [/^(\d{1,2})[/.-](\d{1,2})$/, (a, b) => [new Date().getFullYear(), a, b]],
    [/^(\d{1,2})月(\d{1,2})日$/, (a, b) => [new Date().getFullYear(), a, b]],
    [/^(\d{4})[/-](\d{1,2})$/, (a, b) => [a, b, 1]],
    [/^(\d{1,2})[- ]([a-z]{3})[a-z]*[- ,]+(\d{2,4})$/i, (a, b, c) => [c, named(b), a]],
    [/^([a-z]{3})[a-z]* (\d{1,2}),? +(\d{2,4})$/i, (a, b, c) => [c, named(a), b]],
  ];
  const named = (name) => "janfebmaraprmayjunjulaugsepoctnovdec".indexOf(name.toLowerCase()) / 3 + 1;

  function valid(year, month, day) {
    const found = new Date(moment(year, month, day));
    return found.getUTCMonth() + 1 === month && found.getUTCDate() === day;
  }

  function dayIn(text) {
    for (const [pattern, arrange] of ORDERS) {
      const found = pattern.exec(text);
      if (!found) continue;
      const [year, month, day] = arrange(...found.slice(1)).map(Number);
      const years = fullYear(year);
      if (valid(years, month, day)) return fromMoment(moment(years, month, day));
      // `5/8/24` where the first cannot be a year: month, day, year
      if (valid(fullYear(day), year, month)) return fromMoment(moment(fullYear(day), year, month));
    }
    return undefined;
  }

  function clockIn(text) {
    const found = CLOCK.exec(text);
    if (!found) return undefined;
    const [, hour, minute, second, behind] = found;
    const half = (behind || (HALF_DAY.exec(text) || [])[1] || "").toLowerCase();
    const late = half === "pm" || half === "午後";
    let hours = Number(hour);
    if (half && hours > 12) return undefined;
    if (half) hours = (hours % 12) + (late ? 12 : 0);
    if (hours > 23 || minute > 59 || second > 59) return undefined;
    return (hours * 3600 + Number(minute) * 60 + Number(second || 0)) / 86400;
  }

  // A Date, or undefined where the text says none.
  function read(given) {
    const text = given.normalize("NFKC").trim();
    const clock = clockIn(text);
    const rest = text.replace(HALF_DAY, "").replace(clock === undefined ? /$^/ : CLOCK, "").replace(/\s*[(（][月火水木金土日][)）]/, "");
    const day = rest.trim() === "" ? 0 : dayIn(rest.trim());
    if (day === undefined || (clock === undefined && rest.trim() === "")) return undefined;
    return make(day < 0 ? day - (clock || 0) : day + (clock || 0));
  }

  // --- writing

  const day = (days) => {
    const { year, month, day: number } = parts(days);
    return String(year).padStart(4, "0") + "/" + two(month) + "/" + two(number);
  };
  const clock = (days) => {
    const { hour, minute, second } = parts(days);
    return hour + ":" + two(minute) + ":" + two(second);
  };
  const hasClock = (days) => Math.round(Math.abs(days - Math.trunc(days)) * 86400) !== 0;

  function write(days) {
    if (Math.trunc(days) === 0) return clock(days);
    return hasClock(days) ? day(days) + " " + clock(days) : day(days);
  }

  function format(days, how) {
    const { year, month, day: number, hour, minute } = parts(days);
    if (how === 0) return write(days);
    if (how === 1) return year + "年" + month + "月" + number + "日";
    if (how === 2) return day(days);
    if (how === 3) return clock(days);
    return how === 4 ? two(hour) + ":" + two(minute) : raise(5);
  }

  // The Date that a Variant is.
  function of(given) {
    const value = plain(given);
    if (value === null) raise(94);
    if (typeof value !== "string") return make(toNumber(value));
    const number = numberIn(value);
    return read(value) || (Number.isNaN(number) ? raise(13) : make(number));
  }

  const toJs = (days) => {
    const local = toMoment(days);
    return new Date(local.getUTCFullYear(), local.getUTCMonth(), local.getUTCDate(),
      local.getUTCHours(), local.getUTCMinutes(), local.getUTCSeconds());
  };

  return { make, parts, moment, fromMoment, fullYear, serial, now, read, write, format, of, toJs, two };
})();
