import { Checkbox, Form } from "@patternfly/react-core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { to } from "../api/calls";
import { send } from "../api/http";
import type { MigrationPolicy as Policy } from "../api/types";
import { announce } from "../app/notices";
import { usePermission } from "../auth/session";
import { useOwnTexts } from "../i18n/ownTexts";
import { DeedButton } from "../ui/Deed";
import { Section } from "../ui/Facts";
import { ProblemView, toProblem } from "../ui/Problem";
import { Refusal } from "../ui/refusals";
import { ShowApi } from "../ui/ShowApi";
import { TextField } from "../ui/TextField";
import { useSubmit } from "../ui/useSubmit";
import { wholeNumber } from "../ui/wholeNumber";
import { MIGRATION_POLICY_TEXTS } from "./migrationPolicyTexts";

/** What live migrations may use of the network, and how long guests may stand still for them. */
export function MigrationPolicy({ clusterId }: { clusterId: string }) {
  const client = useQueryClient();
  const key = ["migration-policy", clusterId];
  const policy = useQuery({
    queryKey: key,
    queryFn: ({ signal }) => send(to.get("/clusters/{id}/migration-policy", { id: clusterId }), signal),
  });
  if (policy.isError) return <ProblemView problem={toProblem(policy.error)} />;
  if (!policy.data) return null;
  return (
    <PolicyForm
      key={policy.data.revision}
      policy={policy.data}
      changed={() => void client.invalidateQueries({ queryKey: key })}
    />
  );
}

/** Numbers with commas between them, in either script; null: something else is there, too. */
export function ladderOf(text: string): number[] | null {
  const numbers = text.split(/[,，]/).map((part) => wholeNumber(part.trim()));
  return numbers.every((one) => one !== null) ? numbers : null;
}

export function PolicyForm({ policy, changed }: { policy: Policy; changed: () => void }) {
  const own = useOwnTexts(MIGRATION_POLICY_TEXTS);
  const { spec, clusterId, revision } = policy;
  const mayWrite = usePermission("INVENTORY_WRITE");
  const [ladder, setLadder] = useState(spec.pauseLadderMs.join(", "));
  const [bandwidth, setBandwidth] = useState(String(spec.bandwidthMiBPerSecond));
  const [autoConverge, setAutoConverge] = useState(spec.autoConverge);
  const pauseLadderMs = ladderOf(ladder);
  const bandwidthMiBPerSecond = wholeNumber(bandwidth);
  const call =
    pauseLadderMs === null || bandwidthMiBPerSecond === null
      ? null
      : to.patch(
          "/clusters/{id}/migration-policy",
          { id: clusterId },
          { body: { spec: { pauseLadderMs, bandwidthMiBPerSecond, autoConverge } }, ifMatch: `"${revision}"` },
        );
  const { busy, problem, submit } = useSubmit(async () => {
    if (!call) return;
    await send(call);
    announce(own("policy.saved"));
    changed();
  });
  return (
    <Section title={own("policy.title")} aside={call && <ShowApi compact call={call} />}>
      <p className="subtle">{own("policy.about")}</p>
      <Form
        className="balance-form"
        onSubmit={(event) => {
          event.preventDefault();
          if (call && !busy) submit();
        }}
      >
        <Refusal value={problem}>
          <TextField
            id="policy-ladder"
            label={own("policy.ladder")}
            help={own("policy.ladder.help")}
            field="spec.pauseLadderMs"
            value={ladder}
            onChange={setLadder}
          />
          <TextField
            id="policy-bandwidth"
            type="whole"
            label={own("policy.bandwidth")}
            help={own("policy.bandwidth.help")}
            field="spec.bandwidthMiBPerSecond"
            value={bandwidth}
            onChange={setBandwidth}
          />
        </Refusal>
        <Checkbox
          id="policy-auto-converge"
          label={own("policy.autoConverge")}
          isChecked={autoConverge}
          isDisabled={!mayWrite}
          onChange={(_, on) => setAutoConverge(on)}
        />
        {problem && <ProblemView problem={problem} />}
        {mayWrite && (
          <div>
            <DeedButton type="submit" isDisabled={!call || busy} isLoading={busy}>
              {own("policy.save")}
            </DeedButton>
          </div>
        )}
      </Form>
    </Section>
  );
}
