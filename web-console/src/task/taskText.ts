/** Tasks in words. A kind or step this console does not know yet is shown as the manager names it. */
import type { Task, TaskStep } from "../api/types";
import type { I18n } from "../i18n";

export const RUNNING_STATES: ReadonlySet<Task["state"]> = new Set(["QUEUED", "RUNNING", "ROLLING_BACK"]);

export const isRunning = (task: Task): boolean => RUNNING_STATES.has(task.state);

/** "Migrate demo", from the kind `vm.migrate` and the first object. */
export function taskTitle(task: Task, { lookup }: I18n): string {
  const name = task.objects[0]?.name ?? "";
  return lookup(`task.kind.${task.kind}`, { name }) ?? `${task.kind} ${name}`;
}

export function stepTitle(step: TaskStep, { lookup }: I18n): string {
  return lookup(`task.step.${step.name}`) ?? step.name;
}

export function currentStep(task: Task): TaskStep | undefined {
  return task.steps.find((step) => step.state === "RUNNING" || step.state === "FAILED");
}

/** The figures of a finished migration, if this is one. */
export function migrationResult(task: Task): { downtimeMs: number; totalMs: number; transferredBytes: number } | null {
  const { downtimeMs, totalMs, transferredBytes } = task.result ?? {};
  if (typeof downtimeMs !== "number" || typeof totalMs !== "number" || typeof transferredBytes !== "number")
    return null;
  return { downtimeMs, totalMs, transferredBytes };
}
