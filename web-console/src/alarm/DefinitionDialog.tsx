import { Checkbox, FormGroup } from "@patternfly/react-core";
import { useState } from "react";
import { to } from "../api/calls";
import { useObjects } from "../api/hooks";
import { send } from "../api/http";
import type { AlarmDefinition, AlarmDefinitionRequest } from "../api/types";
import { useI18n } from "../i18n";
import { FormDialog } from "../ui/FormDialog";
import { Select } from "../ui/Select";
import { TextAreaField } from "../ui/TextAreaField";
import { TextField } from "../ui/TextField";
import { ClusterField } from "./ClusterField";
import { ConditionFields } from "./ConditionFields";
import { OBJECT_KINDS, type AlarmObjectKind } from "./conditions";
import {
  breaksLabels,
  changedDefinition,
  newDefinition,
  NEW_DEFINITION,
  ofKind,
  readDefinition,
  unknownObjects,
  type DefinitionForm,
} from "./definitionForm";
import { useAlarmTexts } from "./own";
import type { Named } from "./target";

/** Makes a definition, or changes one for the revision that was read. Only what was changed is sent. */
export function DefinitionDialog({
  definition,
  onClose,
  onSaved,
}: {
  definition: AlarmDefinition | null;
  onClose: () => void;
  onSaved: () => void;
}) {
  const { t } = useI18n();
  const own = useAlarmTexts();
  const objectsOf = useNamed();
  const [read] = useState(() => {
    const target = definition?.spec.target;
    return definition && readDefinition(definition, objectsOf(definition.spec.objectKind, target?.clusterId ?? ""));
  });
  const [form, setForm] = useState(read?.form ?? NEW_DEFINITION);
  const change = (part: Partial<DefinitionForm>) => setForm({ ...form, ...part });
  const objects = objectsOf(form.objectKind, form.clusterId);
  const body = read ? changedDefinition(form, objects, read) : newDefinition(form, objects);
  const call = body && callOf(body, read?.definition ?? null);
  return (
    <FormDialog
      title={read ? own.text("alarm.edit.title", { name: read.form.name }) : own.text("alarm.new.title")}
      verb={read ? t("action.save") : own.text("alarm.new")}
      ready={call !== null}
      call={call}
      onSubmit={async () => {
        if (!call) return;
        await send(call);
        onSaved();
        onClose();
      }}
      onClose={onClose}
    >
      <TextField
        id="alarm-name"
        field="name"
        label={t("table.name")}
        help={t("create.name.rule")}
        required
        value={form.name}
        onChange={(name) => change({ name })}
      />
      <TextAreaField
        id="alarm-description"
        field="spec.description"
        label={t("field.description")}
        value={form.description}
        onChange={(description) => change({ description })}
      />
      <Checkbox
        id="alarm-enabled"
        label={own.text("alarm.enabled")}
        description={own.text("alarm.enabled.help")}
        isChecked={form.enabled}
        onChange={(_, enabled) => change({ enabled })}
      />
      <FormGroup label={own.text("alarm.kind")} fieldId="alarm-kind">
        <Select
          id="alarm-kind"
          value={form.objectKind}
          disabled={read !== null}
          onChange={(objectKind) => change(ofKind(objectKind, form.type))}
          options={OBJECT_KINDS.map((value) => ({ value, text: own.text(`alarm.kind.${value}`) }))}
        />
        {read && <p className="field-help subtle">{own.text("alarm.kind.fixed")}</p>}
      </FormGroup>
      <ConditionFields form={form} change={change} />
      <TargetFields
        form={form}
        change={change}
        unknown={unknownObjects(form, objects, read)}
        breaking={breaksLabels(form, read)}
      />
    </FormDialog>
  );
}

function callOf(body: AlarmDefinitionRequest, definition: AlarmDefinition | null) {
  if (!definition) return to.post("/alarm-definitions", { body });
  const { id, revision } = definition.metadata;
  return to.patch("/alarm-definitions/{id}", { id }, { body, ifMatch: `"${revision}"` });
}

/** What names of objects of a kind are looked up among: those of the cluster, where one was chosen. */
function useNamed(): (kind: AlarmObjectKind, clusterId: string) => readonly Named[] {
  const hosts = useObjects("host");
  const vms = useObjects("vm");
  const pools = useObjects("pool");
  const clusters = useObjects("cluster");
  return (kind, clusterId) => {
    const within = (objects: readonly (Named & { spec: { clusterId: string } })[]) =>
      objects.filter(({ spec }) => clusterId === "" || spec.clusterId === clusterId);
    switch (kind) {
      case "HOST":
        return within(hosts);
      case "VM":
        return within(vms);
      case "POOL":
        return within(pools);
      case "CLUSTER":
        return clusters;
      case "TASK":
        return [];
    }
  };
}

function TargetFields({
  form,
  change,
  unknown,
  breaking,
}: {
  form: DefinitionForm;
  change: (part: Partial<DefinitionForm>) => void;
  unknown: readonly string[];
  breaking: boolean;
}) {
  const own = useAlarmTexts();
  /** A task has no labels, and its id is known only once it is late to say so. What is there already is shown. */
  const narrow = form.objectKind !== "TASK";
  return (
    <>
      <ClusterField
        id="alarm-cluster"
        field="spec.target.clusterId"
        value={form.clusterId}
        onChange={(clusterId) => change({ clusterId })}
      />
      {(narrow || form.objects !== "") && (
        <TextField
          id="alarm-objects"
          field="spec.target.objectIds"
          label={own.text("alarm.of.objects")}
          help={own.text("alarm.of.objects.help")}
          fault={unknown.length > 0 ? own.text("alarm.of.objects.unknown", { names: unknown.join(", ") }) : null}
          value={form.objects}
          onChange={(objects) => change({ objects })}
        />
      )}
      {(narrow || form.labels !== "") && (
        <TextField
          id="alarm-labels"
          field="spec.target.labels"
          label={own.text("alarm.of.labels")}
          help={own.text("alarm.of.labels.help")}
          fault={breaking ? own.text("alarm.labels.break") : null}
          value={form.labels}
          onChange={(labels) => change({ labels })}
        />
      )}
    </>
  );
}
