/**
 * The API's filter language, evaluated on the rows that are here already, so that typing filters at once and the same
 * text works in a script. Text without an operator is a plain search.
 */

type Value = string | number | boolean | null;

type Expression =
  | { op: "and" | "or"; parts: Expression[] }
  | { op: "not"; part: Expression }
  | { op: "==" | "!=" | "~"; path: string[]; value: Value }
  | { op: "in"; path: string[]; values: Value[] };

interface FilterFault {
  position: number;
  found: string;
}

export type Filter<T> = { matches: (row: T) => boolean; fault: null } | { matches: null; fault: FilterFault };

interface Token {
  kind: "word" | "text" | "symbol" | "end";
  text: string;
  position: number;
}

const TOKEN = /\s*(?:("(?:[^"\\]|\\.)*")|(==|!=|~|\(|\)|,)|([A-Za-z0-9_.\-/:]+))/y;
const OPERATOR = /==|!=|~|\bin\s*\(/;
/** A field's path with more after it, or an operator of another language between two words. `env=prod` is a search. */
const ATTEMPT = /^[\s(]*(not\s+)?(metadata|spec|status)\.[\w./-]+\s*[^\w\s./-]|(^|\s)(=|<|>|<=|>=|&&|\|\|)\s/;

class Fault extends Error {
  constructor(readonly at: Token) {
    super(at.text);
  }
}

function tokenize(text: string): Token[] {
  const tokens: Token[] = [];
  TOKEN.lastIndex = 0;
  let end = text.trimEnd().length;
  while (TOKEN.lastIndex < end) {
    const from = TOKEN.lastIndex;
    const match = TOKEN.exec(text);
    if (!match) throw new Fault({ kind: "symbol", text: text.slice(from).trim().charAt(0), position: from });
    const [, quoted, symbol, word] = match;
    const position = TOKEN.lastIndex - (quoted ?? symbol ?? word ?? "").length;
    if (quoted !== undefined)
      tokens.push({ kind: "text", text: quoted.slice(1, -1).replace(/\\(.)/g, "$1"), position });
    else if (symbol !== undefined) tokens.push({ kind: "symbol", text: symbol, position });
    else tokens.push({ kind: "word", text: word ?? "", position });
  }
  end = text.length;
  tokens.push({ kind: "end", text: "", position: end });
  return tokens;
}

class Parser {
  private at = 0;

  constructor(private readonly tokens: Token[]) {}

  whole(): Expression {
    const expression = this.or();
    if (this.peek().kind !== "end") throw new Fault(this.peek());
    return expression;
  }

  private or(): Expression {
    const parts = [this.and()];
    while (this.takeWord("or")) parts.push(this.and());
    return parts.length === 1 && parts[0] ? parts[0] : { op: "or", parts };
  }

  private and(): Expression {
    const parts = [this.unary()];
    while (this.takeWord("and")) parts.push(this.unary());
    return parts.length === 1 && parts[0] ? parts[0] : { op: "and", parts };
  }

  private unary(): Expression {
    if (this.takeWord("not")) return { op: "not", part: this.unary() };
    if (this.takeSymbol("(")) {
      const inner = this.or();
      this.expect(")");
      return inner;
    }
    return this.comparison();
  }

  private comparison(): Expression {
    const field = this.next();
    if (field.kind !== "word") throw new Fault(field);
    const path = pathOf(field.text);
    const operator = this.next();
    if (operator.kind === "word" && operator.text === "in") return { op: "in", path, values: this.values() };
    if (operator.text !== "==" && operator.text !== "!=" && operator.text !== "~") throw new Fault(operator);
    return { op: operator.text, path, value: this.value() };
  }

  private values(): Value[] {
    this.expect("(");
    const values = [this.value()];
    while (this.takeSymbol(",")) values.push(this.value());
    this.expect(")");
    return values;
  }

  private value(): Value {
    const token = this.next();
    if (token.kind === "text") return token.text;
    if (token.kind !== "word") throw new Fault(token);
    if (token.text === "true" || token.text === "false") return token.text === "true";
    if (token.text === "null") return null;
    const number = Number(token.text);
    if (Number.isNaN(number)) throw new Fault(token);
    return number;
  }

  private peek(): Token {
    return this.tokens[this.at] ?? { kind: "end", text: "", position: 0 };
  }

  private next(): Token {
    const token = this.peek();
    this.at += 1;
    return token;
  }

  private takeWord(text: string): boolean {
    const here = this.peek();
    if (here.kind !== "word" || here.text !== text) return false;
    this.at += 1;
    return true;
  }

  private takeSymbol(text: string): boolean {
    const here = this.peek();
    if (here.kind !== "symbol" || here.text !== text) return false;
    this.at += 1;
    return true;
  }

  private expect(symbol: string): void {
    if (!this.takeSymbol(symbol)) throw new Fault(this.peek());
  }
}

/** A label's key may hold dots itself, so all that follows `labels.` is one step. */
function pathOf(text: string): string[] {
  const labels = /^metadata\.labels\.(.+)$/.exec(text);
  return labels?.[1] ? ["metadata", "labels", labels[1]] : text.split(".");
}

function read(row: unknown, path: readonly string[]): unknown {
  let value = row;
  for (const step of path) {
    if (value === null || typeof value !== "object") return undefined;
    value = (value as Record<string, unknown>)[step];
  }
  return value;
}

function evaluate(expression: Expression, row: unknown): boolean {
  switch (expression.op) {
    case "and":
      return expression.parts.every((part) => evaluate(part, row));
    case "or":
      return expression.parts.some((part) => evaluate(part, row));
    case "not":
      return !evaluate(expression.part, row);
    case "in":
      return expression.values.some((value) => same(read(row, expression.path), value));
    case "==":
      return same(read(row, expression.path), expression.value);
    case "!=":
      return !same(read(row, expression.path), expression.value);
    case "~":
      return includes(read(row, expression.path), String(expression.value).toLowerCase());
  }
}

function same(actual: unknown, wanted: Value): boolean {
  return Array.isArray(actual) ? actual.includes(wanted) : (actual ?? null) === wanted;
}

function includes(actual: unknown, wanted: string): boolean {
  if (Array.isArray(actual)) return actual.some((each) => includes(each, wanted));
  return (typeof actual === "string" || typeof actual === "number") && String(actual).toLowerCase().includes(wanted);
}

/** Whether the text is in the filter language, or is meant to be. */
export const isExpression = (text: string): boolean => OPERATOR.test(text) || ATTEMPT.test(text);

/** `searchText` gives what a plain search looks through. */
export function compileFilter<T>(text: string | undefined, searchText: (row: T) => string): Filter<T> {
  const trimmed = text?.trim() ?? "";
  if (trimmed === "") return { matches: () => true, fault: null };
  if (!isExpression(trimmed)) {
    const words = trimmed.toLowerCase().split(/\s+/);
    return {
      matches: (row) => {
        const haystack = searchText(row).toLowerCase();
        return words.every((word) => haystack.includes(word));
      },
      fault: null,
    };
  }
  try {
    const expression = new Parser(tokenize(trimmed)).whole();
    return { matches: (row) => evaluate(expression, row), fault: null };
  } catch (failure) {
    if (!(failure instanceof Fault)) throw failure;
    return { matches: null, fault: { position: failure.at.position + 1, found: failure.at.text } };
  }
}
