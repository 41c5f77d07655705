import { to } from "../api/calls";
import { useObject } from "../api/hooks";
import { KINDS } from "../api/objects";
import { useI18n } from "../i18n";
import { dateTime } from "../ui/format";
import { ObjectLink } from "../ui/ObjectLink";
import { QueryState } from "./QueryState";
import { useListQuery } from "./useListQuery";

const AUDIT = to.get("/audit", { query: { limit: 500 } });

export function AuditTab() {
  const { t } = useI18n();
  const { query, items } = useListQuery(AUDIT);
  return (
    <div className="stack wide-tables">
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
                <td>{entry.actor || "–"}</td>
                <td className="mono">{entry.address || "–"}</td>
                <td className="mono">{entry.action}</td>
                <td>{entry.object ? <AuditedObject path={entry.object} /> : "–"}</td>
                <td>
                  <Outcome code={entry.outcome} />
                </td>
                <td>{entry.detail || "–"}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </div>
  );
}

/** `vm/<id>` by its present name; what is gone, or not in the stream, by its path. */
function AuditedObject({ path }: { path: string }) {
  const { lookup } = useI18n();
  const [kindText, id = ""] = path.split("/");
  const kind = KINDS.find((each) => each === kindText);
  const object = useObject(kind ?? "vm", kind ? id : null);
  if (!kind || !object) return <span className="mono">{path}</span>;
  return (
    <>
      <span className="subtle">{lookup(`kind.${kind}`) ?? kind} </span>
      <ObjectLink kind={kind} id={id} name={object.metadata.name} />
    </>
  );
}

/** Either it was done, or the code of the refusal says why not. */
function Outcome({ code }: { code: string }) {
  const { t, lookup } = useI18n();
  if (code === "OK") return t("audit.outcome.OK");
  return (
    <span title={lookup(`problem.${code}`) ?? undefined}>
      {t("audit.outcome.refused")} <span className="mono subtle">{code}</span>
    </span>
  );
}
