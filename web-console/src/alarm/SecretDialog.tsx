import { Button } from "@patternfly/react-core";
import { useI18n } from "../i18n";
import { CopyText } from "../ui/CopyText";
import { Dialog } from "../ui/Dialog";
import { dateTime } from "../ui/format";
import { useAlarmTexts } from "./own";

/** A webhook's secret, which the manager says once. */
export interface Secret {
  /** Of the channel. */
  name: string;
  secret: string;
  /** Until when the one before it signs too. */
  previousUntil: string | null;
}

export function SecretDialog({ secret, onClose }: { secret: Secret; onClose: () => void }) {
  const { t } = useI18n();
  const own = useAlarmTexts();
  return (
    <Dialog
      focus="primary"
      title={own.text("alarm.secret", { name: secret.name })}
      description={own.text("alarm.secret.text")}
      onClose={onClose}
      footer={<Button onClick={onClose}>{t("action.close")}</Button>}
    >
      <div className="stack">
        <CopyText text={secret.secret} label={own.text("alarm.secret.label")} />
        {secret.previousUntil && <p>{own.text("alarm.secret.until", { until: dateTime(secret.previousUntil) })}</p>}
      </div>
    </Dialog>
  );
}
