import { useState } from "react";
import { to } from "../api/calls";
import { send } from "../api/http";
import type { Cluster, Drs } from "../api/types";
import { attempt } from "../app/notices";
import { usePermission } from "../auth/session";
import { useI18n } from "../i18n";
import { useOwnTexts } from "../i18n/ownTexts";
import { TaskProgress } from "../task/TaskProgress";
import { isRunning } from "../task/taskText";
import { DeedButton } from "../ui/Deed";
import { Section } from "../ui/Facts";
import { dateTime, duration } from "../ui/format";
import { Icon } from "../ui/icons";
import { ProblemView } from "../ui/Problem";
import { ShowApi } from "../ui/ShowApi";
import { BALANCE_TEXTS } from "./balanceTexts";
import { levelOf } from "./levels";
import { replayResult, type ReplayedLevel, type ReplayResult } from "./replayResult";
import { useReplay } from "./useBalance";

const DAYS = 7;
const MINUTE_MS = 60_000;

/** Every level against the cluster's own past, so that one is chosen by what it would have done. */
export function Replay({ cluster, drs }: { cluster: Cluster; drs: Drs }) {
  const own = useOwnTexts(BALANCE_TEXTS);
  const { id, name } = cluster.metadata;
  const task = useReplay(id);
  const mayOperate = usePermission("VM_OPERATE");
  const [busy, setBusy] = useState(false);
  const running = task !== undefined && isRunning(task);
  const result = task && !running ? replayResult(task) : null;
  const call = to.post("/clusters/{id}/drs/replays", { id }, { body: { days: DAYS } });
  const begin = async () => {
    setBusy(true);
    await attempt(own("drs.replay.do", { name }), () => send(call));
    setBusy(false);
  };
  return (
    <Section
      title={own("drs.replay")}
      aside={
        <>
          {mayOperate && (
            <DeedButton variant="secondary" size="sm" isDisabled={busy || running} onClick={() => void begin()}>
              {own("drs.replay.run")}
            </DeedButton>
          )}
          <ShowApi compact call={call} />
        </>
      }
    >
      <p className="subtle">{own("drs.replay.help")}</p>
      {!task && <p className="subtle">{own("drs.replay.none")}</p>}
      {task && running && <TaskProgress task={task} />}
      {task?.failure && <ProblemView problem={task.failure} />}
      {task && result && <Result result={result} at={task.endedAt ?? task.createdAt} level={drs.spec.level} />}
    </Section>
  );
}

export function Result({ result, at, level }: { result: ReplayResult; at: string; level: number }) {
  const i18n = useI18n();
  const own = useOwnTexts(BALANCE_TEXTS);
  const figure = (value: number, digits: number) =>
    new Intl.NumberFormat(i18n.locale, { maximumFractionDigits: digits }).format(value);
  if (result.vms === 0) return <p>{own("drs.replay.noLoad")}</p>;
  const columns: [string, (one: ReplayedLevel) => string][] = [
    [own("drs.replay.moves"), (one) => figure(one.moves, 0)],
    [own("drs.replay.most"), (one) => figure(one.mostMovesOfOneVm, 0)],
    [own("drs.replay.copied"), (one) => `${figure(one.copiedGiB, 1)} GiB`],
    [own("drs.replay.imbalance"), (one) => figure(one.meanImbalance, 3)],
    [own("drs.replay.hot"), (one) => figure(one.hotHostHours, 1)],
    [own("drs.replay.unserved"), (one) => figure(one.unservedCoreHours, 1)],
  ];
  return (
    <>
      {/* Wider than a narrow window, so it scrolls by itself, also by keyboard. */}
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <div className="balance-scroll" tabIndex={0} role="group" aria-label={own("drs.replay")}>
        <table className="balance-table">
          <thead>
            <tr>
              <th scope="col">{own("drs.replay.level")}</th>
              {columns.map(([text]) => (
                <th key={text} scope="col" className="is-number">
                  {text}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {result.levels.map((one) => (
              <tr key={one.level} className={one.level === level ? "is-chosen" : ""}>
                <th scope="row">
                  {one.level === 0
                    ? own("drs.replay.level0")
                    : `${own("drs.level", { level: one.level })} · ${own(`drs.level.${levelOf(one.level)}`)}`}
                  {one.level === level && (
                    <span title={own("drs.replay.chosen")}>
                      {" "}
                      <Icon name="check" size={13} />
                      <span className="visually-hidden">{own("drs.replay.chosen")}</span>
                    </span>
                  )}
                </th>
                {columns.map(([text, value]) => (
                  <td key={text} className="is-number">
                    {value(one)}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p className="subtle">
        {own("drs.replay.of", {
          count: result.vms,
          begin: dateTime(result.begin),
          step: duration(result.stepMinutes * MINUTE_MS, i18n),
          at: dateTime(at),
        })}
      </p>
    </>
  );
}
