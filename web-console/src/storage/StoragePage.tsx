import { useSearch } from "@tanstack/react-router";
import { useMemo, useState } from "react";
import { to } from "../api/calls";
import { useObject, useObjects, useStream } from "../api/hooks";
import type { Pool } from "../api/types";
import { useScoped } from "../app/scope";
import { usePermission } from "../auth/session";
import { useI18n, type I18n } from "../i18n";
import { DataTable, type Column } from "../ui/DataTable";
import { DeedButton } from "../ui/Deed";
import { DeleteButton } from "../ui/DeleteButton";
import { Facts, Section } from "../ui/Facts";
import { bytes } from "../ui/format";
import { Icon } from "../ui/icons";
import { Inspected } from "../ui/Inspector";
import { ListBar } from "../ui/ListBar";
import { Meter } from "../ui/Meter";
import { HostLink } from "../ui/ObjectLink";
import { Empty, Page } from "../ui/Page";
import { Reach } from "../ui/Reach";
import { ShowApi } from "../ui/ShowApi";
import { PoolStateMark, StateMark } from "../ui/State";
import { useListView, type SortKeys } from "../ui/useListView";
import { CreatePoolDialog } from "./CreatePoolDialog";

const SORT_KEYS: SortKeys<Pool> = {
  name: (pool) => pool.metadata.name,
  state: (pool) => pool.status.state,
  used: (pool) => pool.status.usedBytes,
};
const searchText = (pool: Pool): string => `${pool.metadata.name} ${pool.spec.path}`;
const useLivePool = (pool: Pool): Pool => useObject("pool", pool.metadata.id) ?? pool;

export function StoragePage() {
  const i18n = useI18n();
  const { t } = i18n;
  const search = useSearch({ from: "/inside/storage" });
  const pools = useScoped("pool");
  const { listed } = useStream();
  const mayWrite = usePermission("INVENTORY_WRITE");
  const [creating, setCreating] = useState(false);
  const view = useListView(pools, search, SORT_KEYS, searchText, "name");
  const columns = useMemo(() => columnsOf(i18n), [i18n]);
  const inspected = useObject("pool", view.inspect);
  const inspect = (pool: Pool) => view.setInspect(view.inspect === pool.metadata.id ? undefined : pool.metadata.id);
  return (
    <Page
      title={t("nav.storage")}
      flush
      actions={
        <>
          <ShowApi compact call={to.get("/pools")} />
          {mayWrite && (
            <DeedButton icon={<Icon name="plus" />} onClick={() => setCreating(true)}>
              {t("pool.create")}
            </DeedButton>
          )}
        </>
      }
      bar={
        <ListBar
          filterText={view.filterText}
          onFilter={view.setFilter}
          filter={view.filter}
          shown={view.rows.length}
          total={pools.length}
        />
      }
    >
      <Inspected panel={inspected && <PoolPanel pool={inspected} />} onClose={() => view.setInspect(undefined)}>
        <DataTable
          label={t("nav.storage")}
          rows={view.rows}
          rowId={(pool) => pool.metadata.id}
          useRow={useLivePool}
          columns={columns}
          sort={view.sort}
          onSort={view.setSort}
          onOpen={inspect}
          onInspect={inspect}
          inspectedId={view.inspect}
          empty={listed ? <Empty title={t("pool.empty.title")} text={t("pool.empty.text")} /> : t("app.loading")}
        />
      </Inspected>
      {creating && <CreatePoolDialog onClose={() => setCreating(false)} />}
    </Page>
  );
}

function columnsOf({ t }: I18n): Column<Pool>[] {
  return [
    {
      key: "name",
      header: t("table.name"),
      width: "minmax(120px, 1fr)",
      sortable: true,
      cell: (pool) => <strong className="row-name">{pool.metadata.name}</strong>,
    },
    {
      key: "state",
      header: t("table.state"),
      width: "130px",
      sortable: true,
      cell: (pool) => <PoolStateMark state={pool.status.state} />,
    },
    { key: "used", header: t("pool.used"), width: "200px", sortable: true, cell: (pool) => <Fill pool={pool} /> },
    {
      key: "reach",
      header: t("pool.reach"),
      width: "minmax(120px, 0.8fr)",
      fromPx: 640,
      cell: (pool) => <ReachCell pool={pool} />,
    },
    {
      key: "path",
      header: t("pool.path"),
      width: "minmax(140px, 1.4fr)",
      fromPx: 820,
      cell: (pool) => <span className="mono">{pool.spec.path}</span>,
    },
  ];
}

function Fill({ pool }: { pool: Pool }) {
  const { t, locale } = useI18n();
  const { usedBytes, capacityBytes } = pool.status;
  if (usedBytes === null || capacityBytes === null) return "–";
  return (
    <Meter
      label={t("pool.used")}
      value={usedBytes}
      max={capacityBytes}
      text={`${bytes(usedBytes, locale)} / ${bytes(capacityBytes, locale)}`}
    />
  );
}

function ReachCell({ pool }: { pool: Pool }) {
  const { t } = useI18n();
  const reachable = pool.status.hosts.filter((host) => host.reachable).length;
  const total = pool.status.hosts.length;
  return (
    <StateMark tone={reachable < total ? "attention" : "calm"} icon={reachable < total ? "warn" : "check"}>
      {t("pool.reach.count", { reachable, total })}
    </StateMark>
  );
}

function PoolPanel({ pool }: { pool: Pool }) {
  const { t } = useI18n();
  const images = useObjects("image").filter((image) => image.spec.poolId === pool.metadata.id);
  const vms = useObjects("vm").filter((vm) => vm.spec.disks.some((disk) => disk.poolId === pool.metadata.id));
  return (
    <>
      <div className="inspector-head">
        <h2>{pool.metadata.name}</h2>
        <PoolStateMark state={pool.status.state} />
      </div>
      {pool.allowedActions.includes("delete") && (
        <DeleteButton
          name={pool.metadata.name}
          call={to.delete("/pools/{id}", { id: pool.metadata.id }, { ifMatch: `"${pool.metadata.revision}"` })}
          text={t("pool.delete.text")}
        />
      )}
      <Facts
        facts={[
          [t("pool.used"), <Fill key="fill" pool={pool} />],
          [t("pool.type"), t("pool.type.SHARED_DIRECTORY")],
          [
            t("pool.path"),
            <span key="path" className="mono">
              {pool.spec.path}
            </span>,
          ],
          [t("nav.images"), images.length],
          [t("nav.vms"), vms.length],
        ]}
      />
      <Section title={t("pool.hosts")}>
        <Facts
          facts={pool.status.hosts.map((host) => [
            host.hostId,
            <Reach key={host.hostId} ok={host.reachable} detail={host.detail} />,
          ])}
          nameOf={(id) => <HostLink id={id} />}
        />
      </Section>
    </>
  );
}
