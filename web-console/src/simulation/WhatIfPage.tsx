import { Button, Form, FormGroup } from "@patternfly/react-core";
import { useState } from "react";
import { to } from "../api/calls";
import { useObjects, useStream } from "../api/hooks";
import { send } from "../api/http";
import type { Change, Cluster, Simulation } from "../api/types";
import { useScope } from "../app/scope";
import { RuleFields } from "../rule/RuleFields";
import { namesZone as zoneRule } from "../rule/ruleForm";
import { RULE_TEXTS } from "../rule/ruleTexts";
import { useRules } from "../rule/useRules";
import { useI18n } from "../i18n";
import { useOwnTexts } from "../i18n/ownTexts";
import { Section } from "../ui/Facts";
import { Page } from "../ui/Page";
import { ProblemView } from "../ui/Problem";
import { Select } from "../ui/Select";
import { ShowApi } from "../ui/ShowApi";
import { TextField } from "../ui/TextField";
import { useSubmit } from "../ui/useSubmit";
import { CHANGE_KINDS, hasNumber, namesZone, NEW_CHANGE, newChange, objectKind, type ChangeForm } from "./whatIfForm";
import { WhatIfResult } from "./WhatIfResult";
import { WHAT_IF_TEXTS } from "./whatIfTexts";
import "./whatIf.css";

const LEVELS = ["", "1", "2", "3", "4", "5"] as const;

/** Supposes changes of a cluster and shows what would become of it. */
export function WhatIfPage() {
  const { t } = useI18n();
  const own = useOwnTexts(WHAT_IF_TEXTS);
  const scope = useScope();
  const clusters = useObjects("cluster").filter(({ metadata }) => !scope || metadata.id === scope);
  const { listed } = useStream();
  const [chosen, setChosen] = useState("");
  const cluster = clusters.find(({ metadata }) => metadata.id === chosen) ?? clusters[0];
  return (
    <Page title={own("whatIf.title")} aside={own("whatIf.about")}>
      {!listed && <p role="status">{t("app.loading")}</p>}
      {listed && clusters.length > 1 && (
        <FormGroup label={own("whatIf.cluster")} fieldId="what-if-cluster">
          <Select
            id="what-if-cluster"
            value={cluster?.metadata.id ?? ""}
            onChange={setChosen}
            options={clusters.map(({ metadata }) => ({ value: metadata.id, text: metadata.name }))}
          />
        </FormGroup>
      )}
      {listed && cluster && <WhatIf key={cluster.metadata.id} cluster={cluster} />}
    </Page>
  );
}

interface Listed {
  text: string;
  change: Change;
}

function WhatIf({ cluster }: { cluster: Cluster }) {
  const own = useOwnTexts(WHAT_IF_TEXTS);
  const { id, name } = cluster.metadata;
  const vms = useObjects("vm").filter((vm) => vm.spec.clusterId === id);
  const [changes, setChanges] = useState<Listed[]>([]);
  const [level, setLevel] = useState<(typeof LEVELS)[number]>("");
  const [like, setLike] = useState("");
  const [result, setResult] = useState<Simulation | null>(null);
  const call = to.post(
    "/clusters/{id}/simulations",
    { id },
    {
      body: {
        changes: changes.map(({ change }) => change),
        ...(level ? { balanceLevel: Number(level) } : {}),
        ...(like ? { howManyMoreLikeVmId: like } : {}),
      },
    },
  );
  const { busy, problem, submit } = useSubmit(async () => {
    setResult(null);
    setResult(await send(call));
  });
  const ready = changes.length > 0 || level !== "" || like !== "";
  return (
    <>
      <Section title={name} aside={ready && <ShowApi compact call={call} />}>
        <div className="what-if">
          <h3>{own("whatIf.changes")}</h3>
          {changes.length === 0 && <p className="subtle">{own("whatIf.changes.none")}</p>}
          <ul>
            {changes.map(({ text }, index) => (
              <li key={index}>
                {text}{" "}
                <Button
                  variant="link"
                  size="sm"
                  onClick={() => setChanges(changes.filter((_, other) => other !== index))}
                >
                  {own("whatIf.remove", { change: text })}
                </Button>
              </li>
            ))}
          </ul>
          <NewChange cluster={cluster} onAdd={(one) => setChanges([...changes, one])} />
          <Form
            onSubmit={(event) => {
              event.preventDefault();
              if (ready && !busy) submit();
            }}
          >
            <FormGroup label={own("whatIf.level")} fieldId="what-if-level">
              <Select
                id="what-if-level"
                value={level}
                onChange={setLevel}
                options={LEVELS.map((value) => ({
                  value,
                  text: value ? own("whatIf.level.of", { level: value }) : own("whatIf.level.none"),
                }))}
              />
            </FormGroup>
            <FormGroup label={own("whatIf.more")} fieldId="what-if-more">
              <Select
                id="what-if-more"
                value={like}
                onChange={setLike}
                options={[
                  { value: "", text: own("whatIf.more.none") },
                  ...vms.map(({ metadata }) => ({ value: metadata.id, text: metadata.name })),
                ]}
              />
            </FormGroup>
            <div>
              <Button type="submit" isDisabled={!ready || busy} isLoading={busy}>
                {own("whatIf.run")}
              </Button>
            </div>
          </Form>
        </div>
        {problem && <ProblemView problem={problem} />}
      </Section>
      {result && <WhatIfResult result={result} />}
    </>
  );
}

