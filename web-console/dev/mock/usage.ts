import type { components } from "../../src/api/schema";
import { HOST_CHARTS, VM_CHARTS } from "../../src/usage/figures";

type SampleChart = components["schemas"]["SampleChart"];

const STEPS = 180;
const STEP_SECONDS = 20;

/** Waves in place of load, with a gap in the middle as after a manager's death. */
export function usageOf(kind: "host" | "vm"): SampleChart {
  const end = Math.floor(Date.now() / 1000 / STEP_SECONDS) * STEP_SECONDS;
  const times = Array.from({ length: STEPS }, (_, step) =>
    new Date((end - (STEPS - step) * STEP_SECONDS) * 1000).toISOString(),
  );
  const series: SampleChart["series"] = {};
  const plans = kind === "host" ? HOST_CHARTS : VM_CHARTS;
  for (const [row, { figure }] of plans.flatMap(({ lines }) => lines).entries()) {
    const wave = (step: number) => Math.round(1000 + 600 * Math.sin(step / 15 + row));
    const mean = times.map((_, step) => (step > 90 && step < 97 ? null : wave(step)));
    series[figure] = { mean, max: mean.map((value) => (value === null ? null : value * 1.3)) };
  }
  return {
    from: times[0] ?? "",
    to: new Date(end * 1000).toISOString(),
    resolutionSeconds: STEP_SECONDS,
    keptSince: new Date((end - 172_800) * 1000).toISOString(),
    times,
    clockOffTimes: [],
    series,
  };
}
