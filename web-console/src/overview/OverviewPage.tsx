import { Button } from "@patternfly/react-core";
import { Link } from "@tanstack/react-router";
import { useMemo } from "react";
import { useObject, useObjects, useStream } from "../api/hooks";
import type { Host, Task } from "../api/types";
import { useScoped } from "../app/scope";
import { usePermission } from "../auth/session";
import { useI18n, type Translate } from "../i18n";
import { isUnreadFailure, markRead, useReadFailures } from "../task/readFailures";
import { currentStep, isRunning, migrationResult, stepTitle, taskTitle } from "../task/taskText";
import { Section } from "../ui/Facts";
import { bytes, mebibytes, milliseconds, percent, shortTime } from "../ui/format";
import { Icon } from "../ui/icons";
import { Meter, ProgressBar } from "../ui/Meter";
import { Page } from "../ui/Page";
import { useMinute, useNow } from "../ui/useNow";
import { problemTitle } from "../ui/Problem";
import { RawReason } from "../ui/Reason";
import { StateMark, TaskStateMark } from "../ui/State";
import { can } from "../vm/actions";
import { useActOnVms } from "../vm/VmActionHost";
import { findTroubles, type Trouble } from "./problems";
import "./overview.css";

const ACTIVITY = 14;

/** One sentence on how things stand; what needs a person, worst first; what is going on. */
export function OverviewPage() {
  const { t } = useI18n();
  const hosts = useScoped("host");
  const vms = useScoped("vm");
  const pools = useScoped("pool");
  const networks = useScoped("network");
  const images = useObjects("image");
  const tasks = useObjects("task");
  const read = useReadFailures();
  const { listed } = useStream();
  const minute = useMinute();
  const failures = tasks.filter((task) => task.parentId === null && isUnreadFailure(task, read, minute));
  const troubles = useMemo(
    () => findTroubles({ hosts, vms, pools, networks, images, now: minute }),
    [hosts, vms, pools, networks, images, minute],
  );
  const count = troubles.length + failures.length;
  if (!listed) {
    return (
      <Page title={t("nav.overview")}>
        <p role="status">{t("stream.connecting")}</p>
      </Page>
    );
  }
  const empty = hosts.length === 0;
  const running = vms.filter((vm) => vm.status.powerState === "RUNNING").length;
  const ready = hosts.filter((host) => host.status.state === "READY").length;
  return (
    <Page
      title={
        <span className="headline">
          {empty ? t("overview.empty") : count === 0 ? t("overview.well") : t("overview.needs", { count })}
        </span>
      }
    >
      <p className="overview-sub">{t("overview.sentence", { running, vms: vms.length, ready, hosts: hosts.length })}</p>
      {(empty || images.length === 0 || vms.length === 0) && <FirstSteps />}
      <div className="overview">
        <div>
          {count > 0 && (
            <Section title={t("overview.problems")}>
              <ul className="troubles">
                {troubles
                  .filter(({ weight }) => weight === "broken")
                  .map((trouble) => (
                    <TroubleRow key={trouble.key} trouble={trouble} />
                  ))}
                {failures.map((task) => (
                  <FailureRow key={task.metadata.id} task={task} />
                ))}
                {troubles
                  .filter(({ weight }) => weight === "attention")
                  .map((trouble) => (
                    <TroubleRow key={trouble.key} trouble={trouble} />
                  ))}
              </ul>
            </Section>
          )}
          <Section title={t("overview.activity")} aside={<Link to="/tasks">{t("tray.all")}</Link>}>
            <Activity tasks={tasks} />
          </Section>
        </div>
        <Section title={t("overview.capacity")}>
          <Capacity hosts={hosts} />
        </Section>
      </div>
    </Page>
  );
}

