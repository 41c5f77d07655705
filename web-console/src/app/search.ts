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
function present<T extends object>(values: { [K in keyof T]: T[K] | undefined }): T {
  return Object.fromEntries(Object.entries(values).filter((entry) => entry[1] !== undefined)) as T;
}

export function listSearch(search: Record<string, unknown>): ListSearch {
  return present<ListSearch>({ filter: text(search.filter), sort: text(search.sort), inspect: text(search.inspect) });
}

export interface HostsSearch extends ListSearch {
  view?: string;
}

export function hostsSearch(search: Record<string, unknown>): HostsSearch {
  return present<HostsSearch>({ ...listSearch(search), view: text(search.view) });
}

export interface TabSearch {
  tab?: string;
}

export function tabSearch(search: Record<string, unknown>): TabSearch {
  return present<TabSearch>({ tab: text(search.tab) });
}

export function tabListSearch(search: Record<string, unknown>): TabSearch & ListSearch {
  return present<TabSearch & ListSearch>({ ...listSearch(search), ...tabSearch(search) });
}

export interface ConsoleSearch {
  tab?: string;
  /** `serial` for the serial line. */
  kind?: string;
}

export function consoleSearch(search: Record<string, unknown>): ConsoleSearch {
  return present<ConsoleSearch>({ tab: text(search.tab), kind: text(search.kind) });
}

export interface LoginSearch {
  next?: string;
}

/** Only a path of this console may be returned to: anything else would be an open redirect. */
export function loginSearch(search: Record<string, unknown>): LoginSearch {
  const next = text(search.next);
  return present<LoginSearch>({ next: next && /^\/(?![/\\])/.test(next) ? next : undefined });
}
