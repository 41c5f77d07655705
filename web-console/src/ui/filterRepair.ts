/** What a filter that cannot be read was probably meant to be. */
import { compileFilter } from "./filter";

const PART = /"(?:[^"\\]|\\.)*"|[!<>=~]+|[(),]|[^\s"!<>=~(),]+/g;
const OPERATORS: Partial<Record<string, string>> = { "=": "==", "===": "==", "=~": "~", "~=": "~" };
const NO_QUOTES = /^(true|false|null|[0-9.]+|".*)$/;

/** The text with `=` for equality and words without quotes put right; null where that does not make a filter of it. */
export function repairedFilter(text: string): string | null {
  const repaired: string[] = [];
  let afterOperator = false;
  let inList = false;
  for (const part of text.match(PART) ?? []) {
    const operator = OPERATORS[part] ?? part;
    const isValue = (afterOperator || inList) && /^[^!<>=~(),]/.test(part);
    repaired.push(isValue && !NO_QUOTES.test(part) ? `"${part}"` : operator);
    inList = (inList && part !== ")") || (part === "(" && repaired.at(-2) === "in");
    afterOperator = /^[!<>=~]/.test(part);
  }
  const filter = repaired.join(" ").replaceAll("( ", "(").replaceAll(" )", ")").replaceAll(" ,", ",");
  return filter !== text.trim() && compileFilter(filter, () => "").matches ? filter : null;
}
