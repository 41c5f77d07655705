import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useObjects } from "../api/hooks";
import { to } from "../api/calls";
import { send } from "../api/http";
import type { Task } from "../api/types";
import { useI18n } from "../i18n";
import { dateTime, milliseconds } from "../ui/format";
import { ProblemView, problemTitle, toProblem } from "../ui/Problem";
import { TaskStateMark } from "../ui/State";
import { taskTitle } from "./taskText";

/** All tasks about one object: the older ones are read once, the newer ones come by themselves. */
export function ObjectTasks({ objectId }: { objectId: string }) {
  const i18n = useI18n();
  const { t, locale } = i18n;
  const live = useObjects("task").filter((task) => task.objects.some((object) => object.id === objectId));
  const older = useQuery({
    queryKey: ["object-tasks", objectId],
    queryFn: ({ signal }) =>
      send(
        to.get("/tasks", { query: { sort: "-createdAt", limit: 100, filter: `objects.id == "${objectId}"` } }),
        signal,
      ),
    staleTime: Infinity,
  });
  const known = new Set(live.map((task) => task.metadata.id));
  const tasks = [
    ...live,
    ...(older.data?.items ?? []).filter(
      (task) => !known.has(task.metadata.id) && task.objects.some((object) => object.id === objectId),
    ),
  ].sort((a, b) => b.createdAt.localeCompare(a.createdAt));
  return (
    <div className="stack">
      {older.isError && <ProblemView problem={toProblem(older.error)} />}
      {tasks.length === 0 && <p className="subtle">{t("task.none")}</p>}
      {tasks.length > 0 && (
        <table className="plain">
          <thead>
            <tr>
              <th scope="col">{t("task.col.task")}</th>
              <th scope="col">{t("table.state")}</th>
              <th scope="col">{t("task.col.reason")}</th>
              <th scope="col">{t("task.col.by")}</th>
              <th scope="col">{t("task.col.started")}</th>
              <th scope="col" className="num">
                {t("task.col.took")}
              </th>
            </tr>
          </thead>
          <tbody>
            {tasks.map((task) => (
              <tr key={task.metadata.id}>
                <td>
                  <Link to="/tasks/$id" params={{ id: task.metadata.id }}>
                    {taskTitle(task, i18n)}
                  </Link>
                </td>
                <td>
                  <TaskStateMark state={task.state} />
                </td>
                <td>{task.failure ? problemTitle(task.failure, i18n) : "–"}</td>
                <td>{task.requestedBy || t("task.bySystem")}</td>
                <td>{dateTime(task.createdAt)}</td>
                <td className="num">{tookText(task, locale)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </div>
  );
}

function tookText(task: Task, locale: string): string {
  if (!task.startedAt || !task.endedAt) return "–";
  return milliseconds(Date.parse(task.endedAt) - Date.parse(task.startedAt), locale);
}
