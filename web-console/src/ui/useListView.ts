/** Filter and sort of a list, kept in the address. */
import { useNavigate } from "@tanstack/react-router";
import { useDeferredValue, useMemo } from "react";
import type { ListSearch } from "../app/search";
import { useI18n } from "../i18n";
import type { Sort } from "./DataTable";
import { compileFilter, type Filter } from "./filter";
import { useStable } from "./useStable";

export type SortKeys<T> = Readonly<Record<string, (row: T) => string | number | null | undefined>>;

export interface ListView<T> {
  rows: readonly T[];
  filter: Filter<T>;
  filterText: string;
  setFilter: (text: string) => void;
  sort: Sort;
  setSort: (sort: Sort) => void;
  inspect: string | undefined;
  setInspect: (id: string | undefined) => void;
}

export function useListView<T>(
  all: readonly T[],
  search: ListSearch,
  sortKeys: SortKeys<T>,
  searchText: (row: T) => string,
  defaultSort: string,
): ListView<T> {
  const navigate = useNavigate();
  const { locale } = useI18n();
  const filterText = search.filter ?? "";
  const deferredText = useDeferredValue(filterText);
  const stableText = useStable(searchText);
  const filter = useMemo(() => compileFilter<T>(deferredText, stableText), [deferredText, stableText]);
  const sortText = search.sort ?? defaultSort;
  const sort: Sort = { key: sortText.replace(/^-/, ""), descending: sortText.startsWith("-") };
  const rows = useMemo(() => {
    const { matches } = filter;
    const kept = matches ? all.filter(matches) : all;
    return sorted(kept, sortKeys[sort.key], sort.descending, locale);
  }, [all, filter, sortKeys, sort.key, sort.descending, locale]);

  const change = (part: ListSearch, replace: boolean) =>
    void navigate({
      to: ".",
      replace,
      search: ((before: ListSearch) => without(before, part)) as never,
    });
  return {
    rows,
    filter,
    filterText,
    setFilter: useStable((text: string) => change({ filter: text }, true)),
    sort,
    setSort: useStable(({ key, descending }: Sort) => change({ sort: descending ? `-${key}` : key }, true)),
    inspect: search.inspect,
    setInspect: useStable((id: string | undefined) => change({ inspect: id ?? "" }, true)),
  };
}

/** Merges, and leaves out what is empty. */
function without(before: ListSearch, part: ListSearch): ListSearch {
  return Object.fromEntries(Object.entries({ ...before, ...part }).filter((entry) => entry[1] !== ""));
}

function sorted<T>(
  rows: readonly T[],
  keyOf: SortKeys<T>[string] | undefined,
  descending: boolean,
  locale: string,
): readonly T[] {
  if (!keyOf) return rows;
  const collator = new Intl.Collator(locale, { numeric: true, sensitivity: "base" });
  const direction = descending ? -1 : 1;
  return rows
    .map((row) => ({ row, key: keyOf(row) }))
    .sort((a, b) => {
      // What has no value comes last, whichever way the sort goes.
      if (a.key === null || a.key === undefined) return b.key === null || b.key === undefined ? 0 : 1;
      if (b.key === null || b.key === undefined) return -1;
      if (typeof a.key === "number" && typeof b.key === "number") return (a.key - b.key) * direction;
      return collator.compare(String(a.key), String(b.key)) * direction;
    })
    .map(({ row }) => row);
}
