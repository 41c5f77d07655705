import { Link } from "@tanstack/react-router";
import { useEffect, useRef, useState } from "react";
import { useObjects } from "../api/hooks";
import type { Task } from "../api/types";
import { useI18n } from "../i18n";
import { UploadRow } from "../image/UploadRow";
import { dismissUpload, useUploads } from "../image/uploads";
import { milliseconds, shortTime } from "../ui/format";
import { Icon } from "../ui/icons";
import { ProgressBar } from "../ui/Meter";
import { problemTitle } from "../ui/Problem";
import { TaskStateMark } from "../ui/State";
import { useNow } from "../ui/useNow";
import { isUnreadFailure, markRead, useReadFailures } from "./readFailures";
import { currentStep, isRunning, migrationResult, stepTitle, taskTitle } from "./taskText";
import "./tray.css";

const RECENT = 6;

/** Everything under way and everything that went wrong, from any page. Failures stay until someone has read them. */
export function TaskTray() {
  const i18n = useI18n();
  const { t } = i18n;
  const tasks = useObjects("task");
  const uploads = useUploads();
  const read = useReadFailures();
  const now = useNow();
  const [open, setOpen] = useState(false);
  const tray = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!open) return undefined;
    const close = (event: Event) => {
      if (event instanceof KeyboardEvent && event.key !== "Escape") return;
      if (event instanceof PointerEvent && tray.current?.contains(event.target as Node)) return;
      setOpen(false);
    };
    document.addEventListener("pointerdown", close);
    document.addEventListener("keydown", close);
    return () => {
      document.removeEventListener("pointerdown", close);
      document.removeEventListener("keydown", close);
    };
  }, [open]);

  const tops = tasks.filter((task) => task.parentId === null);
  const running = newestFirst(tops.filter(isRunning));
  const unread = newestFirst(tops.filter((task) => isUnreadFailure(task, read, now.getTime())));
  const recent = newestFirst(tops.filter((task) => !isRunning(task) && !unread.includes(task))).slice(0, RECENT);
  const sending = uploads.filter((upload) => upload.problem === null);
  const refused = uploads.filter((upload) => upload.problem !== null);
  const busy = running.length + sending.length;
  const failed = unread.length + refused.length;
  const summary = t("tray.summary", { running: busy, failed });

  return (
    <div className="tray" ref={tray}>
      <button
        type="button"
        className="tray-button"
        aria-label={summary}
        aria-expanded={open}
        aria-controls="task-tray"
        onClick={() => setOpen(!open)}
      >
        <Icon name="tasks" />
        {busy > 0 && <span className="tray-count is-change">{busy}</span>}
        {failed > 0 && (
          <span className="tray-count is-broken">
            <Icon name="broken" size={12} /> {failed}
          </span>
        )}
      </button>
      {open && (
        <div id="task-tray" className="tray-panel" role="region" aria-label={t("tray.title")}>
          {busy > 0 && <h2>{t("tray.running")}</h2>}
          {sending.map((upload) => (
            <UploadRow key={upload.imageId} upload={upload} />
          ))}
          {running.map((task) => (
            <RunningRow key={task.metadata.id} task={task} />
          ))}
          {failed > 0 && (
            <h2 className="tray-failed">
              <span>
                <Icon name="broken" size={13} /> {t("tray.failed")}
              </span>
              <button
                type="button"
                className="text-button"
                onClick={() => {
                  markRead(unread.map((task) => task.metadata.id));
                  for (const upload of refused) dismissUpload(upload.imageId);
                }}
              >
                {t("tray.markRead")}
              </button>
            </h2>
          )}
          {refused.map((upload) => (
            <UploadRow key={upload.imageId} upload={upload} />
          ))}
          {unread.map((task) => (
            <Link
              key={task.metadata.id}
              to="/tasks/$id"
              params={{ id: task.metadata.id }}
              className="tray-row"
              onClick={() => setOpen(false)}
            >
              <span className="tray-line">
                <strong>{taskTitle(task, i18n)}</strong>
                <TaskStateMark state={task.state} />
              </span>
              {task.failure && <span className="subtle">{problemTitle(task.failure, i18n)}</span>}
            </Link>
          ))}
          <h2>{t("tray.recent")}</h2>
          {recent.length === 0 && <p className="subtle tray-row">{t("tray.nothing")}</p>}
          {recent.map((task) => (
            <RecentRow key={task.metadata.id} task={task} now={now} onOpen={() => setOpen(false)} />
          ))}
          <Link to="/tasks" className="tray-row tray-all" onClick={() => setOpen(false)}>
            {t("tray.all")}
          </Link>
        </div>
      )}
    </div>
  );
}

function newestFirst(tasks: Task[]): Task[] {
  return tasks.sort((a, b) => b.createdAt.localeCompare(a.createdAt));
}

function RunningRow({ task }: { task: Task }) {
  const i18n = useI18n();
  const step = currentStep(task);
  return (
    <Link to="/tasks/$id" params={{ id: task.metadata.id }} className="tray-row">
      <span className="tray-line">
        <strong>{taskTitle(task, i18n)}</strong>
        <TaskStateMark state={task.state} />
      </span>
      <ProgressBar label={taskTitle(task, i18n)} percent={task.progress.percent} />
      {step && <span className="subtle">{stepTitle(step, i18n)}</span>}
    </Link>
  );
}

function RecentRow({ task, now, onOpen }: { task: Task; now: Date; onOpen: () => void }) {
  const i18n = useI18n();
  const { t, locale } = i18n;
  const figures = migrationResult(task);
  return (
    <Link to="/tasks/$id" params={{ id: task.metadata.id }} className="tray-row" onClick={onOpen}>
      <span className="tray-line">
        <span>{taskTitle(task, i18n)}</span>
        <TaskStateMark state={task.state} />
      </span>
      <span className="tray-line subtle">
        <span>{task.endedAt && shortTime(task.endedAt, now)}</span>
        {figures && <span>{t("task.pause", { pause: milliseconds(figures.downtimeMs, locale) })}</span>}
      </span>
    </Link>
  );
}
