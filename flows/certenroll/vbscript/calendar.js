// The built-in functions for dates and times.

const calendarFunctions = (function () {
  const partOf = (name) => (value) => nullOr(value, (known) => dates.parts(dates.of(known).value)[name]);
  const nullOr = (value, act) => (plain(value) === null ? null : act(value));
  const DAYS = "日月火水木金土";
  const MONTHS = { yyyy: 12, q: 3, m: 1 };
  const SECONDS = { y: 86400, d: 86400, w: 86400, ww: 604800, h: 3600, n: 60, s: 1 };
  const first = (value) => (value === undefined || toLong(value) === 0 ? 1 : toLong(value));

  // 1 is the first day of the week that begins with `start`.
  const weekdayOf = (days, start) => ((dates.parts(days).weekday - start + 7) % 7) + 1;

  function add(interval, number, given) {
    const unit = toText(interval).toLowerCase();
    const amount = Math.trunc(toNumber(number));
    const { year, month, day, hour, minute, second } = dates.parts(dates.of(given).value);
    if (MONTHS[unit]) {
      const target = month - 1 + amount * MONTHS[unit];
      const [years, months] = [year + Math.floor(target / 12), ((target % 12) + 12) % 12];
      const last = new Date(Date.UTC(2000, 0, 1));
      last.setUTCFullYear(years, months + 1, 0);
      const at = dates.moment(years, months + 1, Math.min(day, last.getUTCDate()), hour, minute, second);
      return dates.make(dates.fromMoment(at));
    }
    if (!SECONDS[unit]) raise(5);
    const at = dates.moment(year, month, day, hour, minute, second) + amount * SECONDS[unit] * 1000;
    return dates.make(dates.fromMoment(at));
  }

  // Borders passed between the two, as DateDiff counts.
  function difference(interval, from, to, firstDay) {
    const unit = toText(interval).toLowerCase();
    const [one, other] = [dates.of(from).value, dates.of(to).value];
    const [a, b] = [dates.parts(one), dates.parts(other)];
    const quarter = (each) => each.year * 4 + Math.floor((each.month - 1) / 3);
    const count = (each, size) =>
      Math.floor(dates.moment(each.year, each.month, each.day, each.hour, each.minute, each.second) / (size * 1000));
    const day = (each) => count(each, 86400);
    const week = (each, days) => (day(each) - weekdayOf(days, first(firstDay)) + 1) / 7;
    const ways = {
      yyyy: () => b.year - a.year,
      q: () => quarter(b) - quarter(a),
      m: () => (b.year - a.year) * 12 + b.month - a.month,
      y: () => day(b) - day(a),
      d: () => day(b) - day(a),
      w: () => Math.trunc((day(b) - day(a)) / 7),
      ww: () => Math.round(week(b, other) - week(a, one)),
      h: () => count(b, 3600) - count(a, 3600),
      n: () => count(b, 60) - count(a, 60),
      s: () => count(b, 1) - count(a, 1),
    };
    return makeNumber(LONG, Object.hasOwn(ways, unit) ? ways[unit]() : raise(5));
  }

  // firstWeek: 1 the one with 1 January, 2 the first of four days, 3 the first full one
  function weekOfYear(days, start, firstWeek) {
    const { year } = dates.parts(days);
    const beginning = (of) => {
      const newYear = dates.serial(of, 1, 1).value;
      const behind = weekdayOf(newYear, start) - 1;
      const least = { 1: 1, 2: 4, 3: 7 }[firstWeek] || 1;
      return newYear - behind + (7 - behind >= least ? 0 : 7);
    };
    const today = Math.floor(days);
    let from = beginning(year);
    if (today < from) from = beginning(year - 1);
    else if (firstWeek > 1 && today >= beginning(year + 1)) from = beginning(year + 1);
    return Math.floor((today - from) / 7) + 1;
  }

  function part(interval, given, firstDay, firstWeek) {
    const unit = toText(interval).toLowerCase();
    const days = dates.of(given).value;
    const found = dates.parts(days);
    const ways = {
      yyyy: () => found.year,
      q: () => Math.floor((found.month - 1) / 3) + 1,
      m: () => found.month,
      y: () => Math.floor(days) - dates.serial(found.year, 1, 1).value + 1,
      d: () => found.day,
      w: () => weekdayOf(days, first(firstDay)),
      ww: () => weekOfYear(days, first(firstDay), first(firstWeek)),
      h: () => found.hour,
      n: () => found.minute,
      s: () => found.second,
    };
    return Object.hasOwn(ways, unit) ? ways[unit]() : raise(5);
  }

  function monthName(number, short) {
    const month = toLong(number);
    if (month < 1 || month > 12) raise(5);
    return short !== undefined && toBoolean(short) ? String(month) : month + "月";
  }

  function weekdayName(number, short, firstDay) {
    const day = toLong(number);
    if (day < 1 || day > 7) raise(5);
    const name = DAYS[(day - 1 + first(firstDay) - 1) % 7];
    return short !== undefined && toBoolean(short) ? name : name + "曜日";
  }

  function timeSerial(hour, minute, second) {
    const all = toLong(hour) * 3600 + toLong(minute) * 60 + toLong(second);
    return dates.make(all / 86400);
  }

  const dayOf = (value) => dates.make(Math.trunc(dates.of(value).value));
  const clockOf = (value) => {
    const days = dates.of(value).value;
    return dates.make(Math.abs(days - Math.trunc(days)));
  };

  function timer() {
    const now = new Date();
    const midnight = new Date(now.getFullYear(), now.getMonth(), now.getDate());
    return new Boxed(SINGLE, Math.round((now - midnight) / 10) / 100);
  }

  return {
    cdate: [1, 1, dates.of],
    date: [0, 0, () => dates.make(Math.trunc(dates.now()))],
    dateadd: [3, 3, (interval, number, given) => nullOr(given, () => add(interval, number, given))],
    datediff: [3, 5, difference],
    datepart: [2, 4, part],
    dateserial: [3, 3, (year, month, day) => dates.serial(toLong(year), toLong(month), toLong(day))],
    datevalue: [1, 1, dayOf],
    day: [1, 1, partOf("day")],
    hour: [1, 1, partOf("hour")],
    minute: [1, 1, partOf("minute")],
    month: [1, 1, partOf("month")],
    monthname: [1, 2, monthName],
    now: [0, 0, () => dates.make(dates.now())],
    second: [1, 1, partOf("second")],
    time: [0, 0, () => clockOf(dates.make(dates.now()))],
    timer: [0, 0, timer],
    timeserial: [3, 3, timeSerial],
    timevalue: [1, 1, clockOf],
    weekday: [1, 2, (value, start) => nullOr(value, () => weekdayOf(dates.of(value).value, first(start)))],
    weekdayname: [1, 3, weekdayName],
    year: [1, 1, partOf("year")],
  };
})();