function TroubleRow({ trouble }: { trouble: Trouble }) {
  const { lookup } = useI18n();
  const now = useNow();
  const { weight, text, values, detail, raw, since, target } = trouble;
  const check = typeof values.check === "string" ? (lookup(`host.check.${values.check}`) ?? values.check) : "";
  return (
    <li className={`trouble is-${weight}`}>
      <Icon name={weight === "broken" ? "broken" : "warn"} />
      <div>
        <p className="trouble-text">
          <TargetLink target={target}>{lookup(text, { ...values, check }) ?? text}</TargetLink>
        </p>
        {detail && <p className="subtle">{detail}</p>}
        {raw && <RawReason text={raw} />}
      </div>
      <span className="subtle trouble-time">{since && shortTime(since, now)}</span>
      <span className="trouble-fix">{target.kind === "vm" && <StartAgain id={target.id} />}</span>
    </li>
  );
}

/** The fix for a VM that fell over, one click away; what the manager does not allow is not offered. */
function StartAgain({ id }: { id: string }) {
  const { t } = useI18n();
  const vm = useObject("vm", id);
  const act = useActOnVms();
  if (!vm || !can(vm, "start")) return null;
  return (
    <Button variant="secondary" size="sm" onClick={() => act("start", [vm])}>
      {t("vm.verb.start")}
    </Button>
  );
}

function TargetLink({ target, children }: { target: Trouble["target"]; children: string }) {
  const { kind, id } = target;
  switch (kind) {
    case "vm":
      return (
        <Link to="/vms/$id" params={{ id }} className="row-link">
          {children}
        </Link>
      );
    case "host":
      return (
        <Link to="/hosts/$id" params={{ id }} className="row-link">
          {children}
        </Link>
      );
    case "pool":
      return (
        <Link to="/storage" search={{ inspect: id }} className="row-link">
          {children}
        </Link>
      );
    case "network":
      return (
        <Link to="/networks" search={{ inspect: id }} className="row-link">
          {children}
        </Link>
      );
    case "image":
      return (
        <Link to="/images" search={{ inspect: id }} className="row-link">
          {children}
        </Link>
      );
  }
}

function FailureRow({ task }: { task: Task }) {
  const i18n = useI18n();
  const now = useNow();
  const { t } = i18n;
  return (
    <li className="trouble is-broken">
      <Icon name="broken" />
      <div>
        <p className="trouble-text">
          <Link to="/tasks/$id" params={{ id: task.metadata.id }} className="row-link">
            {t("trouble.task", { task: taskTitle(task, i18n) })}
          </Link>
        </p>
        {task.failure && <p className="subtle">{problemTitle(task.failure, i18n)}</p>}
      </div>
      <span className="subtle trouble-time">{shortTime(task.endedAt ?? task.createdAt, now)}</span>
      <span className="trouble-fix">
        <Button variant="secondary" size="sm" onClick={() => markRead([task.metadata.id])}>
          {t("tray.markRead")}
        </Button>
      </span>
    </li>
  );
}

function Activity({ tasks }: { tasks: readonly Task[] }) {
  const i18n = useI18n();
  const { t, locale } = i18n;
  const now = useNow();
  const shown = tasks
    .filter((task) => task.parentId === null)
    .sort((a, b) => Number(isRunning(b)) - Number(isRunning(a)) || b.createdAt.localeCompare(a.createdAt))
    .slice(0, ACTIVITY);
  if (shown.length === 0) return <p className="subtle">{t("task.empty.text")}</p>;
  return (
    <ul className="activity">
      {shown.map((task) => {
        const step = isRunning(task) ? currentStep(task) : undefined;
        return (
          <li key={task.metadata.id}>
            <span className="subtle activity-time">{shortTime(task.createdAt, now)}</span>
            <TaskStateMark state={task.state} />
            <Link to="/tasks/$id" params={{ id: task.metadata.id }} className="row-link">
              {taskTitle(task, i18n)}
            </Link>
            <span className="subtle activity-end">
              {isRunning(task) ? (
                <>
                  {step && stepTitle(step, i18n)}
                  <ProgressBar label={taskTitle(task, i18n)} percent={task.progress.percent} />
                </>
              ) : (
                activityNote(task, t, locale)
              )}
            </span>
          </li>
        );
      })}
    </ul>
  );
}

