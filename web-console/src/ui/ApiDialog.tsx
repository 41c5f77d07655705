import { curlOf } from "../api/curl";
import { useRecordedCalls } from "../api/hooks";
import type { Call } from "../api/calls";
import { useI18n } from "../i18n";
import { CopyText } from "./CopyText";
import { Dialog } from "./Dialog";
import { clockTime } from "./format";

export function ApiDialog({ call, onClose }: { call?: Call; onClose: () => void }) {
  const { t } = useI18n();
  const recorded = useRecordedCalls();
  return (
    <Dialog focus="close" title={t("api.title")} description={t("api.text")} width="medium" onClose={onClose}>
      <div className="stack">
        {call && (
          <div className="stack-tight">
            <h2>{t("api.next")}</h2>
            <CopyText text={curlOf(call)} label={t("api.next")} />
          </div>
        )}
        <div className="stack-tight">
          <h2>{t("api.done")}</h2>
          {recorded.length === 0 && <p className="subtle">{t("api.none")}</p>}
          {recorded.map((each) => (
            <div key={each.at.getTime()} className="stack-tight">
              <span className="subtle mono">
                {clockTime(each.at)} · {t("api.status", { status: String(each.status) })}
              </span>
              <CopyText text={curlOf(each)} label={t("api.done")} />
            </div>
          ))}
        </div>
      </div>
    </Dialog>
  );
}
