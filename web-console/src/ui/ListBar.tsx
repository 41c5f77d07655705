import { useEffect, useRef, useState, type ReactNode } from "react";
import { useI18n } from "../i18n";
import type { Filter } from "./filter";
import { repairedFilter } from "./filterRepair";
import { Icon } from "./icons";
import { isTyping, layerIsOpen } from "./keyboard";
import "./list-bar.css";

interface Props {
  filterText: string;
  onFilter: (text: string) => void;
  filter: Filter<never>;
  shown: number;
  total: number;
  /** The one-click filters, each with its number. */
  chips?: readonly { key: string; text: string; count: number; filter: string; tone?: "attention" | "broken" }[];
  /** An example of the filter language for this kind of object. */
  example?: string;
  children?: ReactNode;
}

/** The line above a table: what is shown, and how many of how many. `/` goes to the filter from anywhere. */
export function ListBar({ filterText, onFilter, filter, shown, total, chips = [], example, children }: Props) {
  const { t } = useI18n();
  const input = useRef<HTMLInputElement>(null);
  // What is typed is kept here; the address follows.
  const [typed, setTyped] = useState(filterText);
  const [lastSeen, setLastSeen] = useState(filterText);
  if (filterText !== lastSeen) {
    setLastSeen(filterText);
    if (filterText.trim() !== typed.trim()) setTyped(filterText);
  }
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (event.key !== "/" || event.ctrlKey || event.metaKey || isTyping(event) || layerIsOpen()) return;
      event.preventDefault();
      input.current?.focus();
    };
    document.addEventListener("keydown", listen);
    return () => document.removeEventListener("keydown", listen);
  }, []);
  const change = (text: string) => {
    setTyped(text);
    onFilter(text);
  };
  return (
    <div className="list-bar">
      <div className="list-filter">
        <Icon name="search" size={14} />
        <input
          ref={input}
          type="text"
          aria-label={t("table.filter")}
          placeholder={t("table.filter.hint")}
          value={typed}
          spellCheck={false}
          aria-invalid={filter.fault !== null}
          aria-describedby={filter.fault ? "filter-fault" : undefined}
          onChange={(event) => change(event.target.value)}
          onKeyDown={(event) => {
            if (event.key === "Escape" && typed) {
              event.preventDefault();
              change("");
            } else if (event.key === "Escape" || event.key === "Enter") event.currentTarget.blur();
          }}
        />
        {typed ? (
          <button type="button" className="icon-button" aria-label={t("table.filter.clear")} onClick={() => change("")}>
            <Icon name="close" size={12} />
          </button>
        ) : (
          <kbd aria-hidden="true">/</kbd>
        )}
      </div>
      {chips.map((chip) => (
        <button
          key={chip.key}
          type="button"
          className={`chip ${chip.tone && chip.count > 0 ? `chip-${chip.tone}` : ""}`}
          aria-pressed={typed.trim() === chip.filter}
          onClick={() => change(typed.trim() === chip.filter ? "" : chip.filter)}
        >
          {chip.text} <span className="chip-count">{chip.count}</span>
        </button>
      ))}
      <div className="list-bar-end">
        {children}
        <span className="subtle" role="status">
          {t("table.count", { shown, total })}
        </span>
      </div>
      {example && !typed && (
        <p className="filter-example subtle">
          {t("table.filter.example")} <FilterButton filter={example} onChoose={change} />
        </p>
      )}
      {filter.fault && (
        <p id="filter-fault" className="filter-fault" role="alert">
          {filter.fault.found
            ? t("table.filter.fault", { position: filter.fault.position, found: filter.fault.found })
            : t("table.filter.unfinished")}{" "}
          <FilterHint text={typed} example={example} onChoose={change} />
        </p>
      )}
    </div>
  );
}

/** The way out of a filter that cannot be read: what was probably meant, else an example. */
function FilterHint(props: { text: string; example: string | undefined; onChoose: (filter: string) => void }) {
  const { t } = useI18n();
  const meant = repairedFilter(props.text);
  const filter = meant ?? props.example;
  if (!filter) return null;
  return (
    <span>
      {meant ? t("table.filter.meant") : t("table.filter.example")}{" "}
      <FilterButton filter={filter} onChoose={props.onChoose} />
    </span>
  );
}

function FilterButton({ filter, onChoose }: { filter: string; onChoose: (filter: string) => void }) {
  return (
    <button
      type="button"
      className="link-button mono"
      // The box keeps the focus: it shows this button only while it has it.
      onMouseDown={(event) => event.preventDefault()}
      onClick={() => onChoose(filter)}
    >
      {filter}
    </button>
  );
}
