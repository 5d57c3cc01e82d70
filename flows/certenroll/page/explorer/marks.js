// What a page finds when it asks which browser this is: Internet Explorer 11, or the same in 互換表示.

const explorer = settings.explorer;

define(Document.prototype, "documentMode", { get: () => explorer.documentMode });
for (const [name, value] of Object.entries({
  appCodeName: "Mozilla",
  appMinorVersion: "0",
  appName: explorer.appName,
  appVersion: explorer.appVersion,
  browserLanguage: "ja-JP",
  cpuClass: "x86",
  platform: "Win32",
  systemLanguage: "ja-JP",
  userAgentData: undefined,
  userLanguage: "ja-JP",
  vendor: "",
})) {
  define(Navigator.prototype, name, { get: () => value });
}
define(self, "chrome", { get: () => undefined, set() {} });
for (const [name, value] of Object.entries({
  CollectGarbage: () => undefined,
  ScriptEngine: () => "JScript",
  ScriptEngineBuildVersion: () => 16384,
  ScriptEngineMajorVersion: () => explorer.documentMode,
  ScriptEngineMinorVersion: () => 0,
  execScript: (text) => void (0, eval)(String(text)),
  navigate: (address) => void (location.href = address),
})) {
  define(self, name, { writable: true, value: value });
}
