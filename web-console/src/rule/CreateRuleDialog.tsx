import { FormGroup } from "@patternfly/react-core";
import { useState } from "react";
import { to } from "../api/calls";
import { useObjects } from "../api/hooks";
import { send } from "../api/http";
import type { Cluster } from "../api/types";
import { useI18n } from "../i18n";
import { useOwnTexts } from "../i18n/ownTexts";
import { FormDialog } from "../ui/FormDialog";
import { Select } from "../ui/Select";
import { TextField } from "../ui/TextField";
import { enforcementsOf, NEW_RULE, namesZone, newRule, RULE_KINDS, unknownNames, type RuleForm } from "./ruleForm";
import { RULE_TEXTS } from "./ruleTexts";

/** A rule that cannot be met together with the others is refused, and the dialog says with which and why. */
export function CreateRuleDialog({
  cluster,
  onClose,
  onCreated,
}: {
  cluster: Cluster;
  onClose: () => void;
  onCreated: () => void;
}) {
  const { t } = useI18n();
  const own = useOwnTexts(RULE_TEXTS);
  const { id, name } = cluster.metadata;
  const vms = useObjects("vm").filter((vm) => vm.spec.clusterId === id);
  const hosts = useObjects("host").filter((host) => host.spec.clusterId === id);
  const [form, setForm] = useState(NEW_RULE);
  const change = (part: Partial<RuleForm>) => setForm({ ...form, ...part });
  const body = newRule(form, vms, hosts);
  const unknown = unknownNames(form, vms, hosts);
  const request = body && to.post("/clusters/{id}/rules", { id }, { body });
  return (
    <FormDialog
      title={own("rule.create.in", { name })}
      verb={own("rule.create")}
      ready={request !== null}
      call={request}
      onSubmit={async () => {
        if (!request) return;
        await send(request);
        onCreated();
        onClose();
      }}
      onClose={onClose}
    >
      <TextField
        id="rule-name"
        field="name"
        label={t("table.name")}
        help={t("create.name.rule")}
        required
        value={form.name}
        onChange={(value) => change({ name: value })}
      />
      <FormGroup label={own("rule.kind")} fieldId="rule-kind">
        <Select
          id="rule-kind"
          value={form.kind}
          onChange={(kind) => change({ kind, enforcement: enforcementsOf(kind)[0] ?? "MUST" })}
          options={RULE_KINDS.map((value) => ({ value, text: own(`rule.kind.${value}`) }))}
        />
        <p className="field-help subtle">{own(`rule.kind.${form.kind}.help`)}</p>
      </FormGroup>
      <FormGroup label={own("rule.enforcement")} fieldId="rule-enforcement">
        <Select
          id="rule-enforcement"
          value={form.enforcement}
          onChange={(enforcement) => change({ enforcement })}
          options={enforcementsOf(form.kind).map((value) => ({ value, text: own(`rule.enforcement.${value}`) }))}
        />
      </FormGroup>
      <Members
        id="rule-vms"
        fields={["spec.vmSelector", "spec.vmIds"]}
        label={t("nav.vms")}
        by={form.vmsBy}
        text={form.vms}
        unknown={unknown.vms}
        onChange={(vmsBy, text) => change({ vmsBy, vms: text })}
      />
      {form.kind === "VM_HOST" && (
        <Members
          id="rule-hosts"
          fields={["spec.hostSelector", "spec.hostIds"]}
          label={t("nav.hosts")}
          by={form.hostsBy}
          text={form.hosts}
          unknown={unknown.hosts}
          onChange={(hostsBy, text) => change({ hostsBy, hosts: text })}
        />
      )}
      {form.kind === "BLAST_RADIUS" && (
        <TextField
          id="rule-share"
          field="spec.maxSharePercent"
          label={own("rule.share")}
          type="whole"
          required
          value={form.sharePercent}
          onChange={(sharePercent) => change({ sharePercent })}
        />
      )}
      {namesZone(form.kind) && (
        <TextField
          id="rule-zone"
          field="spec.zoneLabel"
          label={own("rule.zone")}
          help={form.kind === "BLAST_RADIUS" ? own("rule.zone.host") : own("rule.zone.help")}
          required={form.kind === "ZONE_SPREAD"}
          value={form.zoneLabel}
          onChange={(zoneLabel) => change({ zoneLabel })}
        />
      )}
    </FormDialog>
  );
}

function Members({
  id,
  fields,
  label,
  by,
  text,
  unknown,
  onChange,
}: {
  id: string;
  /** What the API calls the labels and the ids. */
  fields: readonly [string, string];
  label: string;
  by: RuleForm["vmsBy"];
  text: string;
  unknown: readonly string[];
  onChange: (by: RuleForm["vmsBy"], text: string) => void;
}) {
  const own = useOwnTexts(RULE_TEXTS);
  const byLabels = by === "LABELS";
  return (
    <>
      <FormGroup label={own("rule.by", { what: label })} fieldId={`${id}-by`}>
        <Select
          id={`${id}-by`}
          value={by}
          onChange={(chosen) => onChange(chosen, "")}
          options={[
            { value: "LABELS", text: own("rule.by.labels") },
            { value: "NAMES", text: own("rule.by.names") },
          ]}
        />
      </FormGroup>
      <div>
        <TextField
          id={id}
          field={byLabels ? fields[0] : fields[1]}
          label={label}
          help={byLabels ? own("rule.labels.help") : own("rule.names.help")}
          required
          value={text}
          onChange={(next) => onChange(by, next)}
        />
        {unknown.length > 0 && (
          <p className="violation" role="alert">
            {own("rule.names.unknown", { names: unknown.join(", ") })}
          </p>
        )}
      </div>
    </>
  );
}
