import { useId, useLayoutEffect, useRef, useState, type KeyboardEvent, type ReactNode } from "react";
import { Icon, type IconName } from "./icons";
import "./menu.css";

export interface MenuEntry {
  key: string;
  text: string;
  icon?: IconName;
  hint?: string;
  chosen?: boolean;
  danger?: boolean;
  disabled?: boolean;
  /** A line above this entry. */
  separated?: boolean;
  onSelect: () => void;
}

interface Props {
  label: string;
  entries: readonly MenuEntry[];
  icon?: IconName;
  children?: ReactNode;
  disabled?: boolean;
  /** Why the menu does not open at present. */
  refused?: string | null;
  /** `plain` for icons in bars, `default` beside other buttons. */
  variant?: "plain" | "default";
}

/** Between the button and its menu, and between the menu and the window's edge. */
const GAP_PX = 4;

/** Where the menu's keys lead to, counted from where the focus is. */
const TARGET: Partial<Record<string, (at: number, count: number) => number>> = {
  ArrowDown: (at, count) => (at + 1) % count,
  ArrowUp: (at, count) => (at - 1 + count) % count,
  Home: () => 0,
  End: (_, count) => count - 1,
};

/**
 * A button that opens a menu. The menu is a popover of the browser's: nothing clips it, a click elsewhere or Escape
 * closes it, and the focus goes back to the button.
 */
export function MenuButton({
  label,
  entries,
  icon,
  children,
  disabled = false,
  refused = null,
  variant = "plain",
}: Props) {
  const [open, setOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const menu = useRef<HTMLDivElement>(null);
  const id = useId();
  useLayoutEffect(() => {
    if (!open || !button.current || !menu.current) return;
    place(menu.current, button.current.getBoundingClientRect());
    itemsOf(menu.current)[0]?.focus();
  }, [open]);
  const onKey = (event: KeyboardEvent) => {
    const all = itemsOf(menu.current);
    const target = TARGET[event.key]?.(
      all.findIndex((item) => item === document.activeElement),
      all.length,
    );
    if (event.key === "Tab") menu.current?.hidePopover();
    if (target === undefined) return;
    event.preventDefault();
    all[target]?.focus();
  };
  return (
    <>
      <button
        ref={button}
        type="button"
        className={`menu-button ${variant}`}
        aria-label={label}
        aria-haspopup="menu"
        aria-expanded={open}
        disabled={disabled || refused !== null}
        popoverTarget={id}
        title={refused ?? (children ? undefined : label)}
        onKeyDown={(event) => {
          if (event.key !== "ArrowDown" || open) return;
          event.preventDefault();
          menu.current?.showPopover();
        }}
      >
        {icon && <Icon name={icon} />}
        {children}
        {children && <Icon name="chevron" size={12} />}
      </button>
      <div
        ref={menu}
        id={id}
        role="menu"
        aria-label={label}
        popover="auto"
        className="menu"
        tabIndex={-1}
        onToggle={(event) => setOpen(event.newState === "open")}
        onKeyDown={onKey}
      >
        {open &&
          entries.map((entry) => <MenuItem key={entry.key} entry={entry} close={() => menu.current?.hidePopover()} />)}
      </div>
    </>
  );
}

function itemsOf(menu: HTMLElement | null): HTMLButtonElement[] {
  return [...(menu?.querySelectorAll<HTMLButtonElement>("[role=menuitem]:enabled") ?? [])];
}

function place(menu: HTMLElement, { bottom, right, top }: DOMRect): void {
  const { offsetWidth: width, offsetHeight: height } = menu;
  const below = bottom + GAP_PX + height <= innerHeight;
  menu.style.top = `${below ? bottom + GAP_PX : Math.max(GAP_PX, top - GAP_PX - height)}px`;
  menu.style.left = `${Math.max(GAP_PX, right - width)}px`;
}

function MenuItem({ entry, close }: { entry: MenuEntry; close: () => void }) {
  const { text, icon, hint, chosen, danger, disabled = false, separated, onSelect } = entry;
  return (
    <>
      {separated && <hr />}
      <button
        type="button"
        role="menuitem"
        className={danger ? "menu-item danger" : "menu-item"}
        tabIndex={-1}
        disabled={disabled}
        aria-current={chosen}
        onClick={() => {
          close();
          onSelect();
        }}
      >
        {icon && <Icon name={icon} />}
        <span>
          {text}
          {hint && <span className="menu-hint">{hint}</span>}
        </span>
        {chosen && <Icon name="check" size={14} />}
      </button>
    </>
  );
}
