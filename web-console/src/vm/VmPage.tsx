import { Link, useParams, useSearch } from "@tanstack/react-router";
import { lazy, Suspense } from "react";
import { to } from "../api/calls";
import { useObject, useObjects, useStream } from "../api/hooks";
import type { Task, Vm } from "../api/types";
import { Pending } from "../app/fallbacks";
import { Gone } from "../app/Gone";
import { usePermission } from "../auth/session";
import { useI18n } from "../i18n";
import { TaskProgress } from "../task/TaskProgress";
import { ObjectTasks } from "../task/ObjectTasks";
import { isRunning } from "../task/taskText";
import { Page } from "../ui/Page";
import { ShowApi } from "../ui/ShowApi";
import { VmState } from "../ui/State";
import { TabBar } from "../ui/TabBar";
import { Usage } from "../usage/Usage";
import { VmButtons } from "./VmButtons";
import { VmHistory } from "./VmHistory";
import { VmSummary } from "./VmSummary";

const VmConsole = lazy(() => import("../console/VmConsole").then((module) => ({ default: module.VmConsole })));

const TABS = ["summary", "console", "tasks", "history", "usage"] as const;
type TabKey = (typeof TABS)[number];

export function VmPage() {
  const { id } = useParams({ from: "/inside/vms/$id" });
  const vm = useObject("vm", id);
  const { listed } = useStream();
  if (vm) return <OneVm key={id} vm={vm} />;
  return listed ? <Gone key={id} id={id} kind="vm" /> : <Pending />;
}

function OneVm({ vm }: { vm: Vm }) {
  const { t } = useI18n();
  const search = useSearch({ from: "/inside/vms/$id" });
  const mayUseConsole = usePermission("VM_CONSOLE");
  const tasks = useObjects("task").filter((task) => concerns(task, vm.metadata.id));
  const tabs = TABS.filter((key) => key !== "console" || mayUseConsole);
  const current = tabs.find((key) => key === search.tab) ?? "summary";
  return (
    <Page
      flush={current === "console"}
      title={
        <>
          <Link to="/vms" className="crumb">
            {t("nav.vms")}
          </Link>
          {vm.metadata.name}
        </>
      }
      aside={<VmState state={vm.status.powerState} />}
      actions={
        <>
          <ShowApi compact call={to.get("/vms/{id}", { id: vm.metadata.id })} />
          <VmButtons vm={vm} withConsole={current !== "console" && mayUseConsole} />
        </>
      }
      bar={
        <>
          {tasks.filter(isRunning).map((task) => (
            <TaskProgress key={task.metadata.id} task={task} />
          ))}
          <TabBar
            label={vm.metadata.name}
            current={current}
            tabs={tabs.map((key: TabKey) => ({
              key,
              text: t(`vm.tab.${key}`),
              ...(key === "tasks" ? { count: tasks.filter(isRunning).length } : {}),
            }))}
          />
        </>
      }
    >
      {current === "summary" && <VmSummary vm={vm} />}
      {current === "console" && (
        <Suspense fallback={<Pending />}>
          <VmConsole vm={vm} />
        </Suspense>
      )}
      {current === "usage" && <Usage kind="vm" id={vm.metadata.id} />}
      {current === "tasks" && <ObjectTasks objectId={vm.metadata.id} />}
      {current === "history" && <VmHistory vm={vm} />}
    </Page>
  );
}

function concerns(task: Task, id: string): boolean {
  return task.objects.some((object) => object.id === id);
}
