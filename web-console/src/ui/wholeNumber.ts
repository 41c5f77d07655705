/**
 * The number that was typed, or null if it is none. `Number` will not do for forms: its NaN becomes null in JSON, for
 * which the manager takes its default, and an empty field becomes 0.
 */
export function wholeNumber(text: string): number | null {
  const digits = text.trim();
  return /^\d{1,15}$/.test(digits) ? Number(digits) : null;
}
