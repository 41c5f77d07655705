/** The objects that a list of names means, and the names that mean none. An id is taken for itself. */
export function idsOfNames(
  text: string,
  objects: readonly { metadata: { id: string; name: string } }[],
): { ids: string[]; unknown: string[] } {
  const names = [...new Set(text.split(/[\s,;，；、]+/).filter(Boolean))];
  const found = names.map((name) => ({
    name,
    id: objects.find(({ metadata }) => metadata.name === name || metadata.id === name)?.metadata.id,
  }));
  return {
    ids: found.flatMap(({ id }) => id ?? []),
    unknown: found.flatMap(({ name, id }) => (id === undefined ? name : [])),
  };
}
