/**
 * The table of the console: any number of rows (only those in view exist), each redrawn by its own subscription, driven
 * by keyboard as well as by mouse. Sorting, filtering and choosing are the caller's: they live in the address.
 */
import { useVirtualizer } from "@tanstack/react-virtual";
import { memo, useEffect, useRef, useState, type KeyboardEvent as ReactKeyboardEvent, type ReactNode } from "react";
import { useI18n } from "../i18n";
import { Icon } from "./icons";
import { isTyping, layerIsOpen } from "./keyboard";
import { useStable } from "./useStable";
import "./table.css";

const ROW_PX = 32;

export interface Column<T> {
  key: string;
  header: string;
  /** A grid track: `minmax(120px, 2fr)`, `90px`. */
  width: string;
  align?: "end";
  /** Left out when the table is narrower than this. */
  fromPx?: number;
  sortable?: boolean;
  cell: (row: T) => ReactNode;
}

export interface Sort {
  key: string;
  descending: boolean;
}

interface Props<T> {
  label: string;
  rows: readonly T[];
  rowId: (row: T) => string;
  /** Draws the newest version of a row; `useObject` for live kinds. */
  useRow?: (row: T) => T;
  columns: readonly Column<T>[];
  sort?: Sort;
  onSort?: (sort: Sort) => void;
  selected?: ReadonlySet<string>;
  onSelect?: (selected: ReadonlySet<string>) => void;
  onOpen?: (row: T) => void;
  onInspect?: (row: T) => void;
  inspectedId?: string | undefined;
  /** Other keys on the active row, such as `m` for migrate. Says whether it took the key. */
  onKey?: (key: string, row: T) => boolean;
  empty: ReactNode;
}

export function DataTable<T>(props: Props<T>) {
  const { label, rows, rowId, columns, selected, onSelect, sort, onSort, empty } = props;
  const { t } = useI18n();
  const scroller = useRef<HTMLDivElement>(null);
  const [activeId, setActiveId] = useState<string | null>(null);
  const width = useWidth(scroller);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_PX,
    overscan: 12,
    getItemKey: (index) => keyAt(rows, rowId, index),
  });
  const keys = useTableKeys(props, activeId, setActiveId, (index) => virtual.scrollToIndex(index));

  const shown = columns.filter((column) => width === 0 || !column.fromPx || width >= column.fromPx);
  const template = [onSelect ? "32px" : null, ...shown.map((column) => column.width)].filter(Boolean).join(" ");
  const anchor = useRef<string | null>(null);
  const toggle = useStable((id: string, range: boolean) => {
    if (!onSelect || !selected) return;
    onSelect(toggled(selected, id, range ? anchor.current : null, rows, rowId));
    anchor.current = id;
  });
  const open = useStable((row: unknown) => props.onOpen?.(row as T));
  const allChosen = selected !== undefined && rows.length > 0 && rows.every((row) => selected.has(rowId(row)));

  return (
    <div
      className="table"
      role="grid"
      aria-label={label}
      aria-rowcount={rows.length + 1}
      aria-multiselectable={onSelect ? true : undefined}
      tabIndex={0}
      ref={scroller}
      onKeyDown={keys}
      data-testid="table"
    >
      <div className="table-head" role="rowgroup">
        <div className="table-row" role="row" aria-rowindex={1} style={{ gridTemplateColumns: template }}>
          {onSelect && (
            <div role="columnheader" className="table-check">
              <input
                type="checkbox"
                tabIndex={-1}
                aria-label={t("table.selectAll")}
                checked={allChosen}
                onChange={() => onSelect(allChosen ? new Set() : new Set(rows.map(rowId)))}
              />
            </div>
          )}
          {shown.map((column) => (
            <HeaderCell key={column.key} column={column} sort={sort} onSort={onSort} />
          ))}
        </div>
      </div>
      {rows.length === 0 ? (
        <div role="row" className="table-empty">
          <div role="gridcell">{empty}</div>
        </div>
      ) : (
        <div className="table-body" role="rowgroup" style={{ height: virtual.getTotalSize() }}>
          {virtual.getVirtualItems().map((item) => {
            const row = rows[item.index];
            if (row === undefined) return null;
            const id = rowId(row);
            return (
              <Row
                key={id}
                row={row}
                id={id}
                index={item.index}
                top={item.start}
                template={template}
                columns={shown}
                active={id === activeId}
                inspected={id === props.inspectedId}
                chosen={selected?.has(id) ?? false}
                selectable={onSelect !== undefined}
                useRow={(props.useRow ?? itself) as UseRow}
                onToggle={toggle}
                onActivate={setActiveId}
                onOpen={open}
              />
            );
          })}
        </div>
      )}
    </div>
  );
}

function keyAt<T>(rows: readonly T[], rowId: (row: T) => string, index: number): string | number {
  const row = rows[index];
  return row === undefined ? index : rowId(row);
}

function itself(row: unknown): unknown {
  return row;
}

type UseRow = (row: unknown) => unknown;

function HeaderCell<T>({
  column,
  sort,
  onSort,
}: {
  column: Column<T>;
  sort: Sort | undefined;
  onSort: Props<T>["onSort"];
}) {
  const mine = sort?.key === column.key;
  const direction = !mine ? "none" : sort.descending ? "descending" : "ascending";
  const align = column.align === "end" ? "table-end" : "";
  if (!column.sortable || !onSort) {
    return (
      <div role="columnheader" className={align}>
        {column.header}
      </div>
    );
  }
  return (
    <div role="columnheader" className={align} aria-sort={direction}>
      <button
        type="button"
        className="table-sort"
        onClick={() => onSort({ key: column.key, descending: mine && !sort.descending })}
      >
        {column.header}
        {mine && <Icon name={sort.descending ? "arrowDown" : "arrowUp"} size={12} />}
      </button>
    </div>
  );
}

