import { useSearch } from "@tanstack/react-router";
import { useMemo, useState } from "react";
import { to } from "../api/calls";
import { useObject, useStream } from "../api/hooks";
import type { Network } from "../api/types";
import { useScoped } from "../app/scope";
import { usePermission } from "../auth/session";
import { useI18n, type I18n } from "../i18n";
import { DataTable, type Column } from "../ui/DataTable";
import { DeedButton } from "../ui/Deed";
import { DeleteButton } from "../ui/DeleteButton";
import { Facts, Section } from "../ui/Facts";
import { Icon } from "../ui/icons";
import { Inspected } from "../ui/Inspector";
import { ListBar } from "../ui/ListBar";
import { HostLink } from "../ui/ObjectLink";
import { Empty, Page } from "../ui/Page";
import { Reach } from "../ui/Reach";
import { ShowApi } from "../ui/ShowApi";
import { NetworkStateMark, StateMark } from "../ui/State";
import { useListView, type SortKeys } from "../ui/useListView";
import { CreateNetworkDialog } from "./CreateNetworkDialog";

const SORT_KEYS: SortKeys<Network> = {
  name: (network) => network.metadata.name,
  state: (network) => network.status.state,
  vlan: (network) => network.spec.vlan,
};
const searchText = (network: Network): string =>
  `${network.metadata.name} ${network.spec.subnetCidr ?? ""} vlan${network.spec.vlan}`;
const useLiveNetwork = (network: Network): Network => useObject("network", network.metadata.id) ?? network;

export function NetworksPage() {
  const i18n = useI18n();
  const { t } = i18n;
  const search = useSearch({ from: "/inside/networks" });
  const networks = useScoped("network");
  const { listed } = useStream();
  const mayWrite = usePermission("INVENTORY_WRITE");
  const [creating, setCreating] = useState(false);
  const view = useListView(networks, search, SORT_KEYS, searchText, "name");
  const columns = useMemo(() => columnsOf(i18n), [i18n]);
  const inspected = useObject("network", view.inspect);
  const inspect = (network: Network) =>
    view.setInspect(view.inspect === network.metadata.id ? undefined : network.metadata.id);
  return (
    <Page
      title={t("nav.networks")}
      flush
      actions={
        <>
          <ShowApi compact call={to.get("/networks")} />
          {mayWrite && (
            <DeedButton icon={<Icon name="plus" />} onClick={() => setCreating(true)}>
              {t("network.create")}
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
          total={networks.length}
        />
      }
    >
      <Inspected panel={inspected && <NetworkPanel network={inspected} />} onClose={() => view.setInspect(undefined)}>
        <DataTable
          label={t("nav.networks")}
          rows={view.rows}
          rowId={(network) => network.metadata.id}
          useRow={useLiveNetwork}
          columns={columns}
          sort={view.sort}
          onSort={view.setSort}
          onOpen={inspect}
          onInspect={inspect}
          inspectedId={view.inspect}
          empty={listed ? <Empty title={t("network.empty.title")} text={t("network.empty.text")} /> : t("app.loading")}
        />
      </Inspected>
      {creating && <CreateNetworkDialog onClose={() => setCreating(false)} />}
    </Page>
  );
}

function columnsOf({ t }: I18n): Column<Network>[] {
  return [
    {
      key: "name",
      header: t("table.name"),
      width: "minmax(120px, 1fr)",
      sortable: true,
      cell: (network) => <strong className="row-name">{network.metadata.name}</strong>,
    },
    {
      key: "state",
      header: t("table.state"),
      width: "130px",
      sortable: true,
      cell: (network) => <NetworkStateMark state={network.status.state} />,
    },
    {
      key: "vlan",
      header: t("network.vlan"),
      width: "90px",
      align: "end",
      sortable: true,
      cell: (network) => (network.spec.vlan === 0 ? t("network.untagged") : network.spec.vlan),
    },
    {
      key: "subnet",
      header: t("network.subnet"),
      width: "minmax(120px, 1fr)",
      cell: (network) => <span className="mono">{network.spec.subnetCidr ?? "–"}</span>,
    },
    {
      key: "addressing",
      header: t("network.addressing"),
      width: "110px",
      fromPx: 700,
      cell: (network) => t(`network.addressing.${network.spec.addressing}`),
    },
    {
      key: "addresses",
      header: t("network.addresses"),
      width: "110px",
      align: "end",
      fromPx: 820,
      cell: (network) => <Addresses network={network} />,
    },
    {
      key: "hosts",
      header: t("nav.hosts"),
      width: "minmax(110px, 0.7fr)",
      fromPx: 560,
      cell: (network) => <HostsCell network={network} />,
    },
  ];
}

function Addresses({ network }: { network: Network }) {
  const { t } = useI18n();
  const { addressesUsed, addressesTotal } = network.status;
  if (addressesTotal === null) return "–";
  return t("table.count", { shown: addressesUsed, total: addressesTotal });
}

function HostsCell({ network }: { network: Network }) {
  const { t } = useI18n();
  const total = network.status.hosts.length;
  const reachable = network.status.hosts.filter((host) => host.state === "READY").length;
  return (
    <StateMark tone={reachable < total ? "attention" : "calm"} icon={reachable < total ? "warn" : "check"}>
      {t("pool.reach.count", { reachable, total })}
    </StateMark>
  );
}

function NetworkPanel({ network }: { network: Network }) {
  const { t, locale, lookup } = useI18n();
  const { spec, status } = network;
  return (
    <>
      <div className="inspector-head">
        <h2>{network.metadata.name}</h2>
        <NetworkStateMark state={status.state} />
      </div>
      {network.allowedActions.includes("delete") && (
        <DeleteButton
          name={network.metadata.name}
          call={to.delete("/networks/{id}", { id: network.metadata.id }, { ifMatch: `"${network.metadata.revision}"` })}
          text={t("network.delete.text")}
        />
      )}
      <Facts
        facts={[
          [t("network.vlan"), spec.vlan === 0 ? t("network.untagged") : spec.vlan],
          [t("network.subnet"), spec.subnetCidr],
          [t("network.gateway"), spec.gateway],
          [t("network.dns"), spec.dnsServers.join(", ") || null],
          [t("network.addressing"), t(`network.addressing.${spec.addressing}`)],
          spec.rangeStart && spec.rangeEnd ? [t("network.range"), `${spec.rangeStart} – ${spec.rangeEnd}`] : null,
          [t("network.addresses"), <Addresses key="addresses" network={network} />],
          [t("network.mtu"), `${new Intl.NumberFormat(locale).format(spec.mtuBytes)} B`],
          [t("network.antiSpoofing"), spec.antiSpoofing ? t("on") : t("off")],
        ]}
      />
      <Section title={t("nav.hosts")}>
        <Facts
          facts={status.hosts.map((host) => [
            host.hostId,
            <Reach
              key={host.hostId}
              ok={host.state === "READY"}
              text={lookup(`network.state.${host.state}`)}
              detail={host.detail}
            />,
          ])}
          nameOf={(id) => <HostLink id={id} />}
        />
      </Section>
    </>
  );
}
