import { useState } from "react";
import { to } from "../api/calls";
import { useObjects } from "../api/hooks";
import { send } from "../api/http";
import type { Vm } from "../api/types";
import { useI18n } from "../i18n";
import { FormDialog } from "../ui/FormDialog";
import { VmHaFields } from "./VmHaFields";
import { vmHaChange, vmHaForm } from "./vmHaForm";

/** Sends what changed, for the revision that was read. */
export function EditVmHaDialog({ vm, onClose }: { vm: Vm; onClose: () => void }) {
  const { t } = useI18n();
  const [read] = useState(vm);
  const vms = useObjects("vm").filter(
    ({ metadata, spec }) => spec.clusterId === read.spec.clusterId && metadata.id !== read.metadata.id,
  );
  const [form, setForm] = useState(() => vmHaForm(read.spec.ha, vms));
  const ha = vmHaChange(form, read.spec.ha, vms);
  const { id, name, revision } = read.metadata;
  const request = ha && to.patch("/vms/{id}", { id }, { body: { spec: { ha } }, ifMatch: `"${revision}"` });
  return (
    <FormDialog
      title={t("ha.vm.edit", { name })}
      verb={t("action.save")}
      ready={ha !== null && Object.keys(ha).length > 0}
      call={request}
      onSubmit={async () => {
        if (!request) return;
        await send(request);
        onClose();
      }}
      onClose={onClose}
    >
      <VmHaFields form={form} vms={vms} onChange={setForm} />
    </FormDialog>
  );
}
