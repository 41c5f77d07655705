import { useState } from "react";
import type { PowerHost, PowerSpan } from "../api/types";
import { useOwnTexts } from "../i18n/ownTexts";
import { Section } from "../ui/Facts";
import { ProblemView, toProblem } from "../ui/Problem";
import { useNow } from "../ui/useNow";
import { hoursAgo, pieces } from "./moments";
import { POWER_TEXTS } from "./powerTexts";
import { useSpans } from "./usePower";

const CHOICES = [24, 168] as const;
const PERCENT = 100;

/** For each host a strip of the last hours, dark where it slept. */
export function DayStrips({ clusterId, hosts }: { clusterId: string; hosts: readonly PowerHost[] }) {
  const own = useOwnTexts(POWER_TEXTS);
  const now = useNow();
  const [hours, setHours] = useState<(typeof CHOICES)[number]>(24);
  const from = hoursAgo(now, hours);
  const spans = useSpans(clusterId, from);
  return (
    <Section
      title={own("power.strips")}
      aside={
        <select
          aria-label={own("power.strips.span")}
          value={hours}
          onChange={(event) => setHours(CHOICES.find((one) => String(one) === event.target.value) ?? 24)}
        >
          {CHOICES.map((one) => (
            <option key={one} value={one}>
              {own(`power.strips.${one}`)}
            </option>
          ))}
        </select>
      }
    >
      {spans.isError && <ProblemView problem={toProblem(spans.error)} />}
      {spans.data && <Strips hosts={hosts} spans={spans.data} fromMs={Date.parse(from)} toMs={now.getTime()} />}
    </Section>
  );
}

export function Strips({
  hosts,
  spans,
  fromMs,
  toMs,
}: {
  hosts: readonly PowerHost[];
  spans: readonly PowerSpan[];
  fromMs: number;
  toMs: number;
}) {
  const own = useOwnTexts(POWER_TEXTS);
  const slept = spans.filter(({ state }) => state === "ASLEEP");
  if (slept.length === 0) return <p className="subtle">{own("power.strips.none")}</p>;
  return (
    <ul className="power-strips">
      {hosts.map(({ hostId, hostName }) => {
        const asleep = pieces(
          slept.filter((span) => span.hostId === hostId),
          fromMs,
          toMs,
        );
        const percent = Math.round(PERCENT * asleep.reduce((sum, { begin, end }) => sum + end - begin, 0));
        return (
          <li key={hostId}>
            <span>{hostName}</span>
            <svg
              viewBox="0 0 100 1"
              preserveAspectRatio="none"
              role="img"
              aria-label={own("power.strips.of", { host: hostName, percent })}
            >
              {asleep.map(({ begin, end }) => (
                <rect key={begin} x={PERCENT * begin} y={0} width={PERCENT * (end - begin)} height={1} />
              ))}
            </svg>
          </li>
        );
      })}
    </ul>
  );
}
