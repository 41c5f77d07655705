import type { Simulation } from "../api/types";
import { useI18n } from "../i18n";
import { useOwnTexts } from "../i18n/ownTexts";
import { Facts, Section } from "../ui/Facts";
import { StateMark } from "../ui/State";
import { WHAT_IF_TEXTS } from "./whatIfTexts";

type State = Simulation["before"];
type Own = ReturnType<typeof useOwnTexts<(typeof WHAT_IF_TEXTS)["en"]>>;

/** What would become of the cluster. Reasons come from the scheduler, in English. */
export function WhatIfResult({ result }: { result: Simulation }) {
  const { t, locale } = useI18n();
  const own = useOwnTexts(WHAT_IF_TEXTS);
  const percent = (share: number) =>
    new Intl.NumberFormat(locale, { style: "percent", maximumFractionDigits: 0 }).format(share);
  const decimal = (value: number) => new Intl.NumberFormat(locale, { maximumFractionDigits: 2 }).format(value);
  const { moves, before, after, haCoverage, roomForMore: room } = result;
  const change = (was: string, is: string) => own("whatIf.change.figure", { before: was, after: is });
  return (
    <Section title={own("whatIf.result")}>
      <div role="status">
        <VerdictMark verdict={result.verdict} />
        {result.stoppedEarly && <p className="subtle">{own("whatIf.early")}</p>}
      </div>
      <Facts
        facts={[
          [
            own("whatIf.moves"),
            own("whatIf.moves.text", {
              migrations: moves.migrationCount,
              restarts: moves.restartCount,
              starts: moves.startCount,
              gib: decimal(moves.copiedGiB),
              seconds: decimal(moves.durationSeconds),
              waves: moves.waveCount,
            }),
          ],
          ...after.uses.map((use, index): readonly [string, string] => [
            own(`whatIf.use.${use.resource}`),
            [
              change(percent(before.uses[index]?.share ?? 0), percent(use.share)),
              use.fullestHostName &&
                own("whatIf.fullest", { host: use.fullestHostName, share: percent(use.fullestShare) }),
            ]
              .filter(Boolean)
              .join("; "),
          ]),
          after.firstBottleneck ? [own("whatIf.bottleneck"), own(`whatIf.use.${after.firstBottleneck}`)] : null,
          [own("whatIf.imbalance"), change(decimal(before.imbalance), decimal(after.imbalance))],
          [own("whatIf.watts"), watts(before, after, decimal, own)],
          [
            own("whatIf.ha", { count: haCoverage.hostFailures }),
            haCoverage.survives
              ? own("whatIf.ha.survives", { count: haCoverage.checkedCount })
              : own("whatIf.ha.fails", { lost: haCoverage.notSurvivedCount, count: haCoverage.checkedCount }),
          ],
          room === null
            ? null
            : [
                own("whatIf.room"),
                [
                  own(room.isMost ? "whatIf.room.most" : "whatIf.room.least", { count: room.count }),
                  room.countWithHa !== null && own("whatIf.room.ha", { count: room.countWithHa }),
                  ...room.limits.map(({ hostCount, example }) =>
                    own("whatIf.room.limit", { count: hostCount, example }),
                  ),
                ]
                  .filter(Boolean)
                  .join("; "),
              ],
        ]}
      />
      <ul>
        {haCoverage.notSurvived.map((loss, index) => (
          <li key={index}>
            {own("whatIf.ha.loss", {
              hosts: loss.hostNames.join(", "),
              count: loss.vmCount,
              vms: loss.vmNames.join(", "),
            })}
          </li>
        ))}
      </ul>
      {result.obstacles.length + result.brokenRules.length + result.ruleConflicts.length > 0 && (
        <>
          <h3>{own("whatIf.obstacles")}</h3>
          <ul>
            {result.obstacles.map(({ vmId, vmName, reason }, index) => (
              <li key={`${vmId} ${index}`}>
                {vmName}: {reason}
              </li>
            ))}
            {result.brokenRules.map((text) => (
              <li key={text}>{text}</li>
            ))}
            {result.ruleConflicts.map(({ ruleNames, detail }) => (
              <li key={detail}>{own("whatIf.conflict", { names: ruleNames.join(", "), detail })}</li>
            ))}
          </ul>
        </>
      )}
      {moves.first.length > 0 && (
        <table>
          <caption>{own("whatIf.moves.first", { count: moves.first.length })}</caption>
          <thead>
            <tr>
              <th scope="col">{t("table.name")}</th>
              <th scope="col">{own("whatIf.from")}</th>
              <th scope="col">{own("whatIf.to")}</th>
              <th scope="col">{own("whatIf.why")}</th>
            </tr>
          </thead>
          <tbody>
            {moves.first.map((move, index) => (
              <tr key={index}>
                <td>{move.vmName}</td>
                <td>{move.fromHostName ?? "–"}</td>
                <td>{move.toHostName}</td>
                <td>{move.reason}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Section>
  );
}

/** Before and after, which hosts keep it from being known, and how rough it is. */
function watts(before: State, after: State, decimal: (value: number) => string, own: Own): string {
  const figure = ({ watts }: State) => (watts === null ? own("whatIf.watts.unknown") : decimal(watts));
  const gaps = after.wattsUnknownHostCount > 0 ? after : before;
  const count = gaps.wattsUnknownHostCount;
  const fixed = Math.max(before.wattsFixedHostCount, after.wattsFixedHostCount);
  const names = gaps.wattsUnknownHostNames.join(", ") + (count > gaps.wattsUnknownHostNames.length ? " …" : "");
  return [
    own("whatIf.change.figure", { before: figure(before), after: figure(after) }),
    count > 0 && own("whatIf.watts.missing", { count, names }),
    fixed > 0 && own("whatIf.watts.fixed", { count: fixed }),
  ]
    .filter(Boolean)
    .join("; ");
}

function VerdictMark({ verdict }: { verdict: Simulation["verdict"] }) {
  const own = useOwnTexts(WHAT_IF_TEXTS);
  switch (verdict) {
    case "FITS":
      return (
        <StateMark tone="calm" icon="check">
          {own("whatIf.verdict.FITS")}
        </StateMark>
      );
    case "DOES_NOT_FIT":
      return (
        <StateMark tone="broken" icon="broken">
          {own("whatIf.verdict.DOES_NOT_FIT")}
        </StateMark>
      );
    case "UNDECIDED":
      return (
        <StateMark tone="attention" icon="warn">
          {own("whatIf.verdict.UNDECIDED")}
        </StateMark>
      );
  }
}
