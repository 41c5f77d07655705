import { Button } from "@patternfly/react-core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { useMemo } from "react";
import { useObject, useObjects, useStream } from "../api/hooks";
import { to } from "../api/calls";
import { send } from "../api/http";
import type { Task, TaskState } from "../api/types";
import { useI18n, type I18n } from "../i18n";
import { DataTable, type Column } from "../ui/DataTable";
import { dateTime, milliseconds, shortTime } from "../ui/format";
import { Inspected } from "../ui/Inspector";
import { ListBar } from "../ui/ListBar";
import { ProgressBar } from "../ui/Meter";
import { Empty, Page } from "../ui/Page";
import { problemTitle } from "../ui/Problem";
import { ShowApi } from "../ui/ShowApi";
import { TaskStateMark } from "../ui/State";
import { TabBar } from "../ui/TabBar";
import { useListView, type SortKeys } from "../ui/useListView";
import { EventList } from "./EventList";
import { TaskDetails } from "./TaskPage";
import { isRunning, stepTitle, currentStep, taskTitle } from "./taskText";

const EXAMPLE = `state == "FAILED" and kind ~ "migrate"`;
const SORT_KEYS: SortKeys<Task> = {
  created: (task) => task.createdAt,
  state: (task) => STATE_ORDER[task.state],
  kind: (task) => task.kind,
  by: (task) => task.requestedBy,
};
const STATE_ORDER: Record<TaskState, number> = {
  RUNNING: 0,
  ROLLING_BACK: 1,
  QUEUED: 2,
  FAILED: 3,
  CANCELLED: 4,
  SUCCEEDED: 5,
};
const RUNNING_FILTER = 'state in ("QUEUED","RUNNING","ROLLING_BACK")';
const FAILED_FILTER = 'state == "FAILED"';
const OLDER_PAGE = 200;

const useLiveTask = (task: Task): Task => useObject("task", task.metadata.id) ?? task;

export function TasksPage() {
  const { t } = useI18n();
  const search = useSearch({ from: "/inside/tasks" });
  const events = search.tab === "events";
  return (
    <Page
      title={t("nav.tasks")}
      flush
      actions={
        <ShowApi compact call={events ? to.get("/events") : to.get("/tasks", { query: { sort: "-createdAt" } })} />
      }
      bar={
        <TabBar
          label={t("nav.tasks")}
          current={events ? "events" : "tasks"}
          tabs={[
            { key: "tasks", text: t("task.tab.tasks") },
            { key: "events", text: t("task.tab.events") },
          ]}
        />
      }
    >
      {events ? <EventList /> : <TaskList />}
    </Page>
  );
}

