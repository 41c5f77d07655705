import { Link } from "@tanstack/react-router";
import type { Task } from "../api/types";
import { useI18n } from "../i18n";
import { ProgressBar } from "../ui/Meter";
import { TaskStateMark } from "../ui/State";
import { currentStep, stepTitle, taskTitle } from "./taskText";
import "./task.css";

/** One line about a task under way, for the page of its object. */
export function TaskProgress({ task }: { task: Task }) {
  const i18n = useI18n();
  const step = currentStep(task);
  return (
    <div className="task-progress">
      <TaskStateMark state={task.state} />
      <Link to="/tasks/$id" params={{ id: task.metadata.id }}>
        {taskTitle(task, i18n)}
      </Link>
      {step && <span className="subtle">{stepTitle(step, i18n)}</span>}
      <ProgressBar label={taskTitle(task, i18n)} percent={task.progress.percent} />
    </div>
  );
}
