/** The icons, drawn on one 16-px grid with one stroke so that a state is told by its shape and not by its colour. */
import type { ReactNode } from "react";

const PATHS = {
  overview: "M2.5 9.5 8 3.5l5.5 6M4 8v5h8V8",
  vm: "M2 3h12v8H2zM5.5 13.5h5M8 11v2.5",
  host: "M2 2.5h12v4.5H2zM2 9h12v4.5H2zM4.5 4.75h.01M4.5 11.25h.01M7 4.75h5M7 11.25h5",
  storage:
    "M2.5 4c0-1.1 2.5-2 5.5-2s5.5.9 5.5 2-2.5 2-5.5 2-5.5-.9-5.5-2ZM2.5 4v8c0 1.1 2.5 2 5.5 2s5.5-.9 5.5-2V4M2.5 8c0 1.1 2.5 2 5.5 2s5.5-.9 5.5-2",
  network: "M6 2h4v3.5H6zM1.5 10.5h4V14h-4zM10.5 10.5h4V14h-4zM8 5.5V8M3.5 10.500V8h9v2.5",
  image: "M8 1.8 13.8 5v6L8 14.200 2.200 11V5zM2.200 5 8 8.2 13.800 5M8 8.200v6",
  tasks: "M2 4l1.300 1.300L5.500 3M2 8.500l1.300 1.300L5.500 7.500M2 13l1.300 1.300L5.500 12M8 4h6M8 8.500h6M8 13h6",
  admin:
    "M8 1.500 13.500 3.500v4c0 3.400-2.300 5.800-5.500 7-3.200-1.200-5.500-3.600-5.500-7v-4zM6 8l1.500 1.500L10.500 6.500",
  pulse: "M1.500 8.500h3l1.500-4.500 3 8 1.800-3.500h3.700",
  pools: "M6 2.500h4v3H6zM2 10.500h4v3H2zM10 10.500h4v3h-4zM8 5.500v2.500M4 10.500V8h8v2.500",
  balance:
    "M8 2v11.500M5 13.500h6M2.500 4.500h11M2.500 4.500l-1.500 4.500h4l-1.500-4.500M12.500 4.500 11 9h4l-1.500-4.500",
  search: "M7 2.500a4.500 4.500 0 1 1 0 9 4.500 4.500 0 0 1 0-9ZM10.300 10.300 14 14",
  chevron: "M4.500 6.500 8 10l3.500-3.500",
  chevronRight: "M6 4l4 4-4 4",
  back: "M9.500 3.500 5 8l4.500 4.500",
  close: "M3.500 3.500l9 9M12.500 3.500l-9 9",
  plus: "M8 3v10M3 8h10",
  check: "M3 8.500 6.500 12 13 4.500",
  cross: "M4 4l8 8M12 4l-8 8",
  dash: "M3.500 8h9",
  play: "M4.500 3v10l8-5z",
  stop: "M4 4h8v8H4z",
  pause: "M5 3.500v9M11 3.500v9",
  power: "M8 2v6M4.500 4.300a5 5 0 1 0 7 0",
  reset: "M3 8a5 5 0 1 1 1.600 3.700M3 12.500V9h3.500",
  migrate: "M2 5h9M8.500 2.500 11 5 8.500 7.500M14 11H5M7.500 8.500 5 11l2.500 2.500",
  console: "M2 3h12v10H2zM4.500 6l2 2-2 2M8.500 10.500h3",
  trash: "M3 4.500h10M6 4.500V3h4v1.500M4.500 4.500l.500 9h6l.500-9M6.800 7v4M9.200 7v4",
  more: "M3.500 8h.01M8 8h.01M12.500 8h.01",
  copy: "M5.500 5.500h8v8h-8zM3 10.500h-.500v-8h8V3",
  code: "M5.500 4.500 2 8l3.500 3.500M10.500 4.500 14 8l-3.500 3.500",
  warn: "M8 2.200 14.500 13.500h-13zM8 6.500v3.200M8 11.700v.01",
  broken: "M8 1.500a6.500 6.500 0 1 1 0 13 6.500 6.500 0 0 1 0-13ZM5.700 5.700l4.600 4.600M10.300 5.700l-4.600 4.600",
  unknown:
    "M8 1.500a6.500 6.500 0 1 1 0 13 6.500 6.500 0 0 1 0-13ZM6.200 6.200c.200-2.400 3.800-2.200 3.600.200-.100 1.200-1.800 1.400-1.800 2.800M8 11.300v.01",
  ring: "M8 3a5 5 0 1 1 0 10A5 5 0 0 1 8 3Z",
  dot: "M8 4.800a3.200 3.200 0 1 1 0 6.400 3.200 3.200 0 0 1 0-6.400Z",
  half: "M8 1.800a6.200 6.200 0 1 0 6.200 6.200M8 5v3l2 1.500",
  link: "M6.500 9.500l3-3M7 4.500l1.200-1.200a3 3 0 0 1 4.300 4.300L11.300 8.800M9 11.500l-1.200 1.200a3 3 0 0 1-4.300-4.300L4.700 7.200",
  sun: "M8 5a3 3 0 1 1 0 6 3 3 0 0 1 0-6ZM8 1.200v1.300M8 13.500v1.300M1.200 8h1.300M13.500 8h1.300M3.200 3.200l.900.900M11.900 11.900l.900.900M3.200 12.800l.900-.900M11.900 4.100l.900-.900",
  globe:
    "M8 1.500a6.500 6.500 0 1 1 0 13 6.500 6.500 0 0 1 0-13ZM1.700 8h12.600M8 1.500c-4 4-4 9 0 13M8 1.500c4 4 4 9 0 13",
  user: "M8 2.500a2.700 2.700 0 1 1 0 5.400 2.700 2.700 0 0 1 0-5.400ZM2.800 14c.300-3 2.300-4.500 5.200-4.500s4.900 1.500 5.200 4.500",
  keyboard: "M1.500 4h13v8h-13zM4 6.500h.01M6.700 6.500h.01M9.300 6.500h.01M12 6.500h.01M4.500 9.500h7",
  upload: "M8 11V3M4.800 6 8 2.800 11.200 6M2.500 10.500v3h11v-3",
  download: "M8 2.800v8M4.800 7.700 8 10.900l3.200-3.200M2.500 10.500v3h11v-3",
  expand: "M9.500 2.500h4v4M6.500 13.500h-4v-4M13.500 2.500l-4.500 4.500M2.500 13.500 7 9",
  camera: "M1.800 4.500h3L6 2.800h4l1.200 1.700h3v8.700H1.800zM8 6.200a2.500 2.500 0 1 1 0 5 2.500 2.500 0 0 1 0-5Z",
  external: "M6.500 3.500h-4v10h10v-4M9.500 2.500h4v4M13.500 2.500 7.500 8.500",
  key: "M5.500 7.500a3 3 0 1 1 0 6 3 3 0 0 1 0-6ZM7.700 8.300 13.500 2.500M11 5l2 2",
  arrowUp: "M8 13V3.500M4.500 7 8 3.500 11.500 7",
  arrowDown: "M8 3v9.500M4.500 9 8 12.500 11.500 9",
  panel: "M2 3h12v10H2zM9.500 3v10",
} as const;

export type IconName = keyof typeof PATHS;

const FILLED: ReadonlySet<IconName> = new Set(["play", "dot"]);

export function Icon({ name, size = 16 }: { name: IconName; size?: number }): ReactNode {
  return (
    <svg
      className="icon"
      width={size}
      height={size}
      viewBox="0 0 16 16"
      fill={FILLED.has(name) ? "currentColor" : "none"}
      stroke="currentColor"
      strokeWidth={name === "more" ? 2 : 1.4}
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
      focusable="false"
    >
      <path d={PATHS[name]} />
    </svg>
  );
}

/** The mark: an island ring, open to the sea on one side. */
export function Mark({ size = 22 }: { size?: number }): ReactNode {
  return (
    <svg className="mark" width={size} height={size} viewBox="0 0 32 32" aria-hidden="true" focusable="false">
      <circle
        cx="16"
        cy="16"
        r="11"
        fill="none"
        stroke="currentColor"
        strokeWidth="6"
        strokeDasharray="54 15"
        strokeLinecap="round"
        transform="rotate(-58 16 16)"
      />
      <circle cx="25.2" cy="9" r="2.6" fill="currentColor" />
    </svg>
  );
}
