import type { HostCheck } from "../api/types";
import { useI18n } from "../i18n";
import { StateMark, type Tone } from "../ui/State";
import type { IconName } from "../ui/icons";

const LOOK: Record<HostCheck["outcome"], { tone: Tone; icon: IconName }> = {
  OK: { tone: "calm", icon: "check" },
  WARNING: { tone: "attention", icon: "warn" },
  FAILED: { tone: "broken", icon: "broken" },
};

const ORDER: Record<HostCheck["outcome"], number> = { FAILED: 0, WARNING: 1, OK: 2 };

/** The host's own checks, the worst first, each with what to do about it. */
export function Checks({ checks }: { checks: readonly HostCheck[] }) {
  const { t, lookup } = useI18n();
  if (checks.length === 0) return <p className="subtle">{t("host.checks.none")}</p>;
  return (
    <ul className="checks">
      {[...checks]
        .sort((a, b) => ORDER[a.outcome] - ORDER[b.outcome])
        .map((check) => (
          <li key={check.name} className="check">
            <StateMark {...LOOK[check.outcome]}>{t(`check.outcome.${check.outcome}`)}</StateMark>
            <div>
              <strong>{lookup(`host.check.${check.name}`) ?? check.name}</strong>
              <p className="subtle">{check.detail}</p>
              {check.outcome !== "OK" && check.fix && <p className="check-fix">{check.fix}</p>}
            </div>
          </li>
        ))}
    </ul>
  );
}
