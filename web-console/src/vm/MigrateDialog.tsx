import { Button, Spinner } from "@patternfly/react-core";
import { useQuery } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { useObject } from "../api/hooks";
import { to } from "../api/calls";
import { send } from "../api/http";
import type { Problem, Task, Vm } from "../api/types";
import { useI18n } from "../i18n";
import { TaskSteps } from "../task/TaskSteps";
import { isRunning, migrationResult } from "../task/taskText";
import { DeedButton } from "../ui/Deed";
import { Dialog } from "../ui/Dialog";
import { bytes, milliseconds } from "../ui/format";
import { ProgressBar } from "../ui/Meter";
import { PlacementList } from "../ui/Placement";
import { ProblemView, toProblem } from "../ui/Problem";
import { ShowApi } from "../ui/ShowApi";
import { MigrationForecast } from "./MigrationForecast";
import "./migrate.css";

/** Two clicks: the best target is chosen already. Stays open to show the move, and the pause that was measured. */
export function MigrateDialog({ vm, onClose }: { vm: Vm; onClose: () => void }) {
  const { t } = useI18n();
  const [target, setTarget] = useState<string | null>(null);
  const [task, setTask] = useState<Task | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [busy, setBusy] = useState(false);
  const dryRun = useQuery({
    queryKey: ["migrate-plan", vm.metadata.id, vm.metadata.revision],
    queryFn: () => send(to.tryPost("/vms/{id}/actions/migrate", { id: vm.metadata.id })),
    staleTime: Infinity,
    gcTime: 0,
  });
  const submit = useRef<HTMLButtonElement>(null);
  const planned = dryRun.isSuccess;
  useEffect(() => {
    // The button could not take the focus when the dialog opened: there was nothing to submit yet.
    if (planned) submit.current?.focus();
  }, [planned]);
  const ranked = dryRun.data?.plan?.ranked ?? [];
  const refused = dryRun.data?.plan?.refused ?? [];
  const chosen = target ?? dryRun.data?.plan?.chosenHostId ?? ranked[0]?.hostId ?? null;
  const chosenName = ranked.find((host) => host.hostId === chosen)?.hostName;
  const request = to.post(
    "/vms/{id}/actions/migrate",
    { id: vm.metadata.id },
    { body: chosen ? { targetHostId: chosen } : {} },
  );

  const migrate = async () => {
    setBusy(true);
    setProblem(null);
    try {
      setTask(await send(request));
    } catch (failure) {
      setProblem(toProblem(failure));
    } finally {
      setBusy(false);
    }
  };

  const title = t("migrate.title", { name: vm.metadata.name });
  if (task) return <Progress title={title} task={task} onClose={onClose} />;
  return (
    <Dialog
      focus="primary"
      title={title}
      description={vm.status.hostName ? t("migrate.from", { host: vm.status.hostName }) : undefined}
      width="medium"
      onClose={onClose}
      footer={
        <>
          <DeedButton ref={submit} isDisabled={!chosen || busy} isLoading={busy} onClick={() => void migrate()}>
            {chosenName ? t("migrate.submit", { host: chosenName }) : t("vm.verb.migrate")}
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
      <div className="stack">
        {dryRun.isPending && <Spinner size="md" aria-label={t("app.loading")} />}
        {dryRun.isError && <ProblemView problem={toProblem(dryRun.error)} />}
        {dryRun.data && ranked.length === 0 && <p role="alert">{t("migrate.nowhere")}</p>}
        <PlacementList ranked={ranked} refused={refused} chosenId={chosen} onChoose={setTarget} />
        <MigrationForecast forecast={dryRun.data?.plan?.forecast ?? null} />
        {problem && <ProblemView problem={problem} />}
      </div>
    </Dialog>
  );
}

const tookMs = (startedAt: string, endedAt: string): number => Date.parse(endedAt) - Date.parse(startedAt);

function Progress({ title, task: begun, onClose }: { title: string; task: Task; onClose: () => void }) {
  const { t, locale } = useI18n();
  const task = useObject("task", begun.metadata.id) ?? begun;
  const { bytesDone, bytesTotal, bytesPerSecond, percent } = task.progress;
  const result = migrationResult(task);
  return (
    <Dialog
      focus="close"
      title={title}
      width="medium"
      onClose={onClose}
      footer={
        <Button variant={isRunning(task) ? "secondary" : "primary"} onClick={onClose}>
          {isRunning(task) ? t("migrate.background") : t("action.close")}
        </Button>
      }
    >
      <div className="stack">
        {isRunning(task) && (
          <div className="stack-tight" aria-live="off">
            <ProgressBar label={title} percent={percent} />
            {typeof bytesDone === "number" && typeof bytesTotal === "number" && (
              <p className="subtle">
                {t("migrate.copied", {
                  done: bytes(bytesDone, locale),
                  total: bytes(bytesTotal, locale),
                  rate: bytes(bytesPerSecond ?? 0, locale),
                })}
              </p>
            )}
          </div>
        )}
        <TaskSteps task={task} />
        {result && (
          <p className="migrate-result" role="status">
            {t("migrate.result", {
              pause: milliseconds(result.downtimeMs, locale),
              total: milliseconds(result.totalMs, locale),
              task: task.startedAt && task.endedAt ? milliseconds(tookMs(task.startedAt, task.endedAt), locale) : "–",
              amount: bytes(result.transferredBytes, locale),
            })}
          </p>
        )}
        {task.failure && <ProblemView problem={task.failure} />}
      </div>
    </Dialog>
  );
}
