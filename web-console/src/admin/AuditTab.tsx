import type { AuditEntry } from "../api/types";
import { useI18n } from "../i18n";
import { dateTime } from "../ui/format";
import { QueryState } from "./QueryState";
import { useListQuery } from "./useListQuery";

export function AuditTab() {
  const { t, lookup } = useI18n();
  const { query, items } = useListQuery<AuditEntry>("/audit");
  return (
    <div className="stack admin">
      <QueryState query={query} />
      {items.length > 0 && (
        <table className="plain">
          <thead>
            <tr>
              <th scope="col">{t("event.time")}</th>
              <th scope="col">{t("audit.actor")}</th>
              <th scope="col">{t("vm.col.address")}</th>
              <th scope="col">{t("audit.action")}</th>
              <th scope="col">{t("event.object")}</th>
              <th scope="col">{t("history.outcome")}</th>
              <th scope="col">{t("vm.detail")}</th>
            </tr>
          </thead>
          <tbody>
            {items.map((entry, index) => (
              <tr key={index}>
                <td>{dateTime(entry.time)}</td>
                <td>{entry.actor ?? "–"}</td>
                <td className="mono">{entry.address ?? "–"}</td>
                <td className="mono">{entry.action}</td>
                <td className="mono">{entry.object ?? "–"}</td>
                <td>{lookup(`audit.outcome.${entry.outcome}`) ?? entry.outcome}</td>
                <td>{entry.detail ?? "–"}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </div>
  );
}
