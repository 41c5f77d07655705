import { to } from "../api/calls";
import { send } from "../api/http";
import type { AlarmDefinition } from "../api/types";
import { QueryState } from "../admin/QueryState";
import { useListQuery } from "../admin/useListQuery";
import { attempt } from "../app/notices";
import { useI18n, type I18n } from "../i18n";
import { DeedButton } from "../ui/Deed";
import { StateMark } from "../ui/State";

const DEFINITIONS = to.get("/alarm-definitions", { query: { limit: 1000 } });

/** What is watched. Switched on and off here; what it says is changed by the API. */
export function DefinitionTable() {
  const i18n = useI18n();
  const { t } = i18n;
  const { query, items, changed } = useListQuery(DEFINITIONS);
  const toggle = ({ metadata, spec }: AlarmDefinition) => {
    const body = { spec: { enabled: !spec.enabled } };
    const call = to.patch("/alarm-definitions/{id}", { id: metadata.id }, { body, ifMatch: `"${metadata.revision}"` });
    void attempt(metadata.name, () => send(call)).then(changed);
  };
  return (
    <div className="stack wide-tables">
      <p className="subtle">{t("alarm.definitions.text")}</p>
      <QueryState query={query} />
      {items.length > 0 && (
        <table className="plain">
          <thead>
            <tr>
              <th scope="col">{t("alarm.definition")}</th>
              <th scope="col">{t("alarm.condition")}</th>
              <th scope="col">{t("alarm.watched")}</th>
              <th scope="col">{t("alarm.standing")}</th>
              <th scope="col">{t("alarm.state")}</th>
              <th scope="col">
                <span className="visually-hidden">{t("action.actions")}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {items.map((definition) => (
              <tr key={definition.metadata.id}>
                <td title={definition.spec.description}>{definition.metadata.name}</td>
                <td>{conditionText(definition, i18n)}</td>
                <td className="num">
                  {definition.status.objects}
                  {definition.status.objectsWithoutData > 0 &&
                    ` (${t("alarm.withoutData", { count: definition.status.objectsWithoutData })})`}
                </td>
                <td className="num">{definition.status.alarmsStanding}</td>
                <td>
                  {definition.spec.enabled ? (
                    <StateMark tone="calm" icon="check">
                      {t("alarm.on")}
                    </StateMark>
                  ) : (
                    <StateMark tone="off" icon="dash">
                      {t("alarm.off")}
                    </StateMark>
                  )}
                </td>
                <td className="num">
                  {definition.allowedActions.includes("edit") && (
                    <DeedButton variant="link" size="sm" onClick={() => toggle(definition)}>
                      {t(definition.spec.enabled ? "alarm.switchOff" : "alarm.switchOn")}
                    </DeedButton>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </div>
  );
}

function conditionText({ spec: { condition, objectKind } }: AlarmDefinition, { t }: I18n): string {
  const held = condition.forSeconds > 0 ? `, ${t("alarm.held", { seconds: condition.forSeconds })}` : "";
  if (condition.type === "STATE") {
    return `${objectKind} ${condition.property ?? ""}: ${condition.values.join(", ") || "*"}${held}`;
  }
  const limits = [condition.warning, condition.critical].filter((limit) => limit !== null).join(" / ");
  return `${objectKind} ${condition.figure ?? ""} ${condition.operator === "BELOW" ? "≤" : "≥"} ${limits}${held}`;
}
