import { useRef, useState } from "react";
import { to } from "../api/calls";
import { useObjects } from "../api/hooks";
import { send } from "../api/http";
import type { Cluster } from "../api/types";
import { useI18n } from "../i18n";
import { useOwnTexts } from "../i18n/ownTexts";
import { FormDialog } from "../ui/FormDialog";
import { TextField } from "../ui/TextField";
import { RuleFields } from "./RuleFields";
import { NEW_RULE, newRule, type RuleForm } from "./ruleForm";
import { RULE_TEXTS } from "./ruleTexts";

/**
 * A rule that cannot be met together with the others is refused, and the dialog says with which and why. Where the scheduler finds
 * no way to meet it now, it says so first, and saves it when it is told again.
 */
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
  /** Counts what was changed, so that an answer about something older is not taken for one about this. */
  const asked = useRef(0);
  const [doubts, setDoubts] = useState<string[] | null>(null);
  const change = (part: Partial<RuleForm>) => {
    asked.current++;
    setDoubts(null);
    setForm({ ...form, ...part });
  };
  const body = newRule(form, vms, hosts);
  const request = body && to.post("/clusters/{id}/rules", { id }, { body });
  return (
    <FormDialog
      title={own("rule.create.in", { name })}
      verb={own(doubts ? "rule.create.anyway" : "rule.create")}
      ready={request !== null}
      call={request}
      onSubmit={async () => {
        if (!request) return;
        const about = asked.current;
        const found = doubts ? null : await doubtsAbout(id, body);
        if (asked.current !== about) return;
        if (found) {
          setDoubts(found);
          return;
        }
        await send(request);
        onCreated();
        onClose();
      }}
      onClose={() => {
        asked.current++;
        onClose();
      }}
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
      <RuleFields form={form} onChange={change} vms={vms} hosts={hosts} />
      {doubts && (
        <div role="alert" className="violation">
          <p>{own("rule.noWay")}</p>
          <ul>
            {doubts.map((reason) => (
              <li key={reason}>{reason}</li>
            ))}
          </ul>
        </div>
      )}
    </FormDialog>
  );
}

/** Why no way is found to meet it; null: one is. What is refused is told when it is saved. */
async function doubtsAbout(id: string, body: NonNullable<ReturnType<typeof newRule>>): Promise<string[] | null> {
  const tried = await send(to.tryPost("/clusters/{id}/rules", { id }, { body }));
  const feasibility = tried.plan?.status.feasibility;
  return feasibility?.outcome === "NO_WAY_FOUND" ? feasibility.reasons : null;
}