function NewChange({ cluster, onAdd }: { cluster: Cluster; onAdd: (one: Listed) => void }) {
  const { t } = useI18n();
  const own = useOwnTexts(WHAT_IF_TEXTS);
  const ofRule = useOwnTexts(RULE_TEXTS);
  const [form, setForm] = useState<ChangeForm>(NEW_CHANGE);
  const hosts = useObjects("host").filter((host) => host.spec.clusterId === cluster.metadata.id);
  const vms = useObjects("vm").filter((vm) => vm.spec.clusterId === cluster.metadata.id);
  const { rules } = useRules(cluster.metadata.id);
  const kind = objectKind(form.kind);
  const objects = kind === "host" ? hosts : kind === "vm" ? vms : rules.filter(({ spec }) => spec.enabled);
  const change = newChange(form, vms, hosts);
  const { rule } = form;
  const ruleText = [
    ofRule(`rule.kind.${rule.kind}`),
    ofRule(`rule.enforcement.${rule.enforcement}`),
    rule.vms.trim(),
    rule.kind === "VM_HOST" && rule.hosts.trim(),
    rule.kind === "BLAST_RADIUS" && `${rule.sharePercent} %`,
    zoneRule(rule.kind) && rule.zoneLabel.trim(),
  ]
    .filter(Boolean)
    .join(" · ");
  const text = [
    own(`whatIf.kind.${form.kind}`),
    kind && objects.find(({ metadata }) => metadata.id === form.object)?.metadata.name,
    namesZone(form.kind) && `${form.zoneLabel.trim()}=${form.zone.trim()}`,
    form.kind === "RULE_ADDED" && `· ${ruleText}`,
    hasNumber(form.kind) && `× ${form.number}`,
  ]
    .filter(Boolean)
    .join(" ");
  return (
    <Form
      onSubmit={(event) => {
        event.preventDefault();
        if (!change) return;
        onAdd({ text, change });
        setForm({ ...NEW_CHANGE, kind: form.kind });
      }}
    >
      <FormGroup label={own("whatIf.change")} fieldId="what-if-kind">
        <Select
          id="what-if-kind"
          value={form.kind}
          onChange={(chosen) => setForm({ ...NEW_CHANGE, kind: chosen })}
          options={CHANGE_KINDS.map((value) => ({ value, text: own(`whatIf.kind.${value}`) }))}
        />
      </FormGroup>
      {kind && (
        <FormGroup
          label={kind === "rule" ? own("whatIf.rule") : t(kind === "host" ? "table.host" : "nav.vms")}
          fieldId="what-if-object"
        >
          <Select
            id="what-if-object"
            value={form.object}
            onChange={(object) => setForm({ ...form, object })}
            options={[
              { value: "", text: "–" },
              ...objects.map(({ metadata }) => ({ value: metadata.id, text: metadata.name })),
            ]}
          />
        </FormGroup>
      )}
      {namesZone(form.kind) && (
        <>
          <TextField
            id="what-if-zone-label"
            label={own("whatIf.zoneLabel")}
            required
            value={form.zoneLabel}
            onChange={(zoneLabel) => setForm({ ...form, zoneLabel })}
          />
          <TextField
            id="what-if-zone"
            label={own("whatIf.zone")}
            required
            value={form.zone}
            onChange={(zone) => setForm({ ...form, zone })}
          />
        </>
      )}
      {form.kind === "RULE_ADDED" && (
        <RuleFields
          form={form.rule}
          onChange={(part) => setForm({ ...form, rule: { ...form.rule, ...part } })}
          vms={vms}
          hosts={hosts}
          mustHold
        />
      )}
      {hasNumber(form.kind) && (
        <TextField
          id="what-if-number"
          label={own("whatIf.number")}
          required
          value={form.number}
          onChange={(number) => setForm({ ...form, number })}
        />
      )}
      <div>
        <Button type="submit" variant="secondary" isDisabled={!change}>
          {own("whatIf.add")}
        </Button>
      </div>
    </Form>
  );
}
