import { FormGroup } from "@patternfly/react-core";
import { useState } from "react";
import { to } from "../api/calls";
import { useObjects } from "../api/hooks";
import { send } from "../api/http";
import type { Vm } from "../api/types";
import { useI18n } from "../i18n";
import { Confirm } from "../ui/Confirm";
import { FormDialog } from "../ui/FormDialog";
import { Select } from "../ui/Select";
import { TextField } from "../ui/TextField";
import { wholeNumber } from "../ui/wholeNumber";

/** What somebody wants of a VM's disks and network cards. */
export type DeviceDeed =
  | { kind: "addDisk" }
  | { kind: "growDisk"; index: number; sizeGiB: number }
  | { kind: "limitDisk"; index: number; iopsLimit: number | null; bytesPerSecondLimit: number | null }
  | { kind: "removeDisk"; index: number }
  | { kind: "addNic" }
  | { kind: "removeNic"; index: number; mac: string };

interface Props {
  vm: Vm;
  deed: DeviceDeed;
  onClose: () => void;
}

/** Asks for what is missing, or says what will be lost, and sends it. */
export function DeviceDialogs({ vm, deed, onClose }: Props) {
  const { t } = useI18n();
  const { id } = vm.metadata;
  const running = vm.status.powerState === "RUNNING";
  switch (deed.kind) {
    case "addDisk":
      return <DiskSize vm={vm} onClose={onClose} />;
    case "growDisk":
      return <DiskSize vm={vm} disk={deed} onClose={onClose} />;
    case "limitDisk":
      return <DiskLimits vm={vm} disk={deed} onClose={onClose} />;
    case "addNic":
      return <AddNic vm={vm} onClose={onClose} />;
    case "removeDisk":
      return (
        <Confirm
          title={t("vm.disk.remove.title", { index: deed.index })}
          text={t(running ? "vm.disk.remove.running" : "vm.disk.remove.off", { name: vm.metadata.name })}
          verb={t("vm.device.remove")}
          danger
          typeName={vm.metadata.name}
          onConfirm={() => send(to.delete("/vms/{id}/disks/{index}", { id, index: String(deed.index) }))}
          onClose={onClose}
        />
      );
    case "removeNic":
      return (
        <Confirm
          title={t("vm.nic.remove.title", { mac: deed.mac })}
          text={t("vm.nic.remove.text", { name: vm.metadata.name })}
          verb={t("vm.device.remove")}
          danger
          onConfirm={() => send(to.delete("/vms/{id}/nics/{index}", { id, index: String(deed.index) }))}
          onClose={onClose}
        />
      );
  }
}

/** A new disk, or a larger one. */
function DiskSize({ vm, disk, onClose }: { vm: Vm; disk?: { index: number; sizeGiB: number }; onClose: () => void }) {
  const { t } = useI18n();
  const [text, setText] = useState(String(disk ? disk.sizeGiB + 1 : 10));
  const sizeGiB = wholeNumber(text);
  const { id, name } = vm.metadata;
  const body = { sizeGiB: sizeGiB ?? 0 };
  const request = disk
    ? to.post("/vms/{id}/disks/{index}/actions/grow", { id, index: String(disk.index) }, { body })
    : to.post("/vms/{id}/disks", { id }, { body });
  return (
    <FormDialog
      title={disk ? t("vm.disk.grow.title", { index: disk.index }) : t("vm.disk.add.title", { name })}
      description={disk ? t("vm.disk.grow.text") : t("vm.disk.add.text")}
      verb={disk ? t("vm.disk.grow") : t("vm.disk.add")}
      ready={sizeGiB !== null && sizeGiB > (disk?.sizeGiB ?? 0)}
      call={sizeGiB === null ? null : request}
      onSubmit={async () => {
        await send(request);
        onClose();
      }}
      onClose={onClose}
    >
      <TextField
        id="disk-size"
        label={t("vm.disk.sizeGiB")}
        type="whole"
        value={text}
        onChange={setText}
        required
        field="sizeGiB"
        {...(disk ? { help: t("vm.disk.grow.least", { sizeGiB: disk.sizeGiB }) } : {})}
      />
    </FormDialog>
  );
}

const MIB_BYTES = 1024 ** 2;

/** What a disk may use of its storage; an empty field is no limit. */
function DiskLimits({
  vm,
  disk,
  onClose,
}: {
  vm: Vm;
  disk: { index: number; iopsLimit: number | null; bytesPerSecondLimit: number | null };
  onClose: () => void;
}) {
  const { t } = useI18n();
  const [iopsText, setIops] = useState(disk.iopsLimit === null ? "" : String(disk.iopsLimit));
  const [rateText, setRate] = useState(
    disk.bytesPerSecondLimit === null ? "" : String(Math.max(1, Math.round(disk.bytesPerSecondLimit / MIB_BYTES))),
  );
  const iops = iopsText.trim() === "" ? 0 : wholeNumber(iopsText);
  const rateMiB = rateText.trim() === "" ? 0 : wholeNumber(rateText);
  const request =
    iops === null || rateMiB === null
      ? null
      : to.patch(
          "/vms/{id}/disks/{index}",
          { id: vm.metadata.id, index: String(disk.index) },
          { body: { iopsLimit: iops, bytesPerSecondLimit: rateMiB * MIB_BYTES } },
        );
  return (
    <FormDialog
      title={t("vm.disk.limit.title", { index: disk.index })}
      description={t("vm.disk.limit.text")}
      verb={t("action.save")}
      ready={request !== null}
      call={request}
      onSubmit={async () => {
        if (!request) return;
        await send(request);
        onClose();
      }}
      onClose={onClose}
    >
      <TextField
        id="disk-iops"
        label={t("vm.disk.limit.iops")}
        type="whole"
        value={iopsText}
        onChange={setIops}
        field="iopsLimit"
      />
      <TextField
        id="disk-rate"
        label={t("vm.disk.limit.rate")}
        type="whole"
        value={rateText}
        onChange={setRate}
        field="bytesPerSecondLimit"
      />
    </FormDialog>
  );
}

function AddNic({ vm, onClose }: { vm: Vm; onClose: () => void }) {
  const { t } = useI18n();
  const networks = useObjects("network").filter((network) => network.spec.clusterId === vm.spec.clusterId);
  const [chosen, setChosen] = useState("");
  const [address, setAddress] = useState("");
  const { id, name } = vm.metadata;
  const networkId = chosen === "" ? (networks[0]?.metadata.id ?? "") : chosen;
  const request = to.post(
    "/vms/{id}/nics",
    { id },
    { body: { networkId, ...(address.trim() === "" ? {} : { address: address.trim() }) } },
  );
  return (
    <FormDialog
      title={t("vm.nic.add.title", { name })}
      description={networks.length === 0 ? t("vm.nic.add.none") : t("vm.nic.add.text")}
      verb={t("vm.nic.add")}
      ready={networkId !== ""}
      call={request}
      onSubmit={async () => {
        await send(request);
        onClose();
      }}
      onClose={onClose}
    >
      <FormGroup label={t("vm.nic.network")} fieldId="nic-network">
        <Select
          id="nic-network"
          value={networkId}
          options={networks.map((network) => ({ value: network.metadata.id, text: network.metadata.name }))}
          onChange={setChosen}
        />
      </FormGroup>
      <TextField
        id="nic-address"
        label={t("vm.nic.add.address")}
        value={address}
        onChange={setAddress}
        help={t("vm.nic.add.addressHelp")}
        field="address"
      />
    </FormDialog>
  );
}
