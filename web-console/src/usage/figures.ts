import type { PlainKey } from "../i18n";
import { bytes, mebibytes } from "../ui/format";

/** One line of a chart. */
export interface Line {
  /** The API's name of the figure. */
  figure: string;
  text: PlainKey;
  /** The greatest value of each step instead of its mean. */
  greatest?: boolean;
}

/** Figures of one unit, drawn together. */
export interface ChartPlan {
  title: PlainKey;
  lines: readonly Line[];
  amount: (value: number, locale: string) => string;
}

const decimal = (value: number, locale: string, digits: number) =>
  new Intl.NumberFormat(locale, { maximumFractionDigits: digits }).format(value);
const perSecond = (value: number, locale: string) => `${bytes(value, locale)}/s`;
const operations = (value: number, locale: string) => `${decimal(value, locale, value < 10 ? 1 : 0)}/s`;
const cores = (value: number, locale: string) => decimal(value / 1000, locale, 2);
const permille = (value: number, locale: string) => `${decimal(value / 10, locale, 1)} %`;

const TRAFFIC: readonly ChartPlan[] = [
  {
    title: "usage.disk",
    amount: perSecond,
    lines: [
      { figure: "diskReadBytesPerSecond", text: "usage.read" },
      { figure: "diskWriteBytesPerSecond", text: "usage.written" },
    ],
  },
  {
    title: "usage.diskOps",
    amount: operations,
    lines: [
      { figure: "diskReadOpsPerSecond", text: "usage.read" },
      { figure: "diskWriteOpsPerSecond", text: "usage.written" },
    ],
  },
  {
    title: "usage.network",
    amount: perSecond,
    lines: [
      { figure: "netRxBytesPerSecond", text: "usage.received" },
      { figure: "netTxBytesPerSecond", text: "usage.sent" },
    ],
  },
];

export const VM_CHARTS: readonly ChartPlan[] = [
  {
    title: "usage.cpu",
    amount: cores,
    lines: [
      { figure: "cpuUsedMillicores", text: "usage.used" },
      { figure: "cpuUsedMillicores", text: "usage.peak", greatest: true },
    ],
  },
  {
    title: "usage.cpuWait",
    amount: permille,
    lines: [
      { figure: "cpuStealPermille", text: "usage.mean" },
      { figure: "cpuStealPermille", text: "usage.peak", greatest: true },
    ],
  },
  {
    title: "usage.memory",
    amount: mebibytes,
    lines: [
      { figure: "memoryResidentMiB", text: "usage.resident" },
      { figure: "memoryActiveMiB", text: "usage.active" },
      { figure: "memoryBalloonMiB", text: "usage.balloon" },
      { figure: "memorySwapMiB", text: "usage.swap" },
    ],
  },
  {
    title: "usage.memoryWritten",
    amount: perSecond,
    lines: [{ figure: "memoryDirtyBytesPerSecond", text: "usage.mean" }],
  },
  ...TRAFFIC,
];

export const HOST_CHARTS: readonly ChartPlan[] = [
  {
    title: "usage.cpu",
    amount: cores,
    lines: [
      { figure: "cpuUsedMillicores", text: "usage.used" },
      { figure: "cpuUsedMillicores", text: "usage.peak", greatest: true },
      { figure: "cpuStealMillicores", text: "usage.stolen" },
      { figure: "cpuIowaitMillicores", text: "usage.storageWait" },
    ],
  },
  {
    title: "usage.memory",
    amount: mebibytes,
    lines: [
      { figure: "memoryUsedMiB", text: "usage.used" },
      { figure: "memoryAvailableMiB", text: "usage.available" },
      { figure: "swapUsedMiB", text: "usage.swap" },
    ],
  },
  ...TRAFFIC,
];
