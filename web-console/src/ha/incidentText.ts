/** An incident in words: what it is about, and its sentences with names for the ids in them. */
import type { Incident } from "../api/types";
import type { I18n } from "../i18n";
import { clockTenths, dateTime } from "../ui/format";

const ID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;

interface Named {
  kind: string;
  id: string;
  name: string;
}

export const incidentKind = (kind: string, { lookup }: I18n): string => lookup(`ha.incident.kind.${kind}`) ?? kind;

export function incidentTitle(incident: Incident, i18n: I18n): string {
  const kind = incidentKind(incident.kind, i18n);
  return incident.hostName ? `${kind}: ${incident.hostName}` : kind;
}

/** A sentence in pieces: text as it is, and an object wherever its id stood. An id that nobody knows stays as it is. */
export function withNames(text: string, names: readonly Named[]): (string | Named)[] {
  const byId = new Map(names.map((named) => [named.id, named]));
  const pieces: (string | Named)[] = [];
  let from = 0;
  for (const match of text.matchAll(ID)) {
    const named = byId.get(match[0]);
    if (!named) continue;
    if (match.index > from) pieces.push(text.slice(from, match.index));
    pieces.push(named);
    from = match.index + match[0].length;
  }
  if (from < text.length) pieces.push(text.slice(from));
  return pieces;
}

type Moment = Incident["timeline"][number];

/** In the order in which they happened; what happened at the same time stays in the order in which it was told. */
export function inOrder(timeline: readonly Moment[]): Moment[] {
  return [...timeline].sort((a, b) => Date.parse(a.at) - Date.parse(b.at));
}

/** The clock time of a moment to the tenth of a second, with its day where that is not the first one's. */
export function momentTime(at: string, first: string): string {
  const day = (time: string) => dateTime(time).slice(0, 10);
  return day(at) === day(first) ? clockTenths(at) : `${day(at)} ${clockTenths(at)}`;
}

/** How long after the first moment, to the tenth of a second. */
export function sinceFirst(at: string, first: string, locale: string): string {
  const seconds = Math.floor((Date.parse(at) - Date.parse(first)) / 100) / 10;
  const tenths = new Intl.NumberFormat(locale, { minimumFractionDigits: 1, maximumFractionDigits: 1 });
  return `+${tenths.format(seconds)} s`;
}
