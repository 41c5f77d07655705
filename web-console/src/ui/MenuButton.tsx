import { Divider, Dropdown, DropdownItem, DropdownList, MenuToggle } from "@patternfly/react-core";
import { useState, type ReactNode } from "react";
import { Icon, type IconName } from "./icons";

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
  /** `plain` for icons in bars, `default` beside other buttons. */
  variant?: "plain" | "default";
}

/** A button that opens a menu. */
export function MenuButton({ label, entries, icon, children, disabled, variant = "plain" }: Props) {
  const [open, setOpen] = useState(false);
  return (
    <Dropdown
      isOpen={open}
      onOpenChange={setOpen}
      onSelect={() => setOpen(false)}
      popperProps={{ position: "end" }}
      shouldFocusFirstItemOnOpen
      toggle={(ref) => (
        <MenuToggle
          ref={ref}
          variant={children && variant === "plain" ? "plainText" : variant}
          aria-label={label}
          isExpanded={open}
          isDisabled={disabled ?? false}
          onClick={() => setOpen(!open)}
          className="menu-button"
        >
          <span className="menu-button-content">
            {icon && <Icon name={icon} />}
            {children}
          </span>
        </MenuToggle>
      )}
    >
      <DropdownList>
        {entries.map((entry) => (
          <MenuItem key={entry.key} entry={entry} />
        ))}
      </DropdownList>
    </Dropdown>
  );
}

function MenuItem({ entry }: { entry: MenuEntry }) {
  return (
    <>
      {entry.separated && <Divider component="li" />}
      <DropdownItem
        onClick={entry.onSelect}
        isDisabled={entry.disabled ?? false}
        isDanger={entry.danger ?? false}
        {...(entry.icon ? { icon: <Icon name={entry.icon} /> } : {})}
        {...(entry.hint ? { description: entry.hint } : {})}
        {...(entry.chosen === undefined ? {} : { isSelected: entry.chosen, "aria-current": entry.chosen })}
      >
        {entry.text}
      </DropdownItem>
    </>
  );
}