interface RowProps {
  row: unknown;
  id: string;
  index: number;
  top: number;
  template: string;
  columns: readonly Column<never>[];
  active: boolean;
  inspected: boolean;
  chosen: boolean;
  selectable: boolean;
  useRow: UseRow;
  onToggle: (id: string, range: boolean) => void;
  onActivate: (id: string) => void;
  onOpen: (row: unknown) => void;
}

const Row = memo(
  function Row(props: RowProps) {
    const { t } = useI18n();
    const { id, active, chosen, inspected, columns, useRow } = props;
    const row = useRow(props.row) as never;
    const classes = ["table-row", active && "is-active", chosen && "is-chosen", inspected && "is-inspected"];
    return (
      // The grid itself holds the focus and takes every key; a row only takes the pointer.
      // eslint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus
      <div
        role="row"
        id={`row-${id}`}
        aria-rowindex={props.index + 2}
        aria-selected={props.selectable ? chosen : undefined}
        className={classes.filter(Boolean).join(" ")}
        style={{ gridTemplateColumns: props.template, transform: `translateY(${props.top}px)` }}
        onClick={() => props.onActivate(id)}
        onDoubleClick={() => props.onOpen(row)}
      >
        {props.selectable && (
          <div role="gridcell" className="table-check">
            <input
              type="checkbox"
              tabIndex={-1}
              aria-label={t("table.select")}
              checked={chosen}
              onChange={(event) =>
                props.onToggle(id, event.nativeEvent instanceof MouseEvent && event.nativeEvent.shiftKey)
              }
            />
          </div>
        )}
        {columns.map((column) => (
          <div role="gridcell" key={column.key} className={column.align === "end" ? "table-end" : undefined}>
            {column.cell(row)}
          </div>
        ))}
      </div>
    );
  },
  (before, after) =>
    before.row === after.row &&
    before.top === after.top &&
    before.template === after.template &&
    before.columns.length === after.columns.length &&
    before.columns.every((column, index) => column.cell === after.columns[index]?.cell) &&
    before.active === after.active &&
    before.chosen === after.chosen &&
    before.inspected === after.inspected &&
    before.selectable === after.selectable,
);

function toggled<T>(
  selected: ReadonlySet<string>,
  id: string,
  from: string | null,
  rows: readonly T[],
  rowId: (row: T) => string,
): ReadonlySet<string> {
  const next = new Set(selected);
  const adding = !next.has(id);
  const ids = rows.map(rowId);
  const start = from === null ? -1 : ids.indexOf(from);
  const end = ids.indexOf(id);
  const range = start < 0 ? [id] : ids.slice(Math.min(start, end), Math.max(start, end) + 1);
  for (const each of range) {
    if (adding) next.add(each);
    else next.delete(each);
  }
  return next;
}

function useWidth(element: React.RefObject<HTMLElement | null>): number {
  const [width, setWidth] = useState(0);
  useEffect(() => {
    if (!element.current || typeof ResizeObserver === "undefined") return undefined;
    const observer = new ResizeObserver(([entry]) => {
      if (entry) setWidth(Math.round(entry.contentRect.width));
    });
    observer.observe(element.current);
    return () => observer.disconnect();
  }, [element]);
  return width;
}

const STEPS: Record<string, number> = { j: 1, ArrowDown: 1, k: -1, ArrowUp: -1, PageDown: 20, PageUp: -20 };

/** j k / arrows move, x chooses, space inspects, Enter opens; from anywhere on the page that is not a text field. */
function useTableKeys<T>(
  props: Props<T>,
  activeId: string | null,
  setActiveId: (id: string) => void,
  scrollTo: (index: number) => void,
) {
  const { rows, rowId } = props;
  const handle = (key: string): boolean => {
    const index = activeId === null ? -1 : rows.findIndex((row) => rowId(row) === activeId);
    const step = STEPS[key];
    const target = key === "Home" ? 0 : key === "End" ? rows.length - 1 : step === undefined ? null : index + step;
    if (target !== null) {
      const clamped = Math.max(0, Math.min(rows.length - 1, target));
      const row = rows[clamped];
      if (row === undefined) return false;
      setActiveId(rowId(row));
      scrollTo(clamped);
      if (props.inspectedId) props.onInspect?.(row);
      return true;
    }
    const row = rows[index];
    return row === undefined ? false : onActiveRow(key, row, props);
  };
  const latest = useRef(handle);
  useEffect(() => {
    latest.current = handle;
  });
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
      if (isTyping(event) || layerIsOpen()) return;
      const onControl = event.target instanceof HTMLElement && event.target.closest("button, a, [role=tab], summary");
      if (onControl && !["j", "k", "x"].includes(event.key)) return;
      if (latest.current(event.key)) event.preventDefault();
    };
    document.addEventListener("keydown", listen);
    return () => document.removeEventListener("keydown", listen);
  }, []);
  return (event: ReactKeyboardEvent) => {
    // Scrolling keys act on the rows; everything else reaches the listener above.
    if (event.target === event.currentTarget && latest.current(event.key)) event.preventDefault();
  };
}

function onActiveRow<T>(key: string, row: T, props: Props<T>): boolean {
  if (key === "Enter" && props.onOpen) props.onOpen(row);
  else if (key === " " && props.onInspect) props.onInspect(row);
  else if (key === "x" && props.onSelect && props.selected) {
    props.onSelect(toggled(props.selected, props.rowId(row), null, props.rows, props.rowId));
  } else return props.onKey?.(key, row) ?? false;
  return true;
}
