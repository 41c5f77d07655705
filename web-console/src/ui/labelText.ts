/** Labels as one types them: `env=prod tier=web`. */

export function labelsToText(labels: Readonly<Record<string, string>>): string {
  return Object.entries(labels)
    .map(([key, value]) => (value ? `${key}=${value}` : key))
    .join(" ");
}

export function labelsFromText(text: string): Record<string, string> {
  const pairs = text
    .split(/[\s,]+/)
    .filter(Boolean)
    .map((word) => {
      const equals = word.indexOf("=");
      return equals < 0 ? ([word, ""] as const) : ([word.slice(0, equals), word.slice(equals + 1)] as const);
    });
  return Object.fromEntries(pairs);
}
