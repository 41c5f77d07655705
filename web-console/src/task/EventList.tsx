import { Button } from "@patternfly/react-core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { useRecentEvents } from "../api/hooks";
import { to } from "../api/calls";
import { send } from "../api/http";
import type { ChangeEvent } from "../api/types";
import { isStored } from "../api/objects";
import { incidentKind } from "../ha/incidentText";
import { useI18n, type I18n } from "../i18n";
import { DataTable, type Column } from "../ui/DataTable";
import { dateTime } from "../ui/format";
import { ObjectLink } from "../ui/ObjectLink";
import { ProblemView, toProblem } from "../ui/Problem";
import { taskTitle } from "./taskText";

const PAGE = 200;

/** What changed, newest first: the past from the manager's log, the present from the stream. */
export function EventList() {
  const i18n = useI18n();
  const { t, lookup } = i18n;
  const recent = useRecentEvents();
  const [typed, setTyped] = useState("");
  const past = useInfiniteQuery({
    queryKey: ["events"],
    queryFn: ({ pageParam, signal }) =>
      send(to.get("/events", { query: { limit: PAGE, ...(pageParam ? { cursor: pageParam } : {}) } }), signal),
    initialPageParam: "",
    getNextPageParam: (page) => page.nextCursor,
    staleTime: Infinity,
  });
  const rows = useMemo(() => {
    const older = (past.data?.pages ?? []).flatMap((page) => page.items);
    const known = new Set(older.map((event) => event.id));
    const all = [...recent.filter((event) => !known.has(event.id)), ...older];
    all.sort((a, b) => b.time.localeCompare(a.time));
    const words = typed.toLowerCase();
    return words
      ? all.filter((event) =>
          `${event.data.kind} ${event.data.name} ${event.data.change}`.toLowerCase().includes(words),
        )
      : all;
  }, [past.data, recent, typed]);
  const columns: Column<ChangeEvent>[] = [
    { key: "time", header: t("event.time"), width: "170px", cell: (event) => dateTime(event.time) },
    {
      key: "kind",
      header: t("event.kind"),
      width: "100px",
      cell: (event) => lookup(`kind.${event.data.kind}`) ?? event.data.kind,
    },
    {
      key: "object",
      header: t("event.object"),
      width: "minmax(140px, 1.4fr)",
      cell: (event) =>
        event.data.change === "DELETED" ? (
          nameOf(event, i18n)
        ) : (
          <ObjectLink kind={event.data.kind} id={event.data.id} name={nameOf(event, i18n)} />
        ),
    },
    {
      key: "change",
      header: t("event.change"),
      width: "110px",
      cell: (event) => lookup(`event.change.${event.data.change}`) ?? event.data.change,
    },
    {
      key: "state",
      header: t("table.state"),
      width: "minmax(110px, 1fr)",
      fromPx: 640,
      cell: (event) => stateText(event, lookup),
    },
    {
      key: "revision",
      header: t("event.revision"),
      width: "90px",
      align: "end",
      fromPx: 760,
      cell: (event) => event.data.revision,
    },
  ];
  return (
    <div className="fill">
      <div className="list-bar">
        <div className="list-filter">
          <input
            type="text"
            aria-label={t("table.filter")}
            placeholder={t("event.filter.hint")}
            value={typed}
            onChange={(event) => setTyped(event.target.value)}
          />
        </div>
        <div className="list-bar-end">
          {past.hasNextPage && (
            <Button variant="link" size="sm" isLoading={past.isFetching} onClick={() => void past.fetchNextPage()}>
              {t("event.older")}
            </Button>
          )}
        </div>
      </div>
      {past.isError && <ProblemView problem={toProblem(past.error)} />}
      <div className="fill-rest">
        <DataTable
          label={t("task.tab.events")}
          rows={rows}
          rowId={(event) => event.id}
          columns={columns}
          empty={past.isPending ? t("app.loading") : t("event.none")}
        />
      </div>
    </div>
  );
}

/** A task has no name of its own: what it does, and to what. An incident is called by its kind. */
function nameOf({ data }: ChangeEvent, i18n: I18n): string {
  if (data.kind === "incident") return incidentKind(data.name, i18n);
  return data.kind === "task" && isStored("task", data.object) ? taskTitle(data.object, i18n) : data.name;
}

function stateText(event: ChangeEvent, lookup: (key: string) => string | null): string {
  const object = event.data.object as { state?: string; status?: { state?: string; powerState?: string } } | null;
  const state = object?.status?.powerState ?? object?.status?.state ?? object?.state;
  return state ? (lookup(`${event.data.kind}.state.${state}`) ?? state) : "";
}
