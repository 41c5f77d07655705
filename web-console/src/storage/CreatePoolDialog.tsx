import { useState } from "react";
import { to } from "../api/calls";
import { send } from "../api/http";
import { useTargetCluster } from "../app/scope";
import { useI18n } from "../i18n";
import { FormDialog } from "../ui/FormDialog";
import { TextField } from "../ui/TextField";

export function CreatePoolDialog({ onClose }: { onClose: () => void }) {
  const { t } = useI18n();
  const clusterId = useTargetCluster();
  const [name, setName] = useState("");
  const [path, setPath] = useState("");
  const request = to.post("/pools", { body: { name, spec: { clusterId, type: "SHARED_DIRECTORY", path } } });
  return (
    <FormDialog
      title={t("pool.create")}
      description={t("pool.create.text")}
      verb={t("pool.create")}
      ready={name !== "" && path !== "" && clusterId !== null}
      call={request}
      onSubmit={async () => {
        await send(request);
        onClose();
      }}
      onClose={onClose}
    >
      <TextField
        id="pool-name"
        field="name"
        label={t("table.name")}
        value={name}
        onChange={setName}
        required
        help={t("create.name.rule")}
      />
      <TextField
        id="pool-path"
        field="spec.path"
        label={t("pool.path")}
        value={path}
        onChange={setPath}
        required
        help={t("pool.path.help")}
      />
    </FormDialog>
  );
}
