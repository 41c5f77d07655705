import type { StepState, Task } from "../api/types";
import { useI18n } from "../i18n";
import { clockTime, milliseconds } from "../ui/format";
import { Icon, type IconName } from "../ui/icons";
import type { Tone } from "../ui/State";
import { stepTitle } from "./taskText";
import "./steps.css";

const LOOK: Record<StepState, { icon: IconName; tone: Tone }> = {
  PENDING: { icon: "ring", tone: "off" },
  RUNNING: { icon: "half", tone: "change" },
  DONE: { icon: "check", tone: "calm" },
  FAILED: { icon: "broken", tone: "broken" },
  UNDONE: { icon: "reset", tone: "attention" },
  SKIPPED: { icon: "dash", tone: "off" },
};

/** What the task does, in order, with what each step took. */
export function TaskSteps({ task }: { task: Task }) {
  const i18n = useI18n();
  const { t, locale } = i18n;
  return (
    <ol className="steps">
      {task.steps.map((step) => {
        const look = LOOK[step.state] as (typeof LOOK)[StepState] | undefined;
        const tookMs = step.startedAt && step.endedAt ? Date.parse(step.endedAt) - Date.parse(step.startedAt) : null;
        return (
          <li key={step.index} className={`step state-${look?.tone ?? "attention"}`}>
            <Icon name={look?.icon ?? "unknown"} size={14} />
            <span className="step-name">
              {stepTitle(step, i18n)}
              <span className="visually-hidden">: {t(`step.state.${step.state}`)}</span>
              {step.detail && <span className="step-detail">{step.detail}</span>}
            </span>
            <span className="step-time">
              {tookMs !== null
                ? milliseconds(tookMs, locale)
                : step.state === "RUNNING" && step.percent
                  ? `${step.percent} %`
                  : step.startedAt
                    ? clockTime(step.startedAt)
                    : ""}
            </span>
          </li>
        );
      })}
    </ol>
  );
}
