/** The times of the week at which hosts may sleep, as they are typed and as they are sent. */
import type { Dpm } from "../api/types";

export type Day = Dpm["spec"]["schedule"][number]["days"][number];
export const DAYS = [
  "MONDAY",
  "TUESDAY",
  "WEDNESDAY",
  "THURSDAY",
  "FRIDAY",
  "SATURDAY",
  "SUNDAY",
] as const satisfies readonly Day[];
const WORKDAYS = DAYS.slice(0, 5);
/** As the manager bounds it. */
export const MOST_HOURS = 50;

export interface HoursForm {
  /** For the list on the screen only. */
  key: number;
  days: readonly Day[];
  from: string;
  to: string;
}

export interface ScheduleForm {
  timeZone: string;
  hours: readonly HoursForm[];
}

export const scheduleForm = ({ spec }: Dpm): ScheduleForm => ({
  timeZone: spec.timeZone,
  hours: spec.schedule.map(({ days, from, to }, key) => ({ key, days, from: minutes(from), to: minutes(to) })),
});

/** A manager may say seconds; nobody types them. */
const minutes = (time: string) => time.slice(0, "00:00".length);

/** Nights of work days, which is what most people want. */
export function withOneMore(form: ScheduleForm): ScheduleForm {
  const key = Math.max(-1, ...form.hours.map((one) => one.key)) + 1;
  return { ...form, hours: [...form.hours, { key, days: WORKDAYS, from: "20:00", to: "06:00" }] };
}

export const without = (form: ScheduleForm, key: number): ScheduleForm => ({
  ...form,
  hours: form.hours.filter((one) => one.key !== key),
});

export const changed = (form: ScheduleForm, key: number, part: Partial<HoursForm>): ScheduleForm => ({
  ...form,
  hours: form.hours.map((one) => (one.key === key ? { ...one, ...part } : one)),
});

/** It ends on the day after it begins. */
export const endsNextDay = ({ from, to }: HoursForm): boolean => from !== "" && to !== "" && to <= from;

/** What is sent of it: only what differs. */
export function scheduleChange(form: ScheduleForm, dpm: Dpm): Pick<Partial<Dpm["spec"]>, "timeZone" | "schedule"> {
  const schedule = form.hours.map(({ days, from, to }) => ({
    days: DAYS.filter((day) => days.includes(day)),
    from,
    to,
  }));
  const before = scheduleForm(dpm).hours.map(({ days, from, to }) => ({ days, from, to }));
  const timeZone = form.timeZone.trim();
  return {
    ...(timeZone === dpm.spec.timeZone ? {} : { timeZone }),
    ...(JSON.stringify(schedule) === JSON.stringify(before) ? {} : { schedule }),
  };
}

/** The names of days and zones that the browser knows. */
export const dayName = (day: Day, locale: string, width: "short" | "long"): string =>
  // The first of January 2024 was a Monday.
  new Intl.DateTimeFormat(locale, { weekday: width, timeZone: "UTC" }).format(Date.UTC(2024, 0, 1 + DAYS.indexOf(day)));

export const knownZones = (): readonly string[] => [...new Set(["UTC", ...Intl.supportedValuesOf("timeZone")])];
