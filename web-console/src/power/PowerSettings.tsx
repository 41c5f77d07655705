import { Form } from "@patternfly/react-core";
import { useState } from "react";
import { to } from "../api/calls";
import { send } from "../api/http";
import type { Dpm, PowerHost } from "../api/types";
import { announce } from "../app/notices";
import { usePermission } from "../auth/session";
import { useOwnTexts } from "../i18n/ownTexts";
import { DeedButton } from "../ui/Deed";
import { Section } from "../ui/Facts";
import { ProblemView } from "../ui/Problem";
import { Refusal } from "../ui/refusals";
import { ShowApi } from "../ui/ShowApi";
import { TextField } from "../ui/TextField";
import { useSubmit } from "../ui/useSubmit";
import { wholeNumber } from "../ui/wholeNumber";
import { POWER_TEXTS } from "./powerTexts";
import { ScheduleFields } from "./ScheduleFields";
import { scheduleChange, scheduleForm } from "./scheduleForm";

const MODES = ["OFF", "RECOMMEND", "APPLY"] as const;
const NUMBERS = [
  ["lowPercent", "power.low"],
  ["highPercent", "power.high"],
  ["wakeMinutes", "power.wakeMinutes"],
  ["parkMinutes", "power.parkMinutes"],
  ["minimumUpMinutes", "power.minimumUp"],
  ["spareHosts", "power.spare"],
] as const;
type NumberName = (typeof NUMBERS)[number][0];

/** Mode, band, windows and exclusions. What is typed here is this form's until it is saved; another's change starts it anew. */
export function PowerSettings({ dpm, hosts, changed }: { dpm: Dpm; hosts: readonly PowerHost[]; changed: () => void }) {
  const own = useOwnTexts(POWER_TEXTS);
  const { spec, clusterId, revision } = dpm;
  const mayWrite = usePermission("INVENTORY_WRITE");
  const [mode, setMode] = useState(spec.mode);
  const [excluded, setExcluded] = useState<readonly string[]>(spec.excludedHostIds);
  const [typed, setTyped] = useState(
    () => Object.fromEntries(NUMBERS.map(([name]) => [name, String(spec[name])])) as Record<NumberName, string>,
  );
  const [schedule, setSchedule] = useState(() => scheduleForm(dpm));
  const times = scheduleChange(schedule, dpm);
  const numbers = Object.fromEntries(NUMBERS.map(([name]) => [name, wholeNumber(typed[name])])) as Record<
    NumberName,
    number | null
  >;
  const wanted = { mode, ...numbers, ...times, excludedHostIds: [...excluded] };
  const readable = NUMBERS.every(([name]) => numbers[name] !== null);
  const differs =
    mode !== spec.mode ||
    Object.keys(times).length > 0 ||
    NUMBERS.some(([name]) => numbers[name] !== spec[name]) ||
    [...excluded].sort().join() !== [...spec.excludedHostIds].sort().join();
  const call = to.patch("/clusters/{id}/dpm", { id: clusterId }, { body: { spec: wanted }, ifMatch: `"${revision}"` });
  const { busy, problem, submit } = useSubmit(async () => {
    await send(call);
    announce(own("power.savedNow"));
    changed();
  });
  return (
    <Section title={own("power.tab.settings")} aside={readable && <ShowApi compact call={call} />}>
      <Form
        className="power-form"
        onSubmit={(event) => {
          event.preventDefault();
          if (readable && differs && !busy) submit();
        }}
      >
        <fieldset disabled={!mayWrite}>
          <legend>{own("power.mode")}</legend>
          {MODES.map((one) => (
            <label key={one} className="power-choice">
              <input type="radio" name="power-mode" checked={mode === one} onChange={() => setMode(one)} />
              <span>
                {own(`power.mode.${one}`)} <span className="subtle">{own(`power.mode.${one}.help`)}</span>
              </span>
            </label>
          ))}
        </fieldset>
        <Refusal value={problem}>
          {NUMBERS.map(([name, key]) => (
            <TextField
              key={name}
              id={`power-${name}`}
              type="whole"
              label={own(key)}
              help={own(`${key}.help`)}
              field={`spec.${name}`}
              value={typed[name]}
              onChange={(value) => setTyped((before) => ({ ...before, [name]: value }))}
            />
          ))}
        </Refusal>
        <fieldset disabled={!mayWrite}>
          <legend>{own("power.excludedHosts")}</legend>
          {hosts.map(({ hostId, hostName }) => (
            <label key={hostId} className="power-choice">
              <input
                type="checkbox"
                checked={excluded.includes(hostId)}
                onChange={(event) =>
                  setExcluded((before) =>
                    event.target.checked ? [...before, hostId] : before.filter((one) => one !== hostId),
                  )
                }
              />
              <span>{hostName}</span>
            </label>
          ))}
        </fieldset>
        <Refusal value={problem}>
          <ScheduleFields form={schedule} mayWrite={mayWrite} onChange={setSchedule} />
        </Refusal>
        {problem && <ProblemView problem={problem} />}
        {mayWrite ? (
          <div>
            <DeedButton type="submit" isDisabled={!readable || !differs || busy} isLoading={busy}>
              {own("power.save")}
            </DeedButton>
          </div>
        ) : (
          <p className="subtle">{own("power.readOnly")}</p>
        )}
      </Form>
    </Section>
  );
}
