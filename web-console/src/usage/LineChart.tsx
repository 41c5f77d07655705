import { useI18n } from "../i18n";
import { shortTime } from "../ui/format";
import { runs } from "../ui/runs";

export interface Drawn {
  text: string;
  values: readonly (number | null)[];
}

const WIDTH = 600;
const HEIGHT = 120;

/**
 * Lines over the same steps, with a gap where nothing is known. What a reader needs stands in words below: the newest known value
 * and the greatest of each line.
 */
export function LineChart({
  title,
  times,
  lines,
  amount,
}: {
  title: string;
  times: readonly string[];
  lines: readonly Drawn[];
  amount: (value: number, locale: string) => string;
}) {
  const { t, locale } = useI18n();
  const top = Math.max(0, ...lines.flatMap(({ values }) => known(values)));
  const now = new Date();
  return (
    <figure className="usage-chart">
      <figcaption>{title}</figcaption>
      <div className="usage-top">{amount(top, locale)}</div>
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" aria-hidden="true">
        {lines.map(({ text, values }, place) =>
          runs(values).map(({ begin, known: stretch }) => (
            <path
              key={`${text} ${begin}`}
              className={`usage-line is-${place}`}
              d={path(begin, stretch, values.length, top)}
            />
          )),
        )}
      </svg>
      <div className="usage-times">
        <span>{times[0] === undefined ? "" : shortTime(times[0], now)}</span>
        <span>{shortTime(times.at(-1) ?? now, now)}</span>
      </div>
      <ul className="usage-legend">
        {lines.map(({ text, values }, place) => {
          const numbers = known(values);
          const latest = numbers.at(-1);
          return (
            <li key={text}>
              <span className={`usage-mark is-${place}`} aria-hidden="true" /> {text}{" "}
              <span className="subtle">
                {latest === undefined
                  ? t("usage.unknown")
                  : t("usage.figures", { latest: amount(latest, locale), most: amount(Math.max(...numbers), locale) })}
              </span>
            </li>
          );
        })}
      </ul>
    </figure>
  );
}

const known = (values: readonly (number | null)[]): number[] => values.filter((value) => value !== null);

/** A single known step is drawn as wide as it is long. */
function path(begin: number, stretch: readonly number[], steps: number, top: number): string {
  const x = (step: number) => ((step / Math.max(1, steps)) * WIDTH).toFixed(1);
  const y = (value: number) => (HEIGHT - 2 - (top === 0 ? 0 : value / top) * (HEIGHT - 4)).toFixed(1);
  const points = stretch.map((value, index) => `${x(begin + index)},${y(value)}`);
  const last = stretch.at(-1) ?? 0;
  return `M${[...points, `${x(begin + stretch.length)},${y(last)}`].join(" L")}`;
}
