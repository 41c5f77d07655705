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
  if (value < 60_000) return `${number(value / 1000, value < 10_000 ? 2 : 1)} s`;
  return `${number(Math.floor(value / 60_000), 0)} min ${number(Math.round((value % 60_000) / 1000), 0)} s`;
}

export function clockTime(at: string | number | Date, locale: string): string {
  return new Intl.DateTimeFormat(locale, {
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
    hour12: false,
  }).format(new Date(at));
}

export function dateTime(at: string | number | Date, locale: string): string {
  return new Intl.DateTimeFormat(locale, {
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
    hour12: false,
  }).format(new Date(at));
}

/** Today by clock time, otherwise with the date: exact, and it does not go stale on the screen as "2 min ago" does. */
export function shortTime(at: string | number | Date, locale: string, now: Date): string {
  const date = new Date(at);
  if (date.toDateString() === now.toDateString()) return clockTime(date, locale);
  return new Intl.DateTimeFormat(locale, {
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
    hour12: false,
    ...(date.getFullYear() === now.getFullYear() ? {} : { year: "numeric" }),
  }).format(date);
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
