/** The stretches of known values, each with the place of its first. */
export function runs(values: readonly (number | null)[]): { begin: number; known: number[] }[] {
  const found: { begin: number; known: number[] }[] = [];
  values.forEach((value, index) => {
    if (value === null) return;
    const last = found.at(-1);
    if (last && last.begin + last.known.length === index) last.known.push(value);
    else found.push({ begin: index, known: [value] });
  });
  return found;
}
