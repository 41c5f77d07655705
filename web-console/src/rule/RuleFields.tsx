import { FormGroup } from "@patternfly/react-core";
import type { Host, Vm } from "../api/types";
import { useI18n } from "../i18n";
import { useOwnTexts } from "../i18n/ownTexts";
import { Select } from "../ui/Select";
import { TextField } from "../ui/TextField";
import { enforcementsOf, namesZone, RULE_KINDS, unknownNames, type RuleForm, type RuleKind } from "./ruleForm";
import { RULE_TEXTS } from "./ruleTexts";

/** What a rule wants, of whom, and how strictly. */
export function RuleFields({
  form,
  onChange,
  vms,
  hosts,
  mustHold = false,
}: {
  form: RuleForm;
  onChange: (part: Partial<RuleForm>) => void;
  vms: readonly Vm[];
  hosts: readonly Host[];
  /** Leaves out that it should hold. */
  mustHold?: boolean;
}) {
  const { t } = useI18n();
  const own = useOwnTexts(RULE_TEXTS);
  const unknown = unknownNames(form, vms, hosts);
  const enforcements = (kind: RuleKind) => enforcementsOf(kind).filter((one) => !mustHold || one !== "SHOULD");
  return (
    <>
      <FormGroup label={own("rule.kind")} fieldId="rule-kind">
        <Select
          id="rule-kind"
          value={form.kind}
          onChange={(kind) => onChange({ kind, enforcement: enforcements(kind)[0] ?? "MUST" })}
          options={RULE_KINDS.map((value) => ({ value, text: own(`rule.kind.${value}`) }))}
        />
        <p className="field-help subtle">{own(`rule.kind.${form.kind}.help`)}</p>
      </FormGroup>
      <FormGroup label={own("rule.enforcement")} fieldId="rule-enforcement">
        <Select
          id="rule-enforcement"
          value={form.enforcement}
          onChange={(enforcement) => onChange({ enforcement })}
          options={enforcements(form.kind).map((value) => ({ value, text: own(`rule.enforcement.${value}`) }))}
        />
      </FormGroup>
      <Members
        id="rule-vms"
        fields={["spec.vmSelector", "spec.vmIds"]}
        label={t("nav.vms")}
        by={form.vmsBy}
        text={form.vms}
        unknown={unknown.vms}
        onChange={(vmsBy, text) => onChange({ vmsBy, vms: text })}
      />
      {form.kind === "VM_HOST" && (
        <Members
          id="rule-hosts"
          fields={["spec.hostSelector", "spec.hostIds"]}
          label={t("nav.hosts")}
          by={form.hostsBy}
          text={form.hosts}
          unknown={unknown.hosts}
          onChange={(hostsBy, text) => onChange({ hostsBy, hosts: text })}
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
          onChange={(sharePercent) => onChange({ sharePercent })}
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
          onChange={(zoneLabel) => onChange({ zoneLabel })}
        />
      )}
    </>
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
