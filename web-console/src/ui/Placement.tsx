/** Hosts in the order the scheduler ranks them, each with its reasons; and those it refused, with the numbers. */
import type { ReactNode } from "react";
import type { Ranked, Refused } from "../api/types";
import { useI18n } from "../i18n";
import { Icon } from "./icons";
import { causeText } from "./Problem";
import "./placement.css";

interface Props {
  ranked: readonly Ranked[];
  refused: readonly Refused[];
  /** With these the ranked hosts can be chosen. */
  chosenId?: string | null;
  onChoose?: (hostId: string) => void;
  /** Marks the host this was decided for. */
  decidedId?: string | null;
}

export function PlacementList({ ranked, refused, chosenId, onChoose, decidedId }: Props) {
  const { t, locale } = useI18n();
  // From 0 (full) to 100 (empty).
  const score = new Intl.NumberFormat(locale, { maximumFractionDigits: 0 });
  return (
    <div className="placement">
      {ranked.map((host, index) => (
        <Choice key={host.hostId} host={host} chosen={host.hostId === chosenId} onChoose={onChoose}>
          <span className="placement-name">
            <strong>{host.hostName}</strong>
            {index === 0 && onChoose && <span className="label">{t("placement.recommended")}</span>}
            {host.hostId === decidedId && <span className="label">{t("placement.chosen")}</span>}
          </span>
          <span className="placement-score" title={t("placement.score")}>
            <span className="placement-bar" aria-hidden="true">
              <span style={{ width: `${Math.max(3, host.score)}%` }} />
            </span>
            <span className="visually-hidden">{t("placement.score")} </span>
            {score.format(host.score)}
          </span>
          <span className="placement-reasons subtle">{host.reasons.join(" · ")}</span>
        </Choice>
      ))}
      {refused.map((host) => (
        <div key={host.hostId} className="placement-host is-refused">
          <span className="placement-mark">
            <Icon name="cross" size={14} />
          </span>
          <span className="placement-name">
            {host.hostName} <span className="subtle">{t("placement.refused")}</span>
          </span>
          <ul className="placement-reasons subtle">
            {host.refusals.map((refusal) => (
              <RefusalText key={refusal.check + refusal.detail} refusal={refusal} />
            ))}
          </ul>
        </div>
      ))}
    </div>
  );
}

function RefusalText({ refusal }: { refusal: Refused["refusals"][number] }) {
  const i18n = useI18n();
  return <li>{causeText(refusal, i18n)}</li>;
}

function Choice({
  host,
  chosen,
  onChoose,
  children,
}: {
  host: Ranked;
  chosen: boolean;
  onChoose: Props["onChoose"];
  children: ReactNode;
}) {
  if (!onChoose) {
    return (
      <div className="placement-host">
        <span className="placement-mark">
          <Icon name="check" size={14} />
        </span>
        {children}
      </div>
    );
  }
  return (
    <label className={chosen ? "placement-host is-choice is-chosen" : "placement-host is-choice"}>
      <input
        type="radio"
        name="placement"
        className="placement-mark"
        checked={chosen}
        onChange={() => onChoose(host.hostId)}
      />
      {children}
    </label>
  );
}