function TaskList() {
  const i18n = useI18n();
  const { t } = i18n;
  const navigate = useNavigate();
  const search = useSearch({ from: "/inside/tasks" });
  const live = useObjects("task");
  const { listed } = useStream();
  const older = useInfiniteQuery({
    queryKey: ["older-tasks"],
    queryFn: ({ pageParam, signal }) =>
      send(
        to.get("/tasks", {
          query: { sort: "-createdAt", limit: OLDER_PAGE, ...(pageParam ? { cursor: pageParam } : {}) },
        }),
        signal,
      ),
    initialPageParam: "",
    getNextPageParam: (page) => page.nextCursor,
    enabled: false,
    staleTime: Infinity,
  });
  const tasks = useMemo(() => merged(live, older.data?.pages ?? []), [live, older.data]);
  const searchText = (task: Task) =>
    [
      taskTitle(task, i18n),
      task.kind,
      task.requestedBy || "",
      task.traceId ?? "",
      ...task.objects.map((object) => object.name),
    ].join(" ");
  const view = useListView(tasks, search, SORT_KEYS, searchText, "-created");
  const columns = useMemo(() => columnsOf(i18n), [i18n]);
  const inspected = useObject("task", view.inspect);
  return (
    <div className="fill">
      <ListBar
        filterText={view.filterText}
        onFilter={view.setFilter}
        filter={view.filter}
        shown={view.rows.length}
        total={tasks.length}
        example={EXAMPLE}
        chips={[
          { key: "running", text: t("task.running"), count: tasks.filter(isRunning).length, filter: RUNNING_FILTER },
          {
            key: "failed",
            text: t("task.state.FAILED"),
            count: tasks.filter((task) => task.state === "FAILED").length,
            filter: FAILED_FILTER,
            tone: "broken",
          },
        ]}
      >
        {(older.hasNextPage || !older.data) && (
          <Button variant="link" size="sm" isLoading={older.isFetching} onClick={() => void older.fetchNextPage()}>
            {t("task.older")}
          </Button>
        )}
      </ListBar>
      <div className="fill-rest">
        <Inspected panel={inspected && <TaskDetails task={inspected} />} onClose={() => view.setInspect(undefined)}>
          <DataTable
            label={t("task.tab.tasks")}
            rows={view.rows}
            rowId={(task) => task.metadata.id}
            useRow={useLiveTask}
            columns={columns}
            sort={view.sort}
            onSort={view.setSort}
            onOpen={(task) => void navigate({ to: "/tasks/$id", params: { id: task.metadata.id } })}
            onInspect={(task) => view.setInspect(view.inspect === task.metadata.id ? undefined : task.metadata.id)}
            inspectedId={view.inspect}
            empty={listed ? <Empty title={t("task.empty.title")} text={t("task.empty.text")} /> : t("app.loading")}
          />
        </Inspected>
      </div>
    </div>
  );
}

function merged(live: readonly Task[], pages: readonly { items: Task[] }[]): readonly Task[] {
  const known = new Set(live.map((task) => task.metadata.id));
  const older = pages.flatMap((page) => page.items).filter((task) => !known.has(task.metadata.id));
  return older.length > 0 ? [...live, ...older] : live;
}

function columnsOf(i18n: I18n): Column<Task>[] {
  const { t, locale } = i18n;
  const now = new Date();
  return [
    {
      key: "kind",
      header: t("task.col.task"),
      width: "minmax(180px, 1.4fr)",
      sortable: true,
      cell: (task) => (
        <Link to="/tasks/$id" params={{ id: task.metadata.id }} className="row-link" tabIndex={-1}>
          {taskTitle(task, i18n)}
        </Link>
      ),
    },
    {
      key: "state",
      header: t("table.state"),
      width: "118px",
      sortable: true,
      cell: (task) => <TaskStateMark state={task.state} />,
    },
    {
      key: "progress",
      header: t("task.col.progress"),
      width: "minmax(160px, 2fr)",
      fromPx: 560,
      cell: (task) => <ProgressCell task={task} />,
    },
    {
      key: "by",
      header: t("task.col.by"),
      width: "110px",
      sortable: true,
      fromPx: 760,
      cell: (task) => task.requestedBy || t("task.bySystem"),
    },
    {
      key: "created",
      header: t("task.col.started"),
      width: "110px",
      align: "end",
      sortable: true,
      cell: (task) => (
        <time dateTime={task.createdAt} title={dateTime(task.createdAt)} className="subtle">
          {shortTime(task.createdAt, now)}
        </time>
      ),
    },
    {
      key: "took",
      header: t("task.col.took"),
      width: "90px",
      align: "end",
      fromPx: 640,
      cell: (task) =>
        task.startedAt && task.endedAt
          ? milliseconds(Date.parse(task.endedAt) - Date.parse(task.startedAt), locale)
          : "–",
    },
  ];
}

function ProgressCell({ task }: { task: Task }) {
  const i18n = useI18n();
  if (task.failure) return <span title={problemTitle(task.failure, i18n)}>{problemTitle(task.failure, i18n)}</span>;
  if (!isRunning(task)) return null;
  const step = currentStep(task);
  return (
    <span className="figure">
      <ProgressBar label={taskTitle(task, i18n)} percent={task.progress.percent} />
      {step && <span className="subtle">{stepTitle(step, i18n)}</span>}
    </span>
  );
}
