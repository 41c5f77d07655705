import { Checkbox, FormGroup } from "@patternfly/react-core";
import { useState } from "react";
import { to } from "../api/calls";
import { send } from "../api/http";
import type { Cluster, ResourcePool } from "../api/types";
import { useI18n } from "../i18n";
import { useOwnTexts } from "../i18n/ownTexts";
import { FormDialog } from "../ui/FormDialog";
import { Select } from "../ui/Select";
import { TextField } from "../ui/TextField";
import { LEVELS, newPoolForm, poolBody, poolForm, type AmountsForm } from "./poolForm";
import { POOL_TEXTS } from "./poolTexts";
import { poolTree, withDescendants } from "./poolTree";

/** A pool that reserves more than its parent has left is refused, and the dialog says how much is left and where. */
export function PoolDialog({
  cluster,
  pools,
  pool,
  parentId,
  onClose,
  onDone,
}: {
  cluster: Cluster;
  pools: readonly ResourcePool[];
  /** The one that is changed; none: a new one. */
  pool?: ResourcePool;
  parentId: string;
  onClose: () => void;
  onDone: () => void;
}) {
  const { t } = useI18n();
  const own = useOwnTexts(POOL_TEXTS);
  const { id, name } = cluster.metadata;
  const [form, setForm] = useState(pool ? poolForm(pool) : newPoolForm(parentId));
  const body = poolBody(form);
  const request =
    body &&
    (pool
      ? to.patch(
          "/clusters/{id}/resource-pools/{resourcePoolId}",
          { id, resourcePoolId: pool.metadata.id },
          { body, ifMatch: `"${pool.metadata.revision}"` },
        )
      : to.post("/clusters/{id}/resource-pools", { id }, { body }));
  const forbidden = pool ? withDescendants(pool.metadata.id, pools) : new Set<string>();
  return (
    <FormDialog
      title={pool ? own("pool.edit", { name: pool.metadata.name }) : own("pool.create.in", { name })}
      verb={pool ? t("action.save") : own("pool.create")}
      ready={request !== null}
      call={request}
      onSubmit={async () => {
        if (!request) return;
        await send(request);
        onDone();
        onClose();
      }}
      onClose={onClose}
    >
      <TextField
        id="pool-name"
        field="name"
        label={t("table.name")}
        required
        value={form.name}
        onChange={(value) => setForm({ ...form, name: value })}
      />
      <TextField
        id="pool-description"
        field="spec.description"
        label={t("field.description")}
        value={form.description}
        onChange={(description) => setForm({ ...form, description })}
      />
      <FormGroup label={own("pool.parent")} fieldId="pool-parent">
        <Select
          id="pool-parent"
          value={form.parentId}
          onChange={(parent) => setForm({ ...form, parentId: parent })}
          options={[
            { value: "", text: own("pool.parent.cluster") },
            ...poolTree(pools)
              .filter((row) => !forbidden.has(row.pool.metadata.id))
              .map((row) => ({
                value: row.pool.metadata.id,
                text: `${"– ".repeat(row.depth)}${row.pool.metadata.name}`,
              })),
          ]}
        />
      </FormGroup>
      <Amounts of="cpu" unit="MHz" form={form.cpu} onChange={(cpu) => setForm({ ...form, cpu })} />
      <Amounts of="memory" unit="MiB" form={form.memory} onChange={(memory) => setForm({ ...form, memory })} />
    </FormDialog>
  );
}

function Amounts({
  of,
  unit,
  form,
  onChange,
}: {
  of: "cpu" | "memory";
  unit: "MHz" | "MiB";
  form: AmountsForm;
  onChange: (form: AmountsForm) => void;
}) {
  const own = useOwnTexts(POOL_TEXTS);
  return (
    <>
      <TextField
        id={`pool-${of}-reservation`}
        field={`spec.${of}Reservation${unit}`}
        type="whole"
        label={own(`pool.reservation.${of}`)}
        help={own("pool.reservation.help")}
        value={form.reservation}
        onChange={(reservation) => onChange({ ...form, reservation })}
      />
      <Checkbox
        id={`pool-${of}-expandable`}
        label={own(`pool.expandable.${of}`)}
        isChecked={form.expandable}
        onChange={(_, expandable) => onChange({ ...form, expandable })}
      />
      <TextField
        id={`pool-${of}-limit`}
        field={`spec.${of}Limit${unit}`}
        label={own(`pool.limit.${of}`)}
        help={own("pool.limit.help")}
        value={form.limit}
        onChange={(limit) => onChange({ ...form, limit })}
      />
      <FormGroup label={own(`pool.shares.${of}`)} fieldId={`pool-${of}-level`}>
        <Select
          id={`pool-${of}-level`}
          value={form.level}
          onChange={(level) => onChange({ ...form, level })}
          options={LEVELS.map((value) => ({ value, text: own(`pool.level.${value}`) }))}
        />
      </FormGroup>
      {form.level === "CUSTOM" && (
        <TextField
          id={`pool-${of}-shares`}
          field={`spec.${of}Shares`}
          type="whole"
          label={own("pool.shares.number")}
          value={form.shares}
          onChange={(shares) => onChange({ ...form, shares })}
        />
      )}
    </>
  );
}
