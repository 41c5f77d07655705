import { Button } from "@patternfly/react-core";
import { useQuery } from "@tanstack/react-query";
import { to } from "../api/calls";
import { send } from "../api/http";
import type { Host } from "../api/types";
import { useI18n } from "../i18n";
import { useOwnTexts } from "../i18n/ownTexts";
import { DeedButton } from "../ui/Deed";
import { Dialog } from "../ui/Dialog";
import { bytes, duration } from "../ui/format";
import { ProblemView, toProblem } from "../ui/Problem";
import { ShowApi } from "../ui/ShowApi";
import { StateMark } from "../ui/State";
import { useSubmit } from "../ui/useSubmit";
import { EstimateNote } from "./EstimateNote";
import { MAINTENANCE_TEXTS } from "./maintenanceTexts";

/** What would come home, before it does. */
export function ExitMaintenanceDialog({ host, onClose }: { host: Host; onClose: () => void }) {
  const i18n = useI18n();
  const { t, locale } = i18n;
  const own = useOwnTexts(MAINTENANCE_TEXTS);
  const { id, name } = host.metadata;
  const tried = useQuery({
    queryKey: ["exit-maintenance", id],
    queryFn: () => send(to.tryPost("/hosts/{id}/actions/exit-maintenance", { id })),
    staleTime: Infinity,
    gcTime: 0,
  });
  const request = to.post("/hosts/{id}/actions/exit-maintenance", { id });
  const { busy, problem, submit } = useSubmit(async () => {
    await send(request);
    onClose();
  });
  const plan = tried.data?.plan;
  const share = (value: number) => new Intl.NumberFormat(locale, { maximumFractionDigits: 3 }).format(value);
  return (
    <Dialog
      focus="primary"
      width="medium"
      title={own("exit.title", { name })}
      onClose={onClose}
      footer={
        <>
          <DeedButton isDisabled={busy || tried.data?.wouldSucceed !== true} isLoading={busy} onClick={submit}>
            {own("deed.exit")}
          </DeedButton>
          <Button variant="link" onClick={onClose}>
            {t("action.cancel")}
          </Button>
          <span className="push-end">
            <ShowApi call={request} />
          </span>
        </>
      }
    >
      {tried.isPending && <p role="status">{own("plan.asking")}</p>}
      {tried.isError && <ProblemView problem={toProblem(tried.error)} />}
      {tried.data && !plan && tried.data.violations.map((each) => <p key={each.code}>{each.detail}</p>)}
      {plan && plan.moves.length === 0 && <p>{own("exit.none")}</p>}
      {plan && plan.moves.length > 0 && (
        <>
          <p>
            {own("exit.moves", {
              count: plan.moves.length,
              before: share(plan.imbalanceBefore),
              after: share(plan.imbalanceAfter),
            })}{" "}
            {own("exit.cost", { bytes: bytes(plan.bytes, locale), time: duration(plan.seconds * 1000, i18n) })}
          </p>
          <EstimateNote estimate={plan.estimate} />
          <ul>
            {plan.moves.map((move) => (
              <li key={`${move.vmId} ${move.wave}`}>
                {move.vmName} → {move.targetHostName}
              </li>
            ))}
          </ul>
        </>
      )}
      {plan && plan.brokenRules.length > 0 && <p>{own("exit.broken")}</p>}
      {plan?.brokenRules.map((rule) => (
        <p key={rule}>
          <StateMark tone="attention" icon="warn">
            {rule}
          </StateMark>
        </p>
      ))}
      {problem && <ProblemView problem={problem} />}
    </Dialog>
  );
}
