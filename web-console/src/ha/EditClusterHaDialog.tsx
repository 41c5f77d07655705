import { Checkbox, FormGroup } from "@patternfly/react-core";
import { useState } from "react";
import { to } from "../api/calls";
import { send } from "../api/http";
import type { Cluster } from "../api/types";
import { useI18n } from "../i18n";
import { FormDialog } from "../ui/FormDialog";
import { Select } from "../ui/Select";
import { TextField } from "../ui/TextField";
import { wholeNumber } from "../ui/wholeNumber";

const FIGURES = [
  "guestSilenceSeconds",
  "restartAttempts",
  "firstRetryPauseSeconds",
  "longestRetryPauseSeconds",
  "flapFailures",
  "flapWindowMinutes",
  "quarantineMinutes",
] as const;
type Figures = Record<(typeof FIGURES)[number], string>;

/** What of HA a cluster may choose. Sends what changed, for the revision that was read. */
export function EditClusterHaDialog({ cluster, onClose }: { cluster: Cluster; onClose: () => void }) {
  const { t } = useI18n();
  const [read] = useState(cluster);
  const before = read.spec.ha;
  const [form, setForm] = useState({
    enabled: before.enabled,
    armed: before.armed,
    failures: String(before.hostFailuresToTolerate),
    admissionPolicy: before.admissionPolicy,
    delay: String(before.storageLossDelaySeconds),
  });
  const [figures, setFigures] = useState<Figures>(
    () => Object.fromEntries(FIGURES.map((figure) => [figure, String(before[figure])])) as Figures,
  );
  const numbers = FIGURES.map((figure) => [figure, wholeNumber(figures[figure])] as const);
  const failures = wholeNumber(form.failures);
  const delay = wholeNumber(form.delay);
  const ha = {
    ...(form.enabled === before.enabled ? {} : { enabled: form.enabled }),
    ...(form.armed === before.armed ? {} : { armed: form.armed }),
    ...(failures === null || failures === before.hostFailuresToTolerate ? {} : { hostFailuresToTolerate: failures }),
    ...(form.admissionPolicy === before.admissionPolicy ? {} : { admissionPolicy: form.admissionPolicy }),
    ...(delay === null || delay === before.storageLossDelaySeconds ? {} : { storageLossDelaySeconds: delay }),
    ...Object.fromEntries(numbers.filter(([figure, value]) => value !== null && value !== before[figure])),
  };
  const { id, name, revision } = read.metadata;
  const readable = failures !== null && delay !== null && numbers.every(([, value]) => value !== null);
  const request = readable
    ? to.patch("/clusters/{id}", { id }, { body: { spec: { ha } }, ifMatch: `"${revision}"` })
    : null;
  return (
    <FormDialog
      title={t("ha.edit", { name })}
      verb={t("action.save")}
      ready={request !== null && Object.keys(ha).length > 0}
      call={request}
      onSubmit={async () => {
        if (!request) return;
        await send(request);
        onClose();
      }}
      onClose={onClose}
    >
      <Checkbox
        id="ha-enabled"
        label={t("ha.enabled.label")}
        description={t("ha.enabled.help")}
        isChecked={form.enabled}
        onChange={(_, enabled) => setForm({ ...form, enabled })}
      />
      <Checkbox
        id="ha-armed"
        label={t("ha.armed.label")}
        description={t("ha.armed.help")}
        isChecked={form.armed}
        onChange={(_, armed) => setForm({ ...form, armed })}
      />
      <TextField
        id="ha-failures"
        field="spec.ha.hostFailuresToTolerate"
        type="whole"
        label={t("ha.failures")}
        help={t("ha.failures.help")}
        value={form.failures}
        onChange={(value) => setForm({ ...form, failures: value })}
      />
      <FormGroup label={t("ha.admission")} fieldId="ha-admission">
        <Select
          id="ha-admission"
          value={form.admissionPolicy}
          onChange={(admissionPolicy) => setForm({ ...form, admissionPolicy })}
          options={[
            { value: "REFUSE", text: t("ha.admission.REFUSE") },
            { value: "WARN", text: t("ha.admission.WARN") },
          ]}
        />
      </FormGroup>
      <TextField
        id="ha-delay"
        field="spec.ha.storageLossDelaySeconds"
        type="whole"
        label={t("ha.storageDelay")}
        help={t("ha.storageDelay.help")}
        value={form.delay}
        onChange={(value) => setForm({ ...form, delay: value })}
      />
      {FIGURES.map((figure) => (
        <TextField
          key={figure}
          id={`ha-${figure}`}
          field={`spec.ha.${figure}`}
          type="whole"
          label={t(`ha.figure.${figure}`)}
          help={t(`ha.figure.${figure}.help`)}
          value={figures[figure]}
          onChange={(value) => setFigures({ ...figures, [figure]: value })}
        />
      ))}
    </FormDialog>
  );
}
