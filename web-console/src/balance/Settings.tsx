import { Form } from "@patternfly/react-core";
import { useState } from "react";
import { to } from "../api/calls";
import { send } from "../api/http";
import type { Drs } from "../api/types";
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
import { BALANCE_TEXTS } from "./balanceTexts";
import { LEVELS, levelOf } from "./levels";

const MODES = ["OFF", "RECOMMEND", "APPLY"] as const;

/** Mode, level and figures. What is typed here is this form's until it is saved; another's change starts it anew. */
export function Settings({ drs, changed }: { drs: Drs; changed: () => void }) {
  const own = useOwnTexts(BALANCE_TEXTS);
  const { spec, clusterId, revision } = drs;
  const mayWrite = usePermission("INVENTORY_WRITE");
  const [mode, setMode] = useState(spec.mode);
  const [level, setLevel] = useState(spec.level);
  const [coolDown, setCoolDown] = useState(String(spec.coolDownMinutes));
  const [patience, setPatience] = useState(String(spec.patienceMinutes));
  const wanted = { mode, level, coolDownMinutes: wholeNumber(coolDown), patienceMinutes: wholeNumber(patience) };
  const readable = wanted.coolDownMinutes !== null && wanted.patienceMinutes !== null;
  const differs = Object.entries(wanted).some(([name, value]) => spec[name as keyof typeof spec] !== value);
  const call = to.patch("/clusters/{id}/drs", { id: clusterId }, { body: { spec: wanted }, ifMatch: `"${revision}"` });
  const { busy, problem, submit } = useSubmit(async () => {
    await send(call);
    announce(own("drs.saved"));
    changed();
  });
  const words = own(`drs.level.${levelOf(level)}`);
  return (
    <Section title={own("drs.tab.settings")} aside={readable && <ShowApi compact call={call} />}>
      <Form
        className="balance-form"
        onSubmit={(event) => {
          event.preventDefault();
          if (readable && differs && !busy) submit();
        }}
      >
        <fieldset disabled={!mayWrite}>
          <legend>{own("drs.mode")}</legend>
          {MODES.map((one) => (
            <label key={one} className="balance-choice">
              <input type="radio" name="balance-mode" checked={mode === one} onChange={() => setMode(one)} />
              <span>
                {own(`drs.mode.${one}`)} <span className="subtle">{own(`drs.mode.${one}.help`)}</span>
              </span>
            </label>
          ))}
        </fieldset>
        <div>
          <label htmlFor="balance-level">
            {own("drs.level", { level })} · {words}
          </label>
          <input
            id="balance-level"
            className="balance-slider"
            type="range"
            min={1}
            max={5}
            step={1}
            value={level}
            disabled={!mayWrite}
            aria-valuetext={`${level}, ${words}`}
            aria-describedby="balance-level-help"
            onChange={(event) => setLevel(Number(event.target.value))}
          />
          <div className="balance-words" aria-hidden="true">
            {LEVELS.map((one) => (
              <span key={one} className={one === level ? "is-chosen" : ""}>
                {own(`drs.level.${one}`)}
              </span>
            ))}
          </div>
          <p id="balance-level-help" className="subtle">
            {own(`drs.level.${levelOf(level)}.help`)}
          </p>
        </div>
        <Refusal value={problem}>
          <TextField
            id="balance-patience"
            type="whole"
            label={own("drs.patience")}
            help={own("drs.patience.help")}
            field="spec.patienceMinutes"
            value={patience}
            onChange={setPatience}
          />
          <TextField
            id="balance-cool-down"
            type="whole"
            label={own("drs.coolDown")}
            help={own("drs.coolDown.help")}
            field="spec.coolDownMinutes"
            value={coolDown}
            onChange={setCoolDown}
          />
        </Refusal>
        {problem && <ProblemView problem={problem} />}
        {mayWrite ? (
          <div>
            <DeedButton type="submit" isDisabled={!readable || !differs || busy} isLoading={busy}>
              {own("drs.save")}
            </DeedButton>
          </div>
        ) : (
          <p className="subtle">{own("drs.readOnly")}</p>
        )}
      </Form>
    </Section>
  );
}
