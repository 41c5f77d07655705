import { Button, Form } from "@patternfly/react-core";
import { useQuery } from "@tanstack/react-query";
import { useId, useState } from "react";
import { to } from "../api/calls";
import { send } from "../api/http";
import type { EvacuationChoice, EvacuationPlan, Host } from "../api/types";
import { useI18n } from "../i18n";
import { useOwnTexts } from "../i18n/ownTexts";
import { DeedButton } from "../ui/Deed";
import { Dialog } from "../ui/Dialog";
import { bytes, duration, mebibytes, milliseconds } from "../ui/format";
import { ProblemView, toProblem } from "../ui/Problem";
import { Refusal } from "../ui/refusals";
import { Select } from "../ui/Select";
import { ShowApi } from "../ui/ShowApi";
import { StateMark } from "../ui/State";
import { TextField } from "../ui/TextField";
import { useSubmit } from "../ui/useSubmit";
import { EstimateNote } from "./EstimateNote";
import { MAINTENANCE_TEXTS } from "./maintenanceTexts";
import "./maintenance.css";

type Choices = Record<string, EvacuationChoice>;

/** The plan first: every VM, where it goes, how long, and what cannot leave with the choices there are. */
export function EnterMaintenanceDialog({ host, onClose }: { host: Host; onClose: () => void }) {
  const { t } = useI18n();
  const own = useOwnTexts(MAINTENANCE_TEXTS);
  const formId = useId();
  const { id, name } = host.metadata;
  const [choices, setChoices] = useState<Choices>({});
  const [note, setNote] = useState("");
  const body = { choices, ...(note ? { note } : {}) };
  const tried = useQuery({
    queryKey: ["enter-maintenance", id, choices],
    queryFn: () => send(to.tryPost("/hosts/{id}/actions/enter-maintenance", { id }, { body: { choices } })),
    staleTime: Infinity,
    gcTime: 0,
    placeholderData: (before) => before,
  });
  const request = to.post("/hosts/{id}/actions/enter-maintenance", { id }, { body });
  const ready = tried.data?.wouldSucceed === true && !tried.isFetching;
  const { busy, problem, submit } = useSubmit(async () => {
    await send(request);
    onClose();
  });
  const plan = tried.data?.plan;
  return (
    <Dialog
      focus="primary"
      width="large"
      title={own("plan.title", { name })}
      onClose={onClose}
      footer={
        <>
          <DeedButton type="submit" form={formId} isDisabled={busy || !ready} isLoading={busy}>
            {own("plan.begin")}
          </DeedButton>
          <Button variant="link" onClick={onClose}>
            {t("action.cancel")}
          </Button>
          <Button variant="link" isLoading={tried.isFetching} onClick={() => void tried.refetch()}>
            {own("plan.again")}
          </Button>
          <span className="push-end">
            <ShowApi call={request} />
          </span>
        </>
      }
    >
      <Form
        id={formId}
        onSubmit={(event) => {
          event.preventDefault();
          if (ready && !busy) submit();
        }}
      >
        {tried.isPending && <p role="status">{own("plan.asking")}</p>}
        {tried.isError && <ProblemView problem={toProblem(tried.error)} />}
        {tried.data && !plan && tried.data.violations.map((each) => <p key={each.code}>{each.detail}</p>)}
        {plan && (
          <PlanTable plan={plan} choose={(vm, choice) => setChoices((before) => ({ ...before, [vm]: choice }))} />
        )}
        <Refusal value={problem}>
          <TextField
            id="maintenance-note"
            field="note"
            label={own("plan.note")}
            help={own("plan.note.help")}
            value={note}
            onChange={setNote}
          />
        </Refusal>
        {problem && <ProblemView problem={problem} />}
      </Form>
    </Dialog>
  );
}

function PlanTable({ plan, choose }: { plan: EvacuationPlan; choose: (vm: string, choice: EvacuationChoice) => void }) {
  const i18n = useI18n();
  const own = useOwnTexts(MAINTENANCE_TEXTS);
  const { locale } = i18n;
  if (plan.vms.length === 0) return <p>{own("plan.empty")}</p>;
  return (
    <>
      <p>
        {own("plan.summary", {
          moves: plan.moveCount,
          waves: plan.waveCount,
          bytes: bytes(plan.bytes, locale),
          time: duration(plan.seconds * 1000, i18n),
        })}
      </p>
      {plan.moveCount > 0 && <EstimateNote estimate={plan.estimate} />}
      {plan.blockedCount > 0 && (
        <p role="alert">
          <StateMark tone="attention" icon="warn">
            {own("plan.blocked", { count: plan.blockedCount })}
          </StateMark>
        </p>
      )}
      <table className="plain maintenance-plan">
        <thead>
          <tr>
            <th scope="col">{own("col.vm")}</th>
            <th scope="col">{own("col.to")}</th>
            <th scope="col" className="num">
              {own("col.size")}
            </th>
            <th scope="col" className="num">
              {own("col.time")}
            </th>
            <th scope="col" className="num">
              {own("col.pause")}
            </th>
            <th scope="col">{own("col.choice")}</th>
          </tr>
        </thead>
        <tbody>
          {plan.vms.map((vm) => (
            <tr key={vm.vmId}>
              <td>
                {vm.vmName}
                {vm.makesRoom && <span className="subtle"> ({own("purpose.MAKE_ROOM")})</span>}
              </td>
              <td>
                {vm.targetHostName || "–"}
                {vm.blocker && (
                  <p>
                    <StateMark tone={vm.choice === "MOVE" ? "broken" : "attention"} icon="warn">
                      {vm.blocker}
                    </StateMark>
                  </p>
                )}
                {vm.note && <p className="subtle">{vm.note}</p>}
              </td>
              <td className="num">{mebibytes(vm.memoryMiB, locale)}</td>
              <td className="num">{vm.seconds == null ? "–" : duration(vm.seconds * 1000, i18n)}</td>
              <td className="num">{vm.expectedPauseMs == null ? "–" : milliseconds(vm.expectedPauseMs, locale)}</td>
              <td>
                {!vm.makesRoom && (
                  <Select
                    id={`choice-${vm.vmId}`}
                    label={own("choice.of", { name: vm.vmName })}
                    value={vm.choice}
                    options={[...new Set([vm.choice, ...vm.choices])].map((choice) => ({
                      value: choice,
                      text: own(`choice.${choice}`),
                    }))}
                    onChange={(choice) => choose(vm.vmId, choice)}
                  />
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {plan.ha.watched && (
        <p>
          {own("plan.ha")}:{" "}
          <StateMark tone={plan.ha.survivable ? "calm" : "attention"} icon={plan.ha.survivable ? "check" : "warn"}>
            {plan.ha.detail}
          </StateMark>
        </p>
      )}
    </>
  );
}
