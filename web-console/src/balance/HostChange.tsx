import type { HostEffect } from "../api/types";
import { useI18n } from "../i18n";
import { useOwnTexts } from "../i18n/ownTexts";
import { percent } from "../ui/format";
import { BALANCE_TEXTS } from "./balanceTexts";

/** A host before and after a migration: two small bars for its CPU, two for its memory. */
export function HostChange({ host }: { host: HostEffect }) {
  const own = useOwnTexts(BALANCE_TEXTS);
  return (
    <li className="balance-host">
      <span className="balance-host-name">{host.hostName}</span>
      <Pair label={own("drs.cpu")} before={host.cpuShareBefore} after={host.cpuShareAfter} />
      <Pair label={own("drs.memory")} before={host.memoryShareBefore} after={host.memoryShareAfter} />
    </li>
  );
}

function Pair({ label, before, after }: { label: string; before: number; after: number }) {
  const { locale } = useI18n();
  // More may be asked for than is there: both bars then share a longer scale.
  const full = Math.max(1, before, after);
  const width = (share: number) => `${(100 * share) / full}%`;
  return (
    <span className="balance-pair">
      <span className="balance-pair-text">
        {label} <span className="subtle">{percent(before, locale)}</span> → {percent(after, locale)}
      </span>
      <span className="balance-bar is-before" aria-hidden="true">
        <span style={{ width: width(before) }} />
      </span>
      <span className="balance-bar" aria-hidden="true">
        <span className={after > 0.8 ? "is-attention" : ""} style={{ width: width(after) }} />
      </span>
    </span>
  );
}
