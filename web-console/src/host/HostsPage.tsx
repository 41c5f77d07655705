import { useObject, useObjects, useStream } from "../api/hooks";
import type { Host } from "../api/types";
import { useI18n } from "../i18n";
import { DataTable, type Column } from "../ui/DataTable";
import { mebibytes } from "../ui/format";
import { Empty, Page } from "../ui/Page";
import { HostStateMark } from "../ui/State";

const useLiveHost = (host: Host): Host => useObject("host", host.metadata.id) ?? host;

export function HostsPage() {
  const { t, locale } = useI18n();
  const hosts = useObjects("host");
  const { listed } = useStream();
  const columns: Column<Host>[] = [
    { key: "name", header: t("table.name"), width: "minmax(140px, 1fr)", cell: (host) => host.metadata.name },
    {
      key: "state",
      header: t("table.state"),
      width: "130px",
      cell: (host) => <HostStateMark state={host.status.state} />,
    },
    { key: "address", header: t("host.col.address"), width: "minmax(120px, 1fr)", cell: (host) => host.status.address },
    { key: "vms", header: t("host.col.vms"), width: "60px", align: "end", cell: (host) => host.status.vmCount },
    {
      key: "memory",
      header: t("vm.col.memory"),
      width: "100px",
      align: "end",
      cell: (host) => mebibytes(host.status.memoryMiB, locale),
    },
    { key: "accelerator", header: t("host.col.accelerator"), width: "100px", cell: (host) => host.status.accelerator },
  ];
  return (
    <Page title={t("host.title")} flush>
      <DataTable
        label={t("host.title")}
        rows={hosts}
        rowId={(host) => host.metadata.id}
        useRow={useLiveHost}
        columns={columns}
        empty={listed ? <Empty title={t("host.empty.title")} text={t("host.empty.text")} /> : t("app.loading")}
      />
    </Page>
  );
}
