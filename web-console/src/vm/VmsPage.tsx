import { Button } from "@patternfly/react-core";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { useMemo, useState } from "react";
import { to } from "../api/calls";
import { useObject, useStream } from "../api/hooks";
import type { HaState, PowerState, Vm } from "../api/types";
import { useScoped } from "../app/scope";
import { usePermission } from "../auth/session";
import { useI18n, type I18n } from "../i18n";
import { DataTable, type Column } from "../ui/DataTable";
import { DeedButton } from "../ui/Deed";
import { isExpression } from "../ui/filter";
import { dateTime, shortTime } from "../ui/format";
import { Icon } from "../ui/icons";
import { Inspected } from "../ui/Inspector";
import { Labels } from "../ui/Labels";
import { ListBar } from "../ui/ListBar";
import { HostLink } from "../ui/ObjectLink";
import { Empty, Page } from "../ui/Page";
import { ShowApi } from "../ui/ShowApi";
import { HaStateMark, VmState } from "../ui/State";
import { useListView, type SortKeys } from "../ui/useListView";
import { can, VERB_ICON, type VmVerb } from "./actions";
import { useActOnVms } from "./VmActionHost";
import { addressesOf } from "./vmFacts";
import { VmCpu, VmMemory } from "./VmFigures";
import { VmInspector } from "./VmInspector";
import "./vm.css";

const TROUBLE: readonly PowerState[] = ["CRASHED", "FAILED", "UNKNOWN"];
const TROUBLE_FILTER = `status.powerState in (${TROUBLE.map((state) => `"${state}"`).join(",")})`;
const RUNNING_FILTER = `status.powerState == "RUNNING"`;
const UNPROTECTED_FILTER = `status.ha.state == "UNPROTECTED"`;
const EXAMPLE = `status.powerState == "RUNNING" and metadata.name ~ "web"`;
const BULK: readonly VmVerb[] = ["start", "shutdown", "migrate", "stop", "delete"];

/** Worst first, so that sorting by state brings what hurts to the top. */
const STATE_ORDER: Record<PowerState, number> = {
  CRASHED: 0,
  FAILED: 1,
  UNKNOWN: 2,
  PAUSED: 3,
  MIGRATING: 4,
  CREATING: 5,
  STARTING: 6,
  STOPPING: 7,
  DELETING: 8,
  RUNNING: 9,
  STOPPED: 10,
};

const HA_ORDER: Record<HaState, number> = { UNPROTECTED: 0, RESTARTING: 1, NOT_RUNNING: 2, PROTECTED: 3, OFF: 4 };

const SORT_KEYS: SortKeys<Vm> = {
  name: (vm) => vm.metadata.name,
  state: (vm) => STATE_ORDER[vm.status.powerState],
  host: (vm) => vm.status.hostName,
  memory: (vm) => vm.spec.memoryMiB,
  cpu: (vm) => vm.spec.vcpuCount,
  address: (vm) => addressesOf(vm)[0],
  since: (vm) => vm.status.since,
  ha: (vm) => HA_ORDER[vm.status.ha.state],
};

const searchText = (vm: Vm): string =>
  [
    vm.metadata.name,
    vm.status.hostName ?? "",
    ...addressesOf(vm),
    ...Object.entries(vm.metadata.labels).map(([key, value]) => `${key}=${value}`),
  ].join(" ");

const useLiveVm = (vm: Vm): Vm => useObject("vm", vm.metadata.id) ?? vm;

export function VmsPage() {
  const i18n = useI18n();
  const { t } = i18n;
  const navigate = useNavigate();
  const search = useSearch({ from: "/inside/vms" });
  const vms = useScoped("vm");
  const { listed } = useStream();
  const act = useActOnVms();
  const mayWrite = usePermission("INVENTORY_WRITE");
  const view = useListView(vms, search, SORT_KEYS, searchText, "name");
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const columns = useMemo(() => columnsOf(i18n), [i18n]);
  const chosen = vms.filter((vm) => selected.has(vm.metadata.id));
  const inspected = useObject("vm", view.inspect);
  const count = (states: readonly PowerState[]) => vms.filter((vm) => states.includes(vm.status.powerState)).length;
  const unprotected = vms.filter((vm) => vm.status.ha.state === "UNPROTECTED").length;

  return (
    <Page
      title={t("vm.title")}
      flush
      actions={
        <>
          <ShowApi compact call={listCall(view.filterText)} />
          {mayWrite && (
            <Button icon={<Icon name="plus" />} onClick={() => void navigate({ to: "/vms/new" })}>
              {t("vm.create")}
            </Button>
          )}
        </>
      }
      bar={
        chosen.length > 0 ? (
          <BulkBar vms={chosen} onClear={() => setSelected(new Set())} />
        ) : (
          <ListBar
            filterText={view.filterText}
            onFilter={view.setFilter}
            filter={view.filter}
            shown={view.rows.length}
            total={vms.length}
            example={EXAMPLE}
            chips={[
              { key: "running", text: t("vm.state.RUNNING"), count: count(["RUNNING"]), filter: RUNNING_FILTER },
              { key: "trouble", text: t("vm.trouble"), count: count(TROUBLE), filter: TROUBLE_FILTER, tone: "broken" },
              ...(unprotected > 0
                ? [{ key: "ha", text: t("ha.vm.state.UNPROTECTED"), count: unprotected, filter: UNPROTECTED_FILTER }]
                : []),
            ]}
          />
        )
      }
    >
      <Inspected panel={inspected && <VmInspector vm={inspected} />} onClose={() => view.setInspect(undefined)}>
        <DataTable
          label={t("vm.title")}
          rows={view.rows}
          rowId={(vm) => vm.metadata.id}
          useRow={useLiveVm}
          columns={columns}
          sort={view.sort}
          onSort={view.setSort}
          selected={selected}
          onSelect={setSelected}
          onOpen={(vm) => void navigate({ to: "/vms/$id", params: { id: vm.metadata.id } })}
          inspectedId={view.inspect}
          onInspect={(vm) => view.setInspect(view.inspect === vm.metadata.id ? undefined : vm.metadata.id)}
          onKey={(key, vm) => {
            const targets = chosen.length > 0 ? chosen : [vm];
            if (key !== "m" || !targets.some((each) => can(each, "migrate"))) return false;
            act("migrate", targets);
            return true;
          }}
          empty={listed ? <NoVms any={vms.length > 0} /> : t("app.loading")}
        />
      </Inspected>
    </Page>
  );
}

