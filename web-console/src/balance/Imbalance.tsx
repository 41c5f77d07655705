import { useState } from "react";
import type { Drs, DrsRound } from "../api/types";
import { useI18n } from "../i18n";
import { useOwnTexts } from "../i18n/ownTexts";
import { Section } from "../ui/Facts";
import { shortTime } from "../ui/format";
import { ProblemView, toProblem } from "../ui/Problem";
import { Select } from "../ui/Select";
import { useNow } from "../ui/useNow";
import { BALANCE_TEXTS } from "./balanceTexts";
import { useRounds } from "./useBalance";

const SPANS = ["60", "360", "1000"] as const;
const WIDTH = 800;
const HEIGHT = 140;
/** Rounds a minute apart are one line; where nobody looked for longer there is a gap. */
const GAP_MS = 5 * 60_000;
/** So that the lines of the level do not stick to the edge. */
const HEADROOM = 1.15;

/** How uneven each look found the cluster, beside where the level begins to balance and where it ends. */
export function Imbalance({ drs }: { drs: Drs }) {
  const own = useOwnTexts(BALANCE_TEXTS);
  const [span, setSpan] = useState<(typeof SPANS)[number]>("60");
  const rounds = useRounds(drs.clusterId, Number(span), drs.status.lastRound?.at);
  return (
    <Section
      title={own("drs.imbalance")}
      aside={
        <Select
          id="balance-span"
          label={own("drs.span")}
          value={span}
          options={SPANS.map((value) => ({ value, text: own(`drs.span.${value}`) }))}
          onChange={setSpan}
        />
      }
    >
      {rounds.isError && <ProblemView problem={toProblem(rounds.error)} />}
      {rounds.data?.length === 0 && <p className="subtle">{own("drs.rounds.none")}</p>}
      {rounds.data && rounds.data.length > 0 && <ImbalanceChart drs={drs} rounds={rounds.data} />}
    </Section>
  );
}

/** Decoration beside the figures in words below it, so hidden from screen readers. */
export function ImbalanceChart({ drs, rounds }: { drs: Drs; rounds: readonly DrsRound[] }) {
  const { locale } = useI18n();
  const own = useOwnTexts(BALANCE_TEXTS);
  const now = useNow();
  const { triggerImbalance: trigger, targetImbalance: target } = drs.status;
  const values = rounds.map(({ imbalance }) => imbalance);
  const top = Math.max(0.1, trigger ?? 0, ...values) * HEADROOM;
  const first = rounds[0];
  const last = rounds.at(-1);
  if (!first || !last) return null;
  const begin = Date.parse(first.at);
  const length = Math.max(1, Date.parse(last.at) - begin);
  const x = (round: DrsRound) => ((Date.parse(round.at) - begin) / length) * WIDTH;
  const y = (value: number) => HEIGHT - (value / top) * HEIGHT;
  const figure = (value: number) => new Intl.NumberFormat(locale, { maximumFractionDigits: 3 }).format(value);
  const moving = rounds.filter(({ migrations }) => migrations > 0);
  return (
    <figure className="balance-chart">
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" aria-hidden="true">
        {trigger !== null && <path className="balance-trigger" d={`M0,${y(trigger)} H${WIDTH}`} />}
        {target !== null && <path className="balance-target" d={`M0,${y(target)} H${WIDTH}`} />}
        {moving.map((round) => (
          <path key={round.at} className="balance-moves" d={`M${x(round)},${HEIGHT} v-8`} />
        ))}
        {stretches(rounds).map((stretch) => (
          <path
            key={stretch[0]?.at}
            className="balance-line"
            // A look that stands alone is a dot: a line of no length with round ends.
            d={`M${stretch.map((round) => `${x(round).toFixed(1)},${y(round.imbalance).toFixed(1)}`).join(" L")}${stretch.length === 1 ? " h0.01" : ""}`}
          />
        ))}
      </svg>
      <div className="balance-times">
        <span>{shortTime(first.at, now)}</span>
        <span>{shortTime(last.at, now)}</span>
      </div>
      <figcaption>
        <ul className="balance-legend">
          <li>
            <span className="balance-mark is-line" aria-hidden="true" /> {own("drs.imbalance")}{" "}
            <span className="subtle">
              {own("drs.now", { value: figure(last.imbalance) })},{" "}
              {own("drs.most", { value: figure(Math.max(...values)) })}
            </span>
          </li>
          {trigger !== null && (
            <li>
              <span className="balance-mark is-trigger" aria-hidden="true" /> {own("drs.trigger")}{" "}
              <span className="subtle">{figure(trigger)}</span>
            </li>
          )}
          {target !== null && (
            <li>
              <span className="balance-mark is-target" aria-hidden="true" /> {own("drs.target")}{" "}
              <span className="subtle">{figure(target)}</span>
            </li>
          )}
          <li>
            <span className="balance-mark is-moves" aria-hidden="true" />{" "}
            {own("drs.rounds.moves", { count: moving.length })}
          </li>
        </ul>
        <p className="subtle">
          {own("drs.imbalance.help")} {trigger === null && own("drs.trigger.none")}
        </p>
      </figcaption>
    </figure>
  );
}

/** Rounds that follow each other without a gap. */
export function stretches(rounds: readonly DrsRound[]): DrsRound[][] {
  const found: DrsRound[][] = [];
  for (const round of rounds) {
    const before = found.at(-1)?.at(-1);
    if (before && Date.parse(round.at) - Date.parse(before.at) <= GAP_MS) found.at(-1)?.push(round);
    else found.push([round]);
  }
  return found;
}
