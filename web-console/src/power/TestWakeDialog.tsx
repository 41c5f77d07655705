import { FormGroup } from "@patternfly/react-core";
import { useState } from "react";
import type { HostPowerControl } from "../api/types";
import { to } from "../api/calls";
import { send } from "../api/http";
import { useOwnTexts } from "../i18n/ownTexts";
import { FormDialog } from "../ui/FormDialog";
import { Select } from "../ui/Select";
import { HOST_POWER_TEXTS } from "./hostPowerTexts";

const MODES = ["GRACEFUL", "FORCE"] as const;
type Mode = (typeof MODES)[number];

/** Says what a test does to the host before it does it. */
export function TestWakeDialog({
  hostId,
  kind,
  name,
  onClose,
  onDone,
}: {
  hostId: string;
  kind: HostPowerControl["kind"] | null;
  name: string;
  onClose: () => void;
  onDone: () => void;
}) {
  const own = useOwnTexts(HOST_POWER_TEXTS);
  const [mode, setMode] = useState<Mode>("GRACEFUL");
  const call = to.post("/hosts/{id}/power/actions/test-wake", { id: hostId }, { body: { mode } });
  return (
    <FormDialog
      title={own("hostPower.test.title", { name })}
      description={own("hostPower.test.text")}
      verb={own("hostPower.test.begin")}
      ready
      call={call}
      onSubmit={async () => {
        await send(call);
        onDone();
        onClose();
      }}
      onClose={onClose}
    >
      <FormGroup label={own("hostPower.test.mode")} fieldId="test-mode">
        <Select
          id="test-mode"
          value={mode}
          onChange={setMode}
          // A packet that wakes takes no power away.
          options={MODES.filter((one) => one !== "FORCE" || kind !== "WAKE_ON_LAN").map((value) => ({
            value,
            text: own(`hostPower.test.mode.${value}`),
          }))}
        />
      </FormGroup>
    </FormDialog>
  );
}