/** The filter as the API takes it; a plain search has no exact form there but the name. */
/** The list as it is shown: a filter in the manager's language goes as it is, plain words as a search in the names. */
function listCall(filterText: string) {
  const text = filterText.trim();
  if (!text) return to.get("/vms");
  const filter = isExpression(text) ? text : `metadata.name~"${text.replaceAll('"', '\\"')}"`;
  return to.get("/vms", { query: { filter } });
}

function NoVms({ any }: { any: boolean }) {
  const { t } = useI18n();
  if (any) return <Empty title={t("table.noMatch")} text={t("table.noMatch.text")} />;
  return (
    <Empty title={t("vm.empty.title")} text={t("vm.empty.text")}>
      <Link to="/vms/new" className="pf-v6-c-button pf-m-primary">
        {t("vm.create")}
      </Link>
    </Empty>
  );
}

function columnsOf({ t }: I18n): Column<Vm>[] {
  const now = new Date();
  return [
    {
      key: "name",
      header: t("table.name"),
      width: "minmax(170px, 2fr)",
      sortable: true,
      cell: (vm) => (
        <Link to="/vms/$id" params={{ id: vm.metadata.id }} className="row-link" title={vm.metadata.name} tabIndex={-1}>
          {vm.metadata.name}
        </Link>
      ),
    },
    {
      key: "state",
      header: t("table.state"),
      width: "118px",
      sortable: true,
      cell: (vm) => <VmState state={vm.status.powerState} />,
    },
    {
      key: "host",
      header: t("table.host"),
      width: "minmax(70px, 0.7fr)",
      sortable: true,
      cell: (vm) => <HostLink id={vm.status.hostId} name={vm.status.hostName} />,
    },
    {
      key: "cpu",
      header: t("vm.col.cpu"),
      width: "150px",
      align: "end",
      sortable: true,
      fromPx: 860,
      cell: (vm) => <VmCpu vm={vm} />,
    },
    {
      key: "memory",
      header: t("vm.col.memory"),
      width: "140px",
      align: "end",
      sortable: true,
      fromPx: 560,
      cell: (vm) => <VmMemory vm={vm} />,
    },
    {
      key: "address",
      header: t("vm.col.address"),
      width: "minmax(110px, 1fr)",
      sortable: true,
      fromPx: 720,
      cell: (vm) => <span title={addressesOf(vm).join(" ")}>{addressesOf(vm).join(" ") || "–"}</span>,
    },
    {
      key: "labels",
      header: t("vm.col.labels"),
      width: "minmax(120px, 1.2fr)",
      fromPx: 1080,
      cell: (vm) => <Labels labels={vm.metadata.labels} />,
    },
    {
      key: "ha",
      header: t("ha.vm.state"),
      width: "124px",
      sortable: true,
      fromPx: 1310,
      cell: (vm) => <HaStateMark state={vm.status.ha.state} />,
    },
    {
      key: "since",
      header: t("vm.col.since"),
      width: "100px",
      align: "end",
      sortable: true,
      fromPx: 960,
      cell: (vm) => (
        <time dateTime={vm.status.since} title={dateTime(vm.status.since)} className="subtle">
          {shortTime(vm.status.since, now)}
        </time>
      ),
    },
  ];
}

function BulkBar({ vms, onClear }: { vms: readonly Vm[]; onClear: () => void }) {
  const { t } = useI18n();
  const act = useActOnVms();
  return (
    <div className="list-bar bulk-bar" role="toolbar" aria-label={t("bulk.label")}>
      <strong>{t("bulk.selected", { count: vms.length })}</strong>
      {BULK.map((verb) => {
        const able = vms.filter((vm) => can(vm, verb)).length;
        return (
          <DeedButton
            key={verb}
            variant="secondary"
            size="sm"
            icon={<Icon name={VERB_ICON[verb]} size={14} />}
            isDisabled={able === 0}
            onClick={() => act(verb, vms)}
          >
            {t(`vm.verb.${verb}`)} <span className="subtle">{able}</span>
          </DeedButton>
        );
      })}
      <button type="button" className="text-button" onClick={onClear}>
        {t("bulk.clear")}
      </button>
    </div>
  );
}
