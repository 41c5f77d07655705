import { Button } from "@patternfly/react-core";
import type { Recommendation } from "../api/types";
import { useI18n } from "../i18n";
import { useOwnTexts } from "../i18n/ownTexts";
import { Section } from "../ui/Facts";
import { bytes, dateTime, milliseconds, percent } from "../ui/format";
import { HostLink, ObjectLink } from "../ui/ObjectLink";
import { Empty } from "../ui/Page";
import { ProblemView, toProblem } from "../ui/Problem";
import { StateMark } from "../ui/State";
import { BALANCE_TEXTS } from "./balanceTexts";
import { OUTCOME_LOOK, reasonText, recommendationLook } from "./recommendationText";
import { useHistory } from "./useBalance";

/** What DRS moved, what that cost, and whether it helped. */
export function MoveHistory({ clusterId }: { clusterId: string }) {
  const { t } = useI18n();
  const own = useOwnTexts(BALANCE_TEXTS);
  const history = useHistory(clusterId);
  const all = history.data?.pages.flatMap(({ items }) => items) ?? [];
  return (
    <Section title={own("drs.tab.history")}>
      {history.isPending && <p role="status">{t("app.loading")}</p>}
      {history.isError && <ProblemView problem={toProblem(history.error)} />}
      {history.isSuccess && all.length === 0 && (
        <Empty title={own("drs.history.empty.title")} text={own("drs.history.empty.text")} />
      )}
      <ul className="balance-rows">
        {all.map((one) => (
          <Move key={one.id} one={one} />
        ))}
      </ul>
      {history.hasNextPage && (
        <Button variant="link" isLoading={history.isFetching} onClick={() => void history.fetchNextPage()}>
          {own("drs.history.older")}
        </Button>
      )}
    </Section>
  );
}

export function Move({ one }: { one: Recommendation }) {
  const own = useOwnTexts(BALANCE_TEXTS);
  const at = one.endedAt ?? one.updatedAt;
  return (
    <li className="balance-move">
      <div className="balance-head">
        <time dateTime={at}>{dateTime(at)}</time>
        <ObjectLink kind="vm" id={one.vmId} name={one.vmName} />
        <span>
          <HostLink id={one.sourceHostId} name={one.sourceHostName} /> →{" "}
          <HostLink id={one.targetHostId} name={one.targetHostName} />
        </span>
        <span className="subtle">{own("drs.by", { name: one.decidedBy })}</span>
        <span className="balance-deeds">
          <Outcome one={one} />
        </span>
      </div>
      <p className="subtle">
        {reasonText(one, own)} {one.reason}
      </p>
      {one.state === "FAILED" ? <p>{one.detail}</p> : <Measured one={one} />}
      {one.outcomeFigures && <Figures one={one} figures={one.outcomeFigures} />}
    </li>
  );
}

function Outcome({ one }: { one: Recommendation }) {
  const own = useOwnTexts(BALANCE_TEXTS);
  if (one.state === "FAILED") return <StateMark {...recommendationLook("FAILED")}>{own("drs.state.FAILED")}</StateMark>;
  return one.outcome ? (
    <StateMark {...OUTCOME_LOOK[one.outcome]}>{own(`drs.outcome.${one.outcome}`)}</StateMark>
  ) : (
    <span className="subtle">{own("drs.outcome.waits")}</span>
  );
}

function Measured({ one: { measured } }: { one: Recommendation }) {
  const { locale } = useI18n();
  const own = useOwnTexts(BALANCE_TEXTS);
  const known = (value: number | null | undefined, amount: (number: number, locale: string) => string) =>
    value === null || value === undefined ? "–" : amount(value, locale);
  if (!measured || (measured.totalMs === null && measured.pauseMs === null && measured.transferredBytes === null))
    return <p className="subtle">{own("drs.measured.none")}</p>;
  return (
    <p>
      {own("drs.measured", {
        total: known(measured.totalMs, milliseconds),
        pause: known(measured.pauseMs, milliseconds),
        amount: known(measured.transferredBytes, bytes),
      })}
    </p>
  );
}

/** What the verdict is told by: means of five minutes before and after. */
function Figures({
  one,
  figures: { before, after },
}: {
  one: Recommendation;
  figures: NonNullable<Recommendation["outcomeFigures"]>;
}) {
  const { locale } = useI18n();
  const own = useOwnTexts(BALANCE_TEXTS);
  const share = (value: number | null) => (value === null ? "–" : percent(value, locale));
  // What nobody measured is left out: hosts without hardware virtualization know no waiting.
  const change = (text: string, from: number | null, to: number | null) =>
    from === null && to === null ? [] : [`${text} ${share(from)} → ${share(to)}`];
  return (
    <p>
      {[
        ...change(`${one.vmName} ${own("drs.figure.ready")}`, before.readyShare, after.readyShare),
        ...change(own("drs.figure.source", { host: one.sourceHostName }), before.sourceCpuShare, after.sourceCpuShare),
        ...change(own("drs.figure.target", { host: one.targetHostName }), before.targetCpuShare, after.targetCpuShare),
      ].join(" · ")}
    </p>
  );
}
