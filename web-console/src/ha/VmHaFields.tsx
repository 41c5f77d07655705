import { Checkbox, FormGroup } from "@patternfly/react-core";
import type { Vm } from "../api/types";
import { useI18n } from "../i18n";
import { Select } from "../ui/Select";
import { idsOfNames } from "../ui/idsOfNames";
import { TextField } from "../ui/TextField";
import type { VmHaForm } from "./vmHaForm";

const PRIORITIES = ["HIGHEST", "HIGH", "MEDIUM", "LOW", "LOWEST"] as const;
const ISOLATION = ["KEEP_RUNNING", "RESTART_ELSEWHERE"] as const;
const STORAGE_LOSS = ["RESTART_ELSEWHERE", "KEEP_PAUSED"] as const;
const HEALTH = ["PROCESS_ENDS", "PROCESS_ENDS_OR_GUEST_CRASHES", "GUEST_STOPS_ANSWERING"] as const;

interface Props {
  form: VmHaForm;
  /** Those of the cluster, which it may wait for. */
  vms: readonly Vm[];
  onChange: (form: VmHaForm) => void;
}

/** The questions of HA about a VM, the same when it is made and later. */
export function VmHaFields({ form, vms, onChange }: Props) {
  const { t } = useI18n();
  const change = (part: Partial<VmHaForm>) => onChange({ ...form, ...part });
  const unknown = form.restartAfter.trim() ? idsOfNames(form.restartAfter, vms).unknown : [];
  return (
    <>
      <Checkbox
        id="ha-protected"
        label={t("ha.vm.protected")}
        isChecked={form.protected}
        onChange={(_, on) => change({ protected: on })}
      />
      <FormGroup label={t("ha.vm.priority")} fieldId="ha-priority">
        <Select
          id="ha-priority"
          value={form.priority}
          onChange={(priority) => change({ priority })}
          options={PRIORITIES.map((value) => ({ value, text: t(`ha.vm.priority.${value}`) }))}
        />
      </FormGroup>
      <div>
        <TextField
          id="ha-after"
          field="spec.ha.restartAfter"
          label={t("ha.vm.after")}
          help={t("ha.vm.after.help")}
          value={form.restartAfter}
          onChange={(restartAfter) => change({ restartAfter })}
        />
        {unknown.length > 0 && (
          <p className="violation" role="alert">
            {t("ha.vm.after.unknown", { names: unknown.join(", ") })}
          </p>
        )}
      </div>
      <FormGroup label={t("ha.vm.isolation")} fieldId="ha-isolation">
        <Select
          id="ha-isolation"
          value={form.isolationPolicy}
          onChange={(isolationPolicy) => change({ isolationPolicy })}
          options={ISOLATION.map((value) => ({ value, text: t(`ha.vm.isolation.${value}`) }))}
        />
      </FormGroup>
      <FormGroup label={t("ha.vm.storageLoss")} fieldId="ha-storage-loss">
        <Select
          id="ha-storage-loss"
          value={form.storageLossPolicy}
          onChange={(storageLossPolicy) => change({ storageLossPolicy })}
          options={STORAGE_LOSS.map((value) => ({ value, text: t(`ha.vm.storageLoss.${value}`) }))}
        />
      </FormGroup>
      <FormGroup label={t("ha.vm.health")} fieldId="ha-health">
        <Select
          id="ha-health"
          value={form.healthPolicy}
          onChange={(healthPolicy) => change({ healthPolicy })}
          options={HEALTH.map((value) => ({ value, text: t(`ha.vm.health.${value}`) }))}
        />
      </FormGroup>
    </>
  );
}
