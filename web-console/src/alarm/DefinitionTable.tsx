import { useState } from "react";
import { to } from "../api/calls";
import { send } from "../api/http";
import type { AlarmDefinition } from "../api/types";
import { QueryState } from "../admin/QueryState";
import { useListQuery } from "../admin/useListQuery";
import { attempt } from "../app/notices";
import { usePermission } from "../auth/session";
import { useI18n } from "../i18n";
import { Confirm } from "../ui/Confirm";
import { DeedButton } from "../ui/Deed";
import { Icon } from "../ui/icons";
import { Empty } from "../ui/Page";
import { StateMark } from "../ui/State";
import { conditionText } from "./conditionText";
import { DefinitionDialog } from "./DefinitionDialog";
import { useAlarmTexts } from "./own";

const DEFINITIONS = to.get("/alarm-definitions", { query: { limit: 1000 } });

/** What is watched; made, changed, switched and deleted here, by who may. */
export function DefinitionTable() {
  const { t } = useI18n();
  const own = useAlarmTexts();
  const define = usePermission("ALARM_DEFINE");
  const { query, items, changed } = useListQuery(DEFINITIONS);
  /** What the dialog is about; "new" makes one. */
  const [editing, setEditing] = useState<AlarmDefinition | "new" | null>(null);
  const [deleting, setDeleting] = useState<AlarmDefinition | null>(null);
  const toggle = ({ metadata, spec }: AlarmDefinition) => {
    const body = { spec: { enabled: !spec.enabled } };
    const call = to.patch("/alarm-definitions/{id}", { id: metadata.id }, { body, ifMatch: `"${metadata.revision}"` });
    void attempt(metadata.name, () => send(call)).then(changed);
  };
  return (
    <div className="stack wide-tables">
      {define && (
        <div className="row">
          <DeedButton icon={<Icon name="plus" />} onClick={() => setEditing("new")}>
            {own.text("alarm.new")}
          </DeedButton>
        </div>
      )}
      <QueryState query={query} />
      {query.isSuccess && items.length === 0 && (
        <Empty title={t("alarm.definitions.none")} text={t("alarm.definitions.text")} />
      )}
      {items.length > 0 && (
        <table className="plain">
          <thead>
            <tr>
              <th scope="col">{t("alarm.definition")}</th>
              <th scope="col">{t("alarm.condition")}</th>
              <th scope="col" className="num">
                {t("alarm.watched")}
              </th>
              <th scope="col" className="num">
                {t("alarm.standing")}
              </th>
              <th scope="col">{t("alarm.state")}</th>
              <th scope="col">
                <span className="visually-hidden">{t("action.actions")}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {items.map((definition) => (
              <DefinitionRow
                key={definition.metadata.id}
                definition={definition}
                onEdit={() => setEditing(definition)}
                onToggle={() => toggle(definition)}
                onDelete={() => setDeleting(definition)}
              />
            ))}
          </tbody>
        </table>
      )}
      {editing && (
        <DefinitionDialog
          definition={editing === "new" ? null : editing}
          onClose={() => setEditing(null)}
          onSaved={changed}
        />
      )}
      {deleting && <DeleteDefinition definition={deleting} onClose={() => setDeleting(null)} onDeleted={changed} />}
    </div>
  );
}

function DefinitionRow({
  definition,
  onEdit,
  onToggle,
  onDelete,
}: {
  definition: AlarmDefinition;
  onEdit: () => void;
  onToggle: () => void;
  onDelete: () => void;
}) {
  const i18n = useI18n();
  const { t } = i18n;
  const own = useAlarmTexts();
  const { metadata, spec, status, allowedActions } = definition;
  const deed = (text: string, onClick: () => void, danger = false) => (
    <DeedButton variant="link" size="sm" isDanger={danger} aria-label={`${text} ${metadata.name}`} onClick={onClick}>
      {text}
    </DeedButton>
  );
  return (
    <tr>
      <td title={spec.description}>{metadata.name}</td>
      <td>{conditionText(definition, i18n, own)}</td>
      <td className="num">
        {status.objects}
        {status.objectsWithoutData > 0 && ` (${t("alarm.withoutData", { count: status.objectsWithoutData })})`}
      </td>
      <td className="num">{status.alarmsStanding}</td>
      <td>
        {spec.enabled ? (
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
        {allowedActions.includes("edit") && deed(t("action.edit"), onEdit)}
        {allowedActions.includes("edit") && deed(t(spec.enabled ? "alarm.switchOff" : "alarm.switchOn"), onToggle)}
        {allowedActions.includes("delete") && deed(t("action.delete"), onDelete, true)}
      </td>
    </tr>
  );
}

function DeleteDefinition({
  definition: { metadata, status },
  onClose,
  onDeleted,
}: {
  definition: AlarmDefinition;
  onClose: () => void;
  onDeleted: () => void;
}) {
  const { t } = useI18n();
  const own = useAlarmTexts();
  const { id, name, revision } = metadata;
  const cleared = own.text("alarm.delete.text", { count: status.alarmsStanding });
  return (
    <Confirm
      title={t("confirm.delete.title", { name })}
      text={status.builtin === null ? cleared : `${cleared} ${own.text("alarm.delete.builtin")}`}
      verb={t("action.delete")}
      danger
      typeName={name}
      onConfirm={async () => {
        await send(to.delete("/alarm-definitions/{id}", { id }, { ifMatch: `"${revision}"` }));
        onDeleted();
      }}
      onClose={onClose}
    />
  );
}
