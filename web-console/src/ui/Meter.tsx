import { runs } from "./runs";
import "./meter.css";

interface Props {
  label: string;
  value: number;
  max: number;
  text: string;
  /** From this share on the bar asks for attention. */
  attentionAt?: number;
}

/** How full something is: a hair of a bar under the number that says it. */
export function Meter({ label, value, max, text, attentionAt = 0.85 }: Props) {
  const share = max > 0 ? Math.min(1, value / max) : 0;
  return (
    <span className="meter">
      <span className="meter-text">{text}</span>
      <span
        className={share >= attentionAt ? "meter-bar is-attention" : "meter-bar"}
        role="meter"
        aria-label={label}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={Math.round(share * 100)}
        aria-valuetext={text}
      >
        <span style={{ width: `${share * 100}%` }} />
      </span>
    </span>
  );
}

interface ProgressProps {
  label: string;
  /** 0 to 100; null while nobody knows. */
  percent: number | null;
}

export function ProgressBar({ label, percent }: ProgressProps) {
  return (
    <span
      className={percent === null ? "progress is-open" : "progress"}
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      {...(percent === null ? {} : { "aria-valuenow": Math.round(percent) })}
    >
      <span style={{ width: percent === null ? "30%" : `${percent}%` }} />
    </span>
  );
}

/**
 * The last two minutes as a line, with a gap where a value is not known. Decoration beside the number that is always there, so
 * hidden from screen readers.
 */
export function Sparkline({
  values,
  max,
  width = 72,
  height = 18,
}: {
  values: readonly (number | null)[];
  max: number;
  width?: number;
  height?: number;
}) {
  if (values.length < 3) return <svg className="spark" width={width} height={height} aria-hidden="true" />;
  const step = width / 59;
  const from = width - (values.length - 1) * step;
  const x = (index: number) => (from + index * step).toFixed(1);
  const y = (value: number) => (height - 1.5 - Math.min(1, value / Math.max(max, 1)) * (height - 3)).toFixed(1);
  return (
    <svg className="spark" width={width} height={height} viewBox={`0 0 ${width} ${height}`} aria-hidden="true">
      {runs(values).map(({ begin, known }) => {
        const line = known.map((value, index) => `${x(begin + index)},${y(value)}`).join(" L");
        const end = x(begin + known.length - 1);
        return (
          <g key={begin}>
            <path className="spark-area" d={`M${x(begin)},${height} L${line} L${end},${height} Z`} />
            <path className="spark-line" d={`M${line}`} />
          </g>
        );
      })}
    </svg>
  );
}
