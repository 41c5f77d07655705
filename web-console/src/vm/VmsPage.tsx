import { useObject, useObjects, useStream } from "../api/hooks";
import type { Vm } from "../api/types";
import { useI18n } from "../i18n";
import { DataTable, type Column } from "../ui/DataTable";
import { mebibytes } from "../ui/format";
import { Empty, Page } from "../ui/Page";
import { VmState } from "../ui/State";

const useLiveVm = (vm: Vm): Vm => useObject("vm", vm.metadata.id) ?? vm;

export function VmsPage() {
  const { t, locale } = useI18n();
  const vms = useObjects("vm");
  const { listed } = useStream();
  const columns: Column<Vm>[] = [
    { key: "name", header: t("table.name"), width: "minmax(160px, 2fr)", cell: (vm) => vm.metadata.name },
    { key: "state", header: t("table.state"), width: "120px", cell: (vm) => <VmState state={vm.status.powerState} /> },
    {
      key: "host",
      header: t("table.host"),
      width: "minmax(90px, 1fr)",
      cell: (vm) => vm.status.hostName ?? t("table.none"),
    },
    { key: "cpu", header: t("vm.col.cpu"), width: "70px", align: "end", cell: (vm) => vm.spec.vcpuCount },
    {
      key: "memory",
      header: t("vm.col.memory"),
      width: "90px",
      align: "end",
      cell: (vm) => mebibytes(vm.spec.memoryMiB, locale),
    },
    {
      key: "address",
      header: t("vm.col.address"),
      width: "minmax(120px, 1fr)",
      cell: (vm) => vm.status.addresses.join(" "),
    },
  ];
  return (
    <Page title={t("vm.title")} flush>
      <DataTable
        label={t("vm.title")}
        rows={vms}
        rowId={(vm) => vm.metadata.id}
        useRow={useLiveVm}
        columns={columns}
        empty={listed ? <Empty title={t("vm.empty.title")} text={t("vm.empty.text")} /> : t("app.loading")}
      />
    </Page>
  );
}
