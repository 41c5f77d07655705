import { FormGroup } from "@patternfly/react-core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { to } from "../api/calls";
import { useObject, useObjects } from "../api/hooks";
import { send } from "../api/http";
import type { Decision, Vm } from "../api/types";
import { useI18n } from "../i18n";
import { useOwnTexts } from "../i18n/ownTexts";
import { dateTime } from "../ui/format";
import { HostLink } from "../ui/ObjectLink";
import { PlacementList } from "../ui/Placement";
import { causeText, ProblemView, toProblem } from "../ui/Problem";
import { Select } from "../ui/Select";
import { WHY_HERE_TEXTS } from "./whyHereTexts";

/** What brought the VM to its host, what else was possible then, what was decided before; and why it is not on another host. */
export function WhyHere({ vm }: { vm: Vm }) {
  const { t } = useI18n();
  const own = useOwnTexts(WHY_HERE_TEXTS);
  const { placement, hostId } = vm.status;
  const { id } = vm.metadata;
  const kept = useQuery({
    // Where it is and when that was decided come with the stream: only a new decision is asked for.
    queryKey: ["vm-placement", id, hostId, placement?.at, placement?.reason],
    queryFn: ({ signal }) => send(to.get("/vms/{id}/placement", { id }), signal),
    placeholderData: (before) => before,
  });
  const decision = kept.data?.decision ?? null;
  const earlier = kept.data?.earlier ?? [];
  return (
    <div className="stack">
      {placement ? (
        <>
          <p>
            {placement.reason} <span className="subtle">{dateTime(placement.at)}</span>
          </p>
          {decision && (
            <p className="subtle">
              <Origin decision={decision} />
            </p>
          )}
          <PlacementList ranked={placement.ranked} refused={placement.refused} decidedId={placement.hostId} />
        </>
      ) : (
        <p className="subtle">{t("placement.none")}</p>
      )}
      {kept.isError && <ProblemView problem={toProblem(kept.error)} />}
      <WhyNot vm={vm} />
      {earlier.length > 0 && (
        <details>
          <summary>{own("placement.earlier", { count: earlier.length })}</summary>
          <ul className="stack">
            {earlier.map((one) => (
              <li key={`${one.decidedAt} ${one.hostId}`}>
                <HostLink id={one.hostId} name={one.hostName} /> · <Origin decision={one} />{" "}
                <span className="subtle">{dateTime(one.decidedAt)}</span>
                <p className="subtle">{one.reason}</p>
              </li>
            ))}
          </ul>
        </details>
      )}
    </div>
  );
}

/** What a decision was made for, and by whom. */
function Origin({ decision }: { decision: Decision }) {
  const own = useOwnTexts(WHY_HERE_TEXTS);
  const cause = own(`placement.cause.${decision.cause}`);
  const task = useObject("task", decision.taskId);
  return (
    <>
      {task ? (
        <Link to="/tasks/$id" params={{ id: task.metadata.id }}>
          {cause}
        </Link>
      ) : (
        cause
      )}{" "}
      · {own("placement.by", { who: decision.requestedBy })}
    </>
  );
}

/** Asks for one host, as things are now. */
function WhyNot({ vm }: { vm: Vm }) {
  const i18n = useI18n();
  const own = useOwnTexts(WHY_HERE_TEXTS);
  const { id } = vm.metadata;
  const hosts = useObjects("host").filter(
    ({ metadata, spec }) => spec.clusterId === vm.spec.clusterId && metadata.id !== vm.status.hostId,
  );
  const [chosen, setChosen] = useState("");
  const host = hosts.some(({ metadata }) => metadata.id === chosen) ? chosen : "";
  const answer = useQuery({
    queryKey: ["vm-placement-asked", id, host, vm.metadata.revision],
    queryFn: ({ signal }) => send(to.get("/vms/{id}/placement", { id }, { query: { host } }), signal),
    enabled: host !== "",
  });
  const asked = host === "" ? null : answer.data?.asked;
  if (hosts.length === 0) return null;
  return (
    <div>
      <FormGroup label={own("placement.whyNot")} fieldId="why-not-host">
        <Select
          id="why-not-host"
          value={host}
          onChange={setChosen}
          options={[
            { value: "", text: own("placement.whyNot.choose") },
            ...hosts.map(({ metadata }) => ({ value: metadata.id, text: metadata.name })),
          ]}
        />
      </FormGroup>
      <div role="status">
        {host !== "" && answer.isPending && <p>{i18n.t("app.loading")}</p>}
        {host !== "" && answer.isError && <ProblemView problem={toProblem(answer.error)} />}
        {asked?.refused ? (
          <ul className="subtle">
            {asked.refused.refusals.map((refusal) => (
              <li key={refusal.check + refusal.detail}>{causeText(refusal, i18n)}</li>
            ))}
          </ul>
        ) : (
          asked && <p className="subtle">{asked.answer}</p>
        )}
      </div>
    </div>
  );
}
