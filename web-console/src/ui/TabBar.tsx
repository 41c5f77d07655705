import { Link } from "@tanstack/react-router";
import "./tabs.css";

export interface Tab<K extends string> {
  key: K;
  text: string;
  count?: number;
}

const EXACT = { exact: true, includeSearch: true } as const;

/** Tabs are links: each has an address, opens in a new window, and survives a reload. The first is the page's own. */
export function TabBar<K extends string>({
  label,
  tabs,
  current,
}: {
  label: string;
  tabs: readonly Tab<K>[];
  current: K;
}) {
  return (
    <nav className="tabs" aria-label={label}>
      {tabs.map(({ key, text, count }, index) => (
        <Link
          key={key}
          to="."
          search={(index === 0 ? {} : { tab: key }) as never}
          className={key === current ? "tab is-current" : "tab"}
          aria-current={key === current ? "page" : undefined}
          // Else the router marks the first tab as well, whose address is a part of all others'.
          activeOptions={EXACT}
        >
          {text}
          {count !== undefined && count > 0 && <span className="tab-count">{count}</span>}
        </Link>
      ))}
    </nav>
  );
}