function activityNote(task: Task, t: Translate, locale: string): string {
  const figures = migrationResult(task);
  const by = task.requestedBy || t("task.bySystem");
  return figures ? `${t("task.pause", { pause: milliseconds(figures.downtimeMs, locale) })} · ${by}` : by;
}

function Capacity({ hosts }: { hosts: readonly Host[] }) {
  const { t, locale } = useI18n();
  const ready = hosts.filter((host) => host.status.state === "READY");
  const sum = (of: (host: Host) => number) => ready.reduce((total, host) => total + of(host), 0);
  const pools = useScoped("pool");
  const clusters = useObjects("cluster");
  const memoryUsed = sum((host) => host.status.memoryUsedMiB ?? 0);
  const memory = sum((host) => host.status.memoryMiB);
  const cpuUsed = sum((host) => host.status.cpuUsedMillicores ?? 0);
  const cpu = sum((host) => host.status.cpuCount) * 1000;
  const committed = clusters.reduce((total, cluster) => total + cluster.status.memoryMiB.committed, 0);
  return (
    <div className="capacity">
      <div>
        <span className="subtle">{t("vm.col.cpu")}</span>
        <Meter
          label={t("vm.col.cpu")}
          value={cpuUsed}
          max={cpu}
          text={t("overview.cpu", { used: percent(cpu > 0 ? cpuUsed / cpu : 0, locale), cores: cpu / 1000 })}
        />
      </div>
      <div>
        <span className="subtle">{t("vm.col.memory")}</span>
        <Meter
          label={t("vm.col.memory")}
          value={memoryUsed}
          max={memory}
          text={`${mebibytes(memoryUsed, locale)} / ${mebibytes(memory, locale)}`}
        />
      </div>
      <div>
        <span className="subtle">{t("overview.committed")}</span>
        <Meter
          label={t("overview.committed")}
          value={committed}
          max={memory}
          text={`${mebibytes(committed, locale)} / ${mebibytes(memory, locale)}`}
        />
      </div>
      {pools.map((pool) => {
        const { usedBytes, capacityBytes } = pool.status;
        if (usedBytes === null || capacityBytes === null) return null;
        return (
          <div key={pool.metadata.id}>
            <Link to="/storage" search={{ inspect: pool.metadata.id }}>
              {t("overview.pool", { name: pool.metadata.name })}
            </Link>
            <Meter
              label={pool.metadata.name}
              value={usedBytes}
              max={capacityBytes}
              text={`${bytes(usedBytes, locale)} / ${bytes(capacityBytes, locale)}`}
            />
          </div>
        );
      })}
    </div>
  );
}

/** A new installation: what to do, in order, with what is done already ticked. */
function FirstSteps() {
  const { t } = useI18n();
  const hosts = useObjects("host");
  const pools = useObjects("pool");
  const images = useObjects("image");
  const vms = useObjects("vm");
  const mayEnrol = usePermission("HOST_ENROL");
  const steps = [
    {
      key: "host",
      done: hosts.some((host) => host.status.state === "READY"),
      to: mayEnrol ? "/hosts/enrol" : "/hosts",
    },
    { key: "pool", done: pools.length > 0, to: "/storage" },
    { key: "image", done: images.some((image) => image.status.state === "READY"), to: "/images" },
    { key: "vm", done: vms.length > 0, to: "/vms/new" },
  ] as const;
  return (
    <Section title={t("overview.first")}>
      <ol className="first-steps">
        {steps.map((step, index) => (
          <li key={step.key}>
            <StateMark tone={step.done ? "calm" : "off"} icon={step.done ? "check" : "ring"}>
              {index + 1}. <Link to={step.to}>{t(`overview.first.${step.key}`)}</Link>
            </StateMark>
          </li>
        ))}
      </ol>
    </Section>
  );
}
