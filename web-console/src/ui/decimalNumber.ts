/** The number that was typed, a fraction perhaps, or null if it is none. `Number` will not do: for it an empty field is 0. */
export function decimalNumber(text: string): number | null {
  const digits = text.trim();
  const value = Number(digits);
  return /^[+-]?\d+(\.\d+)?(e[+-]?\d+)?$/i.test(digits) && Number.isFinite(value) ? value : null;
}
