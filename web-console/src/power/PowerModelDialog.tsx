import { useState } from "react";
import { to } from "../api/calls";
import { send } from "../api/http";
import type { HostDraw } from "../api/types";
import { useI18n } from "../i18n";
import { useOwnTexts } from "../i18n/ownTexts";
import { FormDialog } from "../ui/FormDialog";
import { TextField } from "../ui/TextField";
import { wholeNumber } from "../ui/wholeNumber";
import { HOST_POWER_TEXTS } from "./hostPowerTexts";

/** What a host draws when it idles and when all its processors work. */
export function PowerModelDialog({
  model,
  onClose,
  onDone,
}: {
  model: HostDraw;
  onClose: () => void;
  onDone: () => void;
}) {
  const { t } = useI18n();
  const own = useOwnTexts(HOST_POWER_TEXTS);
  const [read] = useState(model);
  const [idle, setIdle] = useState(String(read.idleWatts ?? ""));
  const [full, setFull] = useState(String(read.fullWatts ?? ""));
  const idleWatts = wholeNumber(idle);
  const fullWatts = wholeNumber(full);
  const call =
    idleWatts === null || fullWatts === null
      ? null
      : to.put(
          "/hosts/{id}/power/model",
          { id: read.hostId },
          { body: { idleWatts, fullWatts }, ifMatch: `"${read.revision}"` },
        );
  return (
    <FormDialog
      title={own("hostPower.model.title", { name: read.hostName })}
      description={own("hostPower.model.about")}
      verb={t("action.save")}
      ready={call !== null}
      call={call}
      onSubmit={async () => {
        if (!call) return;
        await send(call);
        onDone();
        onClose();
      }}
      onClose={onClose}
    >
      <TextField
        id="model-idle"
        field="idleWatts"
        type={idle === "" ? "text" : "whole"}
        required
        label={own("hostPower.model.idle")}
        value={idle}
        onChange={setIdle}
      />
      <TextField
        id="model-full"
        field="fullWatts"
        type={full === "" ? "text" : "whole"}
        required
        label={own("hostPower.model.full")}
        value={full}
        onChange={setFull}
      />
    </FormDialog>
  );
}
