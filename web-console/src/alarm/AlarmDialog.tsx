import { useQueryClient } from "@tanstack/react-query";
import { useId, useState } from "react";
import { to } from "../api/calls";
import { send } from "../api/http";
import type { Alarm } from "../api/types";
import { useI18n } from "../i18n";
import { FormDialog } from "../ui/FormDialog";
import { TextField } from "../ui/TextField";

/** Says that one knows of an alarm, or that it is over; the latter only with a reason. */
export function AlarmDialog({
  alarm,
  verb,
  onClose,
}: {
  alarm: Alarm;
  verb: "acknowledge" | "clear";
  onClose: () => void;
}) {
  const { t } = useI18n();
  const id = useId();
  const client = useQueryClient();
  const [note, setNote] = useState("");
  const given = { body: { note } };
  const call =
    verb === "clear"
      ? to.post("/alarms/{id}/actions/clear", { id: alarm.id }, given)
      : to.post("/alarms/{id}/actions/acknowledge", { id: alarm.id }, given);
  return (
    <FormDialog
      title={t(`alarm.${verb}.title`, { name: alarm.objectName })}
      description={t(`alarm.${verb}.means`)}
      verb={t(`alarm.${verb}`)}
      ready={verb === "acknowledge" || note.trim() !== ""}
      call={call}
      onSubmit={async () => {
        await send(call);
        await client.invalidateQueries({ queryKey: ["alarms"] });
        onClose();
      }}
      onClose={onClose}
    >
      <TextField
        id={id}
        label={t("alarm.note")}
        value={note}
        onChange={setNote}
        required={verb === "clear"}
        field="note"
      />
    </FormDialog>
  );
}
