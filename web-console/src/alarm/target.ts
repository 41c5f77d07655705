/** How objects and labels are typed, so that what nobody touched is sent as it was read. */
import { labelsFromText, labelsToText } from "../ui/labelText";

export type Labels = Readonly<Record<string, string>>;

/** What names are looked up among. */
export interface Named {
  metadata: { id: string; name: string };
}

const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** By name where one object alone has it, else by id: two clusters may have a host of the same name. */
export function namesOf(ids: readonly string[], objects: readonly Named[]): string {
  return ids
    .map((id) => {
      const name = objects.find(({ metadata }) => metadata.id === id)?.metadata.name;
      return name !== undefined && only(name, objects) ? name : id;
    })
    .join(", ");
}

/** The ids that a list of names and ids means, and the words that mean nothing, or more than one object. */
export function idsOf(text: string, objects: readonly Named[]): { ids: string[]; unknown: string[] } {
  const words = [...new Set(text.split(/[\s,;，；、]+/).filter(Boolean))];
  const found = words.map((word) => ({ word, id: only(word, objects)?.metadata.id ?? (ID.test(word) ? word : null) }));
  return {
    ids: found.flatMap(({ id }) => id ?? []),
    unknown: found.flatMap(({ word, id }) => (id === null ? word : [])),
  };
}

function only(name: string, objects: readonly Named[]): Named | null {
  const called = objects.filter(({ metadata }) => metadata.name === name);
  return called.length === 1 ? (called[0] ?? null) : null;
}

/** The labels that were typed. Untouched they are those that were read, also where one line cannot say them. */
export function labelsOf(text: string, read: Labels): Labels {
  return text === labelsToText(read) ? read : labelsFromText(text);
}

/** Whether typing would break a label that was read: a value with blanks or commas reads as several. */
export function labelsBreak(text: string, read: Labels): boolean {
  const again = labelsFromText(labelsToText(read));
  const same = Object.keys(again).length === Object.keys(read).length;
  const safe = same && Object.entries(read).every(([key, value]) => again[key] === value);
  return !safe && text !== labelsToText(read);
}

/** Of what was built, the parts that differ from what was read; parts are replaced as a whole. */
export function changedParts<T extends object>(before: T, after: T): Partial<T> {
  return Object.fromEntries(
    Object.entries(after).filter(([key, value]) => JSON.stringify(value) !== JSON.stringify(before[key as keyof T])),
  ) as Partial<T>;
}
