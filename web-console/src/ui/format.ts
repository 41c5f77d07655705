/** Amounts as an operator reads them: binary units, three significant digits, the language's own separators. */
import type { I18n } from "../i18n";

const BINARY = ["B", "KiB", "MiB", "GiB", "TiB", "PiB"] as const;

export function bytes(value: number, locale: string): string {
  let amount = value;
  let unit = 0;
  while (Math.abs(amount) >= 1024 && unit < BINARY.length - 1) {
    amount /= 1024;
    unit += 1;
  }
  const digits = unit === 0 || amount >= 100 ? 0 : amount >= 10 ? 1 : 2;
  return `${new Intl.NumberFormat(locale, { maximumFractionDigits: digits }).format(amount)} ${BINARY[unit] ?? ""}`;
}

export const mebibytes = (value: number, locale: string): string => bytes(value * 1024 * 1024, locale);

export function milliseconds(value: number, locale: string): string {
  const number = (amount: number, digits: number) =>
    new Intl.NumberFormat(locale, { maximumFractionDigits: digits }).format(amount);
  if (value < 1000) return `${number(value, 0)} ms`;
  if (value < 59_950) return `${number(value / 1000, value < 10_000 ? 2 : 1)} s`;
  const seconds = Math.round(value / 1000);
  const [amount, unit, rest, smaller] =
    seconds < 3600
      ? [Math.floor(seconds / 60), "min", seconds % 60, "s"]
      : [Math.floor(Math.round(seconds / 60) / 60), "h", Math.round(seconds / 60) % 60, "min"];
  return rest === 0 ? `${number(amount, 0)} ${unit}` : `${number(amount, 0)} ${unit} ${number(rest, 0)} ${smaller}`;
}

const two = (value: number): string => String(value).padStart(2, "0");

/** Hours first and in 24: the same in every language, and a log line can be found by it. */
export function clockTime(at: string | number | Date): string {
  const date = new Date(at);
  return `${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`;
}

/** To the tenth of a second, cut off and not rounded: what is shown had happened by then. */
export function clockTenths(at: string | number | Date): string {
  const date = new Date(at);
  return `${clockTime(date)}.${Math.floor(date.getMilliseconds() / 100)}`;
}

/** Year first, so that it cannot be misread and sorts as text. In the browser's time zone. */
export function dateTime(at: string | number | Date): string {
  const date = new Date(at);
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())} ${clockTime(date)}`;
}

/** Today by clock time, otherwise with the date: exact, and it does not go stale on the screen as "2 min ago" does. */
export function shortTime(at: string | number | Date, now: Date): string {
  const date = new Date(at);
  if (date.toDateString() === now.toDateString()) return clockTime(date);
  const day = `${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  return date.getFullYear() === now.getFullYear()
    ? `${day} ${clockTime(date).slice(0, 5)}`
    : `${date.getFullYear()}-${day}`;
}

/** A span in words, with the largest unit that fits. */
export function duration(fromMs: number, i18n: I18n): string {
  const seconds = Math.max(0, Math.round(fromMs / 1000));
  const [amount, unit] =
    seconds < 90
      ? ([seconds, "second"] as const)
      : seconds < 5400
        ? ([Math.round(seconds / 60), "minute"] as const)
        : seconds < 129_600
          ? ([Math.round(seconds / 3600), "hour"] as const)
          : ([Math.round(seconds / 86_400), "day"] as const);
  return new Intl.NumberFormat(i18n.locale, { style: "unit", unit, unitDisplay: "long" }).format(amount);
}

export const percent = (ratio: number, locale: string): string =>
  new Intl.NumberFormat(locale, { style: "percent", maximumFractionDigits: 0 }).format(ratio);
