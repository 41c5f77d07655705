import { Button } from "@patternfly/react-core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { useMemo } from "react";
import { to } from "../api/calls";
import { useObject } from "../api/hooks";
import { send } from "../api/http";
import type { Incident } from "../api/types";
import { useScope } from "../app/scope";
import { useI18n, type I18n } from "../i18n";
import { DataTable, type Column } from "../ui/DataTable";
import { dateTime } from "../ui/format";
import { ListBar } from "../ui/ListBar";
import { HostLink } from "../ui/ObjectLink";
import { Empty } from "../ui/Page";
import { ProblemView, toProblem } from "../ui/Problem";
import { StateMark } from "../ui/State";
import { useListView, type SortKeys } from "../ui/useListView";
import { useNewestIncident } from "./haNews";
import { incidentKind } from "./incidentText";

const PAGE = 200;
const EXAMPLE = `ended == false and hostName == "n4"`;
const LASTING_FILTER = "ended == false";
const SORT_KEYS: SortKeys<Incident> = {
  startedAt: (incident) => incident.startedAt,
  hostName: (incident) => incident.hostName,
  kind: (incident) => incident.kind,
  ended: (incident) => Number(incident.ended),
};

/** What HA did, the newest first. Read anew when the stream tells of an incident. */
export function IncidentList() {
  const i18n = useI18n();
  const { t } = i18n;
  const navigate = useNavigate();
  const search = useSearch({ from: "/inside/ha" });
  const scope = useScope();
  const newest = useNewestIncident();
  const list = useInfiniteQuery({
    queryKey: ["ha-incidents", scope, newest],
    queryFn: ({ pageParam, signal }) =>
      send(
        to.get("/ha-incidents", {
          query: {
            limit: PAGE,
            ...(scope ? { filter: `clusterId == "${scope}"` } : {}),
            ...(pageParam ? { cursor: pageParam } : {}),
          },
        }),
        signal,
      ),
    initialPageParam: "",
    getNextPageParam: (page) => page.nextCursor,
    placeholderData: (before) => before,
  });
  const incidents = useMemo(() => (list.data?.pages ?? []).flatMap((page) => page.items), [list.data]);
  const searchText = (incident: Incident) => [incident.hostName, incidentKind(incident.kind, i18n)].join(" ");
  const view = useListView(incidents, search, SORT_KEYS, searchText, "-startedAt");
  const columns = useMemo(() => columnsOf(i18n), [i18n]);
  return (
    <div className="fill">
      <ListBar
        filterText={view.filterText}
        onFilter={view.setFilter}
        filter={view.filter}
        shown={view.rows.length}
        total={incidents.length}
        example={EXAMPLE}
        chips={[
          {
            key: "lasting",
            text: t("ha.incident.lasting"),
            count: incidents.filter((incident) => !incident.ended).length,
            filter: LASTING_FILTER,
          },
        ]}
      >
        {list.hasNextPage && (
          <Button variant="link" size="sm" isLoading={list.isFetching} onClick={() => void list.fetchNextPage()}>
            {t("ha.incidents.older")}
          </Button>
        )}
      </ListBar>
      {list.isError && <ProblemView problem={toProblem(list.error)} />}
      <div className="fill-rest">
        <DataTable
          label={t("ha.incidents")}
          rows={view.rows}
          rowId={(incident) => incident.id}
          columns={columns}
          sort={view.sort}
          onSort={view.setSort}
          onOpen={(incident) => void navigate({ to: "/ha/incidents/$id", params: { id: incident.id } })}
          empty={
            list.isPending ? (
              t("app.loading")
            ) : (
              <Empty title={t("ha.incidents.empty")} text={t("ha.incidents.empty.text")} />
            )
          }
        />
      </div>
    </div>
  );
}

function columnsOf(i18n: I18n): Column<Incident>[] {
  const { t } = i18n;
  return [
    {
      key: "startedAt",
      header: t("ha.incident.time"),
      width: "160px",
      sortable: true,
      cell: (incident) => (
        <Link to="/ha/incidents/$id" params={{ id: incident.id }} className="row-link" tabIndex={-1}>
          {dateTime(incident.startedAt)}
        </Link>
      ),
    },
    {
      key: "kind",
      header: t("ha.incident.kind"),
      width: "minmax(130px, 1.4fr)",
      sortable: true,
      fromPx: 520,
      cell: (incident) => incidentKind(incident.kind, i18n),
    },
    {
      key: "hostName",
      header: t("table.host"),
      width: "minmax(60px, 1fr)",
      sortable: true,
      cell: (incident) => <HostLink id={incident.hostId} name={incident.hostName} />,
    },
    {
      key: "cluster",
      header: t("kind.cluster"),
      width: "minmax(90px, 1fr)",
      fromPx: 680,
      cell: (incident) => <ClusterName id={incident.clusterId} />,
    },
    {
      key: "ended",
      header: t("table.state"),
      width: "110px",
      sortable: true,
      cell: (incident) => <IncidentState incident={incident} />,
    },
  ];
}

export function ClusterName({ id }: { id: string | null }) {
  const cluster = useObject("cluster", id);
  return cluster?.metadata.name ?? "–";
}

export function IncidentState({ incident }: { incident: Incident }) {
  const { t } = useI18n();
  return (
    <StateMark tone={incident.ended ? "calm" : "change"} icon={incident.ended ? "check" : "half"}>
      {incident.ended ? t("ha.incident.ended") : t("ha.incident.lasting")}
    </StateMark>
  );
}
