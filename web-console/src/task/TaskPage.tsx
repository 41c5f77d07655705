import { useQuery } from "@tanstack/react-query";
import { Link, useParams } from "@tanstack/react-router";
import { Fragment, useEffect } from "react";
import { useObject, useObjects } from "../api/hooks";
import { to } from "../api/calls";
import { send } from "../api/http";
import type { Task } from "../api/types";
import { Crash, Pending } from "../app/fallbacks";
import { attempt } from "../app/notices";
import { useI18n } from "../i18n";
import { DeedButton } from "../ui/Deed";
import { Facts, Section } from "../ui/Facts";
import { bytes, dateTime, milliseconds } from "../ui/format";
import { ProgressBar } from "../ui/Meter";
import { ObjectLink } from "../ui/ObjectLink";
import { Page } from "../ui/Page";
import { ProblemView } from "../ui/Problem";
import { ShowApi } from "../ui/ShowApi";
import { TaskStateMark } from "../ui/State";
import { markRead } from "./readFailures";
import { TaskSteps } from "./TaskSteps";
import { isRunning, migrationResult, taskTitle } from "./taskText";

/** A task by its address: such a link can be sent to a colleague, also long after the task has left the live list. */
export function TaskPage() {
  const { id } = useParams({ from: "/inside/tasks/$id" });
  const live = useObject("task", id);
  const fetched = useQuery({
    queryKey: ["task", id],
    queryFn: ({ signal }) => send(to.get("/tasks/{id}", { id }), signal),
    enabled: !live,
    staleTime: Infinity,
  });
  const task = live ?? fetched.data;
  if (task) return <OneTask task={task} />;
  return fetched.isError ? <Crash error={fetched.error} /> : <Pending />;
}

function OneTask({ task }: { task: Task }) {
  const i18n = useI18n();
  const { t } = i18n;
  const title = taskTitle(task, i18n);
  return (
    <Page
      title={
        <>
          <Link to="/tasks" className="crumb">
            {t("nav.tasks")}
          </Link>
          {title}
        </>
      }
      aside={<TaskStateMark state={task.state} />}
      actions={
        <>
          <ShowApi compact call={to.get("/tasks/{id}", { id: task.metadata.id })} />
          {task.cancellable && isRunning(task) && (
            <DeedButton
              variant="secondary"
              onClick={() =>
                void attempt(t("task.cancel"), () =>
                  send(to.post("/tasks/{id}/actions/cancel", { id: task.metadata.id })),
                )
              }
            >
              {t("task.cancel")}
            </DeedButton>
          )}
        </>
      }
    >
      <TaskBody task={task} />
    </Page>
  );
}

/** The same for the side panel. */
export function TaskDetails({ task }: { task: Task }) {
  const i18n = useI18n();
  return (
    <>
      <div className="inspector-head">
        <h2>{taskTitle(task, i18n)}</h2>
        <TaskStateMark state={task.state} />
      </div>
      <TaskBody task={task} />
    </>
  );
}

function TaskBody({ task }: { task: Task }) {
  const { t, locale } = useI18n();
  const children = useObjects("task").filter((each) => each.parentId === task.metadata.id);
  const { bytesDone, bytesTotal, bytesPerSecond, percent } = task.progress;
  const figures = migrationResult(task);
  const failedId = task.state === "FAILED" ? task.metadata.id : null;
  useEffect(() => {
    if (failedId) markRead([failedId]);
  }, [failedId]);
  return (
    <div className="columns">
      <div>
        {task.failure && <ProblemView problem={task.failure} />}
        <Section title={t("task.steps")}>
          {isRunning(task) && (
            <div className="stack-tight task-bar">
              <ProgressBar label={t("task.steps")} percent={percent} />
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
        </Section>
        {figures && (
          <Section title={t("task.result")}>
            <Facts
              facts={[
                [t("history.pause"), milliseconds(figures.downtimeMs, locale)],
                [t("history.total"), milliseconds(figures.totalMs, locale)],
                [t("history.amount"), bytes(figures.transferredBytes, locale)],
              ]}
            />
          </Section>
        )}
        {children.length > 0 && (
          <Section title={t("task.children", { count: task.childCount })}>
            <ul>
              {children.map((child) => (
                <li key={child.metadata.id} className="row">
                  <TaskStateMark state={child.state} />
                  <Objects task={child} />
                </li>
              ))}
            </ul>
          </Section>
        )}
      </div>
      <Section title={t("task.about")}>
        <Facts
          facts={[
            [t("task.objects"), <Objects key="objects" task={task} />],
            [t("task.col.by"), task.requestedBy || t("task.bySystem")],
            [t("task.created"), dateTime(task.createdAt)],
            [t("task.col.started"), task.startedAt && dateTime(task.startedAt)],
            [t("task.ended"), task.endedAt && dateTime(task.endedAt)],
            [t("task.kindCode"), <code key="kind">{task.kind}</code>],
            [t("task.id"), <code key="id">{task.metadata.id}</code>],
            task.traceId ? [t("task.trace"), <code key="trace">{task.traceId}</code>] : null,
          ]}
        />
      </Section>
    </div>
  );
}

function Objects({ task }: { task: Task }) {
  if (task.objects.length === 0) return "–";
  return task.objects.map((object, index) => (
    <Fragment key={object.id}>
      {index > 0 && ", "}
      <ObjectLink {...object} />
    </Fragment>
  ));
}
