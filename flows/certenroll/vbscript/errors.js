// What goes wrong in a program: numbers and words of VBScript 5.8 on Japanese Windows.

const WORDS = {
  5: "プロシージャの呼び出し、または引数が不正です。",
  6: "オーバーフローしました。",
  7: "メモリが不足しています。",
  9: "インデックスが有効範囲にありません。",
  10: "この配列は固定されているか、または一時的にロックされています。",
  11: "0 で除算しました。",
  13: "型が一致しません。",
  28: "スタック領域が不足しています。",
  35: "Sub または Function が定義されていません。",
  70: "書き込みできません。",
  91: "オブジェクト変数が設定されていません。",
  92: "For ループが初期化されていません。",
  94: "Null の使い方が不正です。",
  424: "オブジェクトがありません。",
  429: "ActiveX コンポーネントはオブジェクトを作成できません。",
  430: "クラスはオートメーションをサポートしていません。",
  438: "オブジェクトでサポートされていないプロパティまたはメソッドです。",
  445: "オブジェクトでサポートされていない操作です。",
  449: "引数は省略できません。",
  450: "引数の数が一致していません。または不正なプロパティを指定しています。",
  451: "オブジェクトがコレクションではありません。",
  457: "このキーは既にこのコレクションの要素に割り当てられています。",
  500: "変数が定義されていません。",
  501: "変数への代入が不正です。",
  506: "クラスが定義されていません。",
  1002: "構文エラーです。",
  5007: "オブジェクトがありません。",
  5017: "正規表現の構文エラーです。",
  5022: "例外がスローされ、キャッチされませんでした。",
  32811: "要素が見つかりません。",
};
const UNKNOWN = "不明な実行時エラーです。";
const SCRIPT_FACILITY = 0x800a0000;

// `number` is what Err.Number shows: small for VBScript's own, an HRESULT (signed) for those of objects.
class ScriptFailure extends Error {
  constructor(number, description, source) {
    const words = description || WORDS[number] || UNKNOWN;
    super(words);
    this.name = "VBScript";
    this.vbNumber = number;
    this.description = words;
    this.source = source || "Microsoft VBScript 実行時エラー";
    this.during = host.window.event; // the event that is being handled
    // JScript, which may catch it, sees the HRESULT.
    this.number = number > 0 && number < 0x10000 ? (SCRIPT_FACILITY | number) | 0 : number | 0;
  }
}

// What `On Error Resume Next` does not hold up.
class Halt extends ScriptFailure {
  constructor(reason, words) {
    super(5, words);
    this.reason = reason;
  }
}

function raise(number, description) {
  throw new ScriptFailure(number, description);
}

// The language has it and this program does not: `what` in English, for developers.
function refuse(what) {
  throw new Halt("unsupported", what);
}

// Any exception of the page, the browser or an object, as VBScript would show it.
function failureFrom(error) {
  if (error instanceof ScriptFailure) return error;
  if (error instanceof RangeError && /call stack/.test(error.message)) return new ScriptFailure(28);
  const words = error && (error.description || error.message);
  const known = numberOf(error);
  const own = (known >>> 16) === 0x800a ? known & 0xffff : known;
  const failure = new ScriptFailure(own, WORDS[own] || words || String(error), "");
  failure.cause = error;
  return failure;
}

function numberOf(error) {
  if (error === null || typeof error !== "object") return 5022; // an error of another frame is an object too
  if (typeof error.number === "number") return error.number | 0;
  if (error.name === "TypeError" || error.name === "ReferenceError") return 5007;
  return error instanceof Error ? 5022 : 0x80004005 | 0;
}
