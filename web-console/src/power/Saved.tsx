import type { PowerSavings } from "../api/types";
import { useI18n } from "../i18n";
import { useOwnTexts } from "../i18n/ownTexts";
import { Facts, Section } from "../ui/Facts";
import { ProblemView, toProblem } from "../ui/Problem";
import { useNow } from "../ui/useNow";
import { hoursAgo } from "./moments";
import { POWER_TEXTS } from "./powerTexts";
import { useSavings } from "./usePower";

const DAY_HOURS = 24;
const WEEK_HOURS = 168;
const PERCENT = 100;

/** Energy that the sleep of hosts has saved, and how far it was measured. */
export function Saved({ clusterId }: { clusterId: string }) {
  const own = useOwnTexts(POWER_TEXTS);
  const now = useNow();
  const day = useSavings(clusterId, hoursAgo(now, DAY_HOURS));
  const week = useSavings(clusterId, hoursAgo(now, WEEK_HOURS));
  if (week.isError) return <ProblemView problem={toProblem(week.error)} />;
  return (
    <Section title={own("power.saved")}>
      <Facts
        facts={[
          [own("power.saved.today"), day.data ? <Amount savings={day.data} /> : null],
          [own("power.saved.week"), week.data ? <Amount savings={week.data} /> : null],
        ]}
      />
    </Section>
  );
}

export function Amount({ savings: { total } }: { savings: PowerSavings }) {
  const { locale } = useI18n();
  const own = useOwnTexts(POWER_TEXTS);
  const value = Math.round(total.savedWh).toLocaleString(locale);
  const known = total.measuredSeconds + total.modelledSeconds;
  const source = () => {
    if (total.asleepSeconds > 0 && known === 0) return own("power.saved.unknown");
    if (known === 0) return null;
    if (total.modelledSeconds === 0) return own("power.saved.measured");
    if (total.measuredSeconds === 0) return own("power.saved.modelled");
    return own("power.saved.mixed", { percent: Math.round((PERCENT * total.measuredSeconds) / known) });
  };
  const words = source();
  return (
    <>
      {own("power.saved.wh", { value })} {words && <span className="subtle">{words}</span>}
    </>
  );
}
