import { Button } from "@patternfly/react-core";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { useMemo } from "react";
import { to } from "../api/calls";
import { useObject, useStream } from "../api/hooks";
import type { Host, HostState } from "../api/types";
import { useScoped } from "../app/scope";
import { usePermission } from "../auth/session";
import { useI18n, type I18n } from "../i18n";
import { DataTable, type Column } from "../ui/DataTable";
import { Icon } from "../ui/icons";
import { Inspected } from "../ui/Inspector";
import { ListBar } from "../ui/ListBar";
import { Empty, Page } from "../ui/Page";
import { ShowApi } from "../ui/ShowApi";
import { HostStateMark, StateMark } from "../ui/State";
import { useListView, type SortKeys } from "../ui/useListView";
import { checkSummary } from "./hostActions";
import { HostCpu, HostMemory } from "./HostFigures";
import { HostInspector } from "./HostInspector";
import { Lanes } from "./Lanes";
import "./host.css";

const STATE_ORDER: Record<HostState, number> = {
  DISCONNECTED: 0,
  UNKNOWN: 1,
  REFUSED: 2,
  CONNECTING: 3,
  READY: 4,
  REVOKED: 5,
};

const EXAMPLE = `status.state == "READY" and status.vmCount == 0`;
const SORT_KEYS: SortKeys<Host> = {
  name: (host) => host.metadata.name,
  state: (host) => STATE_ORDER[host.status.state],
  address: (host) => host.status.address,
  vms: (host) => host.status.vmCount,
  cpu: (host) => host.status.cpuUsedMillicores,
  memory: (host) => host.status.memoryUsedMiB,
};

const searchText = (host: Host): string =>
  [host.metadata.name, host.status.address || "", ...Object.values(host.metadata.labels)].join(" ");

const useLiveHost = (host: Host): Host => useObject("host", host.metadata.id) ?? host;

export function HostsPage() {
  const i18n = useI18n();
  const { t } = i18n;
  const navigate = useNavigate();
  const search = useSearch({ from: "/inside/hosts" });
  const hosts = useScoped("host");
  const { listed } = useStream();
  const mayEnrol = usePermission("HOST_ENROL");
  const view = useListView(hosts, search, SORT_KEYS, searchText, "name");
  const columns = useMemo(() => columnsOf(i18n), [i18n]);
  const inspected = useObject("host", view.inspect);
  const lanes = search.view === "lanes";
  const show = (next: "lanes" | undefined) =>
    void navigate({ to: ".", replace: true, search: ((before: object) => ({ ...before, view: next })) as never });

  return (
    <Page
      title={t("host.title")}
      flush
      actions={
        <>
          <Link to="/rolling-maintenance">{t("host.rolling")}</Link>
          <ShowApi compact call={to.get("/hosts")} />
          <span className="switch" role="group" aria-label={t("host.view")}>
            <button type="button" aria-pressed={!lanes} onClick={() => show(undefined)}>
              {t("host.view.table")}
            </button>
            <button type="button" aria-pressed={lanes} onClick={() => show("lanes")}>
              {t("host.view.lanes")}
            </button>
          </span>
          {mayEnrol && (
            <Button icon={<Icon name="plus" />} onClick={() => void navigate({ to: "/hosts/enrol" })}>
              {t("host.enrol")}
            </Button>
          )}
        </>
      }
      bar={
        <ListBar
          filterText={view.filterText}
          onFilter={view.setFilter}
          filter={view.filter}
          shown={view.rows.length}
          total={hosts.length}
          example={EXAMPLE}
        />
      }
    >
      <Inspected panel={inspected && <HostInspector host={inspected} />} onClose={() => view.setInspect(undefined)}>
        {lanes ? (
          <Lanes hosts={view.rows} />
        ) : (
          <DataTable
            label={t("host.title")}
            rows={view.rows}
            rowId={(host) => host.metadata.id}
            useRow={useLiveHost}
            columns={columns}
            sort={view.sort}
            onSort={view.setSort}
            onOpen={(host) => void navigate({ to: "/hosts/$id", params: { id: host.metadata.id } })}
            inspectedId={view.inspect}
            onInspect={(host) => view.setInspect(view.inspect === host.metadata.id ? undefined : host.metadata.id)}
            empty={listed ? <NoHosts any={hosts.length > 0} mayEnrol={mayEnrol} /> : t("app.loading")}
          />
        )}
      </Inspected>
    </Page>
  );
}

function NoHosts({ any, mayEnrol }: { any: boolean; mayEnrol: boolean }) {
  const { t } = useI18n();
  if (any) return <Empty title={t("table.noMatch")} text={t("table.noMatch.text")} />;
  return (
    <Empty title={t("host.empty.title")} text={t("host.empty.text")}>
      {mayEnrol && (
        <Link to="/hosts/enrol" className="pf-v6-c-button pf-m-primary">
          {t("host.enrol")}
        </Link>
      )}
    </Empty>
  );
}

function columnsOf({ t }: I18n): Column<Host>[] {
  return [
    {
      key: "name",
      header: t("table.name"),
      width: "minmax(120px, 1.2fr)",
      sortable: true,
      cell: (host) => (
        <Link to="/hosts/$id" params={{ id: host.metadata.id }} className="row-link" tabIndex={-1}>
          {host.metadata.name}
        </Link>
      ),
    },
    {
      key: "state",
      header: t("table.state"),
      width: "130px",
      sortable: true,
      cell: (host) => <HostStateMark state={host.status.state} />,
    },
    {
      key: "checks",
      header: t("host.checks"),
      width: "minmax(90px, 0.9fr)",
      fromPx: 620,
      cell: (host) => <CheckCell host={host} />,
    },
    {
      key: "vms",
      header: t("host.col.vms"),
      width: "60px",
      align: "end",
      sortable: true,
      cell: (host) => host.status.vmCount,
    },
    {
      key: "cpu",
      header: t("vm.col.cpu"),
      width: "150px",
      align: "end",
      sortable: true,
      fromPx: 800,
      cell: (host) => <HostCpu host={host} />,
    },
    {
      key: "memory",
      header: t("vm.col.memory"),
      width: "160px",
      sortable: true,
      cell: (host) => <HostMemory host={host} />,
    },
    {
      key: "address",
      header: t("host.col.address"),
      width: "minmax(100px, 1fr)",
      sortable: true,
      fromPx: 700,
      cell: (host) => host.status.address || "–",
    },
    {
      key: "accelerator",
      header: t("host.col.accelerator"),
      width: "100px",
      fromPx: 960,
      cell: (host) => (
        <span title={host.status.acceleratorReason || undefined}>{host.status.accelerator.toUpperCase() || "–"}</span>
      ),
    },
    {
      key: "versions",
      header: t("host.col.versions"),
      width: "minmax(150px, 1fr)",
      fromPx: 1080,
      cell: (host) => [host.status.agentVersion, host.status.qemuVersion].filter(Boolean).join(" / ") || "–",
    },
  ];
}

function CheckCell({ host }: { host: Host }) {
  const { t } = useI18n();
  const { failed, warned } = checkSummary(host.status.checks);
  if (failed > 0) {
    return (
      <StateMark tone="broken" icon="broken">
        {t("host.checks.failed", { count: failed })}
      </StateMark>
    );
  }
  if (warned > 0) {
    return (
      <StateMark tone="attention" icon="warn">
        {t("host.checks.warned", { count: warned })}
      </StateMark>
    );
  }
  return host.status.checks.length > 0 ? (
    <StateMark tone="calm" icon="check">
      {t("host.checks.passed")}
    </StateMark>
  ) : (
    "–"
  );
}
