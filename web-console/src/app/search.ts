/** What the address carries beside the path. Every page's view (filter, sort, tab, inspector) is a link one can send. */

export interface ListSearch {
  filter?: string;
  /** `name` ascending, `-name` descending. */
  sort?: string;
  /** The object shown in the side panel. */
  inspect?: string;
}

const text = (value: unknown): string | undefined =>
  typeof value === "string" && value !== "" ? value : typeof value === "number" ? String(value) : undefined;

/** Drops what is absent, so that the address stays short. */
export function present<T extends object>(values: { [K in keyof T]: T[K] | undefined }): T {
  return Object.fromEntries(Object.entries(values).filter((entry) => entry[1] !== undefined)) as T;
}

export function listSearch(search: Record<string, unknown>): ListSearch {
  return present<ListSearch>({ filter: text(search.filter), sort: text(search.sort), inspect: text(search.inspect) });
}

export interface TabSearch {
  tab?: string;
}

export function tabSearch(search: Record<string, unknown>): TabSearch {
  return present<TabSearch>({ tab: text(search.tab) });
}

export interface LoginSearch {
  next?: string;
}

/** Only a path of this console may be returned to: anything else would be an open redirect. */
export function loginSearch(search: Record<string, unknown>): LoginSearch {
  const next = text(search.next);
  return present<LoginSearch>({ next: next && /^\/(?![/\\])/.test(next) ? next : undefined });
}
