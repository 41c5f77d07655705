import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { to } from "../api/calls";
import { send } from "../api/http";
import { samples } from "../api/objects";
import { Pending } from "../app/fallbacks";
import { useI18n } from "../i18n";
import { Section } from "../ui/Facts";
import { dateTime, duration } from "../ui/format";
import { ProblemView, toProblem } from "../ui/Problem";
import { Select } from "../ui/Select";
import { ShowApi } from "../ui/ShowApi";
import { HOST_CHARTS, VM_CHARTS } from "./figures";
import { LineChart } from "./LineChart";
import "./usage.css";

const HOUR_MS = 3_600_000;
const SPANS = { "1h": 1, "1d": 24, "7d": 168, "30d": 720, "365d": 8_760 } as const;
type Span = keyof typeof SPANS;
/** The manager writes a row from about so many. */
const SAMPLES_PER_STEP = 10;

/** What a host or a VM used over a time. Read anew as often as live samples say that there can be a new step. */
export function Usage({ kind, id }: { kind: "host" | "vm"; id: string }) {
  const i18n = useI18n();
  const { t } = i18n;
  const [span, setSpan] = useState<Span>("1h");
  const round = useRound(id);
  const answer = useQuery({
    queryKey: ["usage", kind, id, span, round],
    queryFn: ({ signal }) => send(callOf(kind, id, beginOf(span)), signal),
    placeholderData: (before) => before,
  });
  const chart = answer.data;
  const plans = kind === "host" ? HOST_CHARTS : VM_CHARTS;
  return (
    <Section
      title={t("usage.title")}
      aside={
        <>
          <Select
            id="usage-span"
            label={t("usage.span")}
            value={span}
            options={Object.keys(SPANS).map((key) => ({ value: key as Span, text: t(`usage.span.${key as Span}`) }))}
            onChange={setSpan}
          />
          <ShowApi compact call={callOf(kind, id, span === "1h" ? undefined : chart?.from)} />
        </>
      }
    >
      {answer.isError && <ProblemView problem={toProblem(answer.error)} />}
      {answer.isPending && <Pending />}
      {chart && (
        <>
          <div className="usage-charts">
            {plans.map((plan) => (
              <LineChart
                key={plan.title}
                title={t(plan.title)}
                times={chart.times}
                amount={plan.amount}
                lines={plan.lines.map(({ figure, text, greatest }) => {
                  const series = chart.series[figure];
                  return { text: t(text), values: (greatest ? series?.max : series?.mean) ?? [] };
                })}
              />
            ))}
          </div>
          <p className="subtle">
            {t("usage.step", { step: duration(chart.resolutionSeconds * 1000, i18n) })}{" "}
            {t("usage.keptSince", { time: dateTime(chart.keptSince) })}{" "}
            {chart.clockOffTimes.length > 0 && t("usage.clockOff")}
          </p>
        </>
      )}
    </Section>
  );
}

/** Without a begin it is the last hour, by the manager's clock. */
const beginOf = (span: Span): string | undefined =>
  span === "1h" ? undefined : new Date(Date.now() - SPANS[span] * HOUR_MS).toISOString();

function callOf(kind: "host" | "vm", id: string, from: string | undefined) {
  const query = from === undefined ? {} : { from };
  return kind === "host"
    ? to.get("/hosts/{id}/samples", { id }, { query })
    : to.get("/vms/{id}/samples", { id }, { query });
}

/** Counts on with the object's live samples, by one for every step that they fill. */
function useRound(id: string): number {
  const [round, setRound] = useState(0);
  useEffect(() => {
    let heard = 0;
    return samples.subscribe(id, () => {
      heard += 1;
      if (heard % SAMPLES_PER_STEP === 0) setRound((before) => before + 1);
    });
  }, [id]);
  return round;
}
