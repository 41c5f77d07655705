import type { EvacuationPlan } from "../api/types";
import { useI18n } from "../i18n";
import { useOwnTexts } from "../i18n/ownTexts";
import { bytes } from "../ui/format";
import { MAINTENANCE_TEXTS } from "./maintenanceTexts";

/** Whether the times of a plan were measured or are assumed. */
export function EstimateNote({ estimate }: { estimate: EvacuationPlan["estimate"] }) {
  const own = useOwnTexts(MAINTENANCE_TEXTS);
  const { locale } = useI18n();
  return (
    <p className="subtle">
      {estimate.basis === "MEASURED"
        ? own("estimate.MEASURED", {
            count: estimate.migrationCount,
            rate: bytes(estimate.bytesPerSecond ?? 0, locale),
          })
        : own("estimate.ASSUMED")}
    </p>
  );
}
