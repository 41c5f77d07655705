import { FormGroup } from "@patternfly/react-core";
import { useState } from "react";
import { to } from "../api/calls";
import { send } from "../api/http";
import type { Snapshot, Vm } from "../api/types";
import { useOwnTexts } from "../i18n/ownTexts";
import { useI18n } from "../i18n";
import { Confirm } from "../ui/Confirm";
import { FormDialog } from "../ui/FormDialog";
import { Select } from "../ui/Select";
import { TextField } from "../ui/TextField";
import { SNAPSHOT_TEXTS } from "./snapshotTexts";

/** What somebody wants of a VM's snapshots. */
export type SnapshotDeed =
  | { kind: "take" }
  | { kind: "edit"; snapshot: Snapshot }
  | { kind: "revert"; snapshot: Snapshot }
  | { kind: "delete"; snapshot: Snapshot };

const QUIESCE = ["BEST_EFFORT", "REQUIRED", "NONE"] as const;

/** Asks for what is missing, or says what will happen, and sends it. */
export function SnapshotDialogs({ vm, deed, onClose }: { vm: Vm; deed: SnapshotDeed; onClose: () => void }) {
  const t = useOwnTexts(SNAPSHOT_TEXTS);
  const { id, name } = vm.metadata;
  const runs = vm.status.powerState === "RUNNING" || vm.status.powerState === "PAUSED";
  switch (deed.kind) {
    case "take":
      return <Take vm={vm} onClose={onClose} />;
    case "edit":
      return <Edit vm={vm} snapshot={deed.snapshot} onClose={onClose} />;
    case "revert":
      return (
        <Confirm
          title={t("revert.title", { name: deed.snapshot.name })}
          text={t(runs ? "revert.running" : "revert.off", { vm: name })}
          verb={t("revert")}
          danger
          typeName={name}
          onConfirm={() =>
            send(
              to.post(
                "/vms/{id}/snapshots/{snapshotId}/actions/revert",
                { id, snapshotId: deed.snapshot.id },
                { body: { force: runs } },
              ),
            )
          }
          onClose={onClose}
        />
      );
    case "delete":
      return (
        <Confirm
          title={t("delete.title", { name: deed.snapshot.name })}
          text={t(runs ? "delete.running" : "delete.off", { vm: name })}
          verb={t("delete")}
          danger
          onConfirm={() => send(to.delete("/vms/{id}/snapshots/{snapshotId}", { id, snapshotId: deed.snapshot.id }))}
          onClose={onClose}
        />
      );
  }
}

function Take({ vm, onClose }: { vm: Vm; onClose: () => void }) {
  const t = useOwnTexts(SNAPSHOT_TEXTS);
  const [name, setName] = useState("");
  const [description, setDescription] = useState("");
  const [quiesce, setQuiesce] = useState<(typeof QUIESCE)[number]>("BEST_EFFORT");
  const request = to.post(
    "/vms/{id}/snapshots",
    { id: vm.metadata.id },
    { body: { name: name.trim(), description, quiesce } },
  );
  return (
    <FormDialog
      title={t("take.title", { name: vm.metadata.name })}
      description={t("take.text")}
      verb={t("take")}
      ready={name.trim() !== ""}
      call={name.trim() === "" ? null : request}
      onSubmit={async () => {
        await send(request);
        onClose();
      }}
      onClose={onClose}
    >
      <TextField id="snapshot-name" label={t("name")} value={name} onChange={setName} required field="name" />
      <TextField
        id="snapshot-description"
        label={t("description")}
        value={description}
        onChange={setDescription}
        field="description"
      />
      <FormGroup label={t("quiesce")} fieldId="snapshot-quiesce">
        <Select
          id="snapshot-quiesce"
          value={quiesce}
          options={QUIESCE.map((value) => ({ value, text: t(`quiesce.${value}`) }))}
          onChange={setQuiesce}
        />
      </FormGroup>
    </FormDialog>
  );
}

function Edit({ vm, snapshot, onClose }: { vm: Vm; snapshot: Snapshot; onClose: () => void }) {
  const { t: common } = useI18n();
  const t = useOwnTexts(SNAPSHOT_TEXTS);
  const [name, setName] = useState(snapshot.name);
  const [description, setDescription] = useState(snapshot.description);
  const request = to.patch(
    "/vms/{id}/snapshots/{snapshotId}",
    { id: vm.metadata.id, snapshotId: snapshot.id },
    { body: { name: name.trim(), description } },
  );
  return (
    <FormDialog
      title={t("edit.title", { name: snapshot.name })}
      verb={common("action.save")}
      ready={name.trim() !== ""}
      call={name.trim() === "" ? null : request}
      onSubmit={async () => {
        await send(request);
        onClose();
      }}
      onClose={onClose}
    >
      <TextField id="snapshot-name" label={t("name")} value={name} onChange={setName} required field="name" />
      <TextField
        id="snapshot-description"
        label={t("description")}
        value={description}
        onChange={setDescription}
        field="description"
      />
    </FormDialog>
  );
}
