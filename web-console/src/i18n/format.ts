/** Fills `{name}` and `{count|one|other}` in a message. Numbers are written the way the language writes them. */

type Value = string | number;

/** The names of the parameters in a message, taken from its text: a forgotten or misspelt one fails the build. */
export type ParamsOf<S extends string> = S extends `${string}{${infer Name}}${infer Rest}`
  ? NameOf<Name> | ParamsOf<Rest>
  : never;
type NameOf<P extends string> = P extends `${infer Name}|${string}` ? Name : P;

const PLACEHOLDER = /\{(\w+)(?:\|([^|}]*)\|([^|}]*))?\}/g;

export function format(message: string, values: Readonly<Record<string, Value>>, locale: string): string {
  return message.replace(PLACEHOLDER, (whole, name: string, one?: string, other?: string) => {
    const value = values[name];
    if (value === undefined) return whole;
    if (one !== undefined && other !== undefined) {
      return new Intl.PluralRules(locale).select(Number(value)) === "one" ? one : other;
    }
    return typeof value === "number" ? new Intl.NumberFormat(locale).format(value) : value;
  });
}

/** The parameter names of a message, for the test that compares two languages. */
export function parametersOf(message: string): string[] {
  return [...new Set([...message.matchAll(PLACEHOLDER)].map((match) => match[1] ?? ""))].sort();
}
