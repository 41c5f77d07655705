import { Button, FormGroup } from "@patternfly/react-core";
import { useState } from "react";
import { to } from "../api/calls";
import { useObjects } from "../api/hooks";
import { send } from "../api/http";
import type { Cluster } from "../api/types";
import { useOwnTexts } from "../i18n/ownTexts";
import { FormDialog } from "../ui/FormDialog";
import { Icon } from "../ui/icons";
import { Select } from "../ui/Select";
import { TextField } from "../ui/TextField";
import { moved, newRolling, ROLLING_ACTIONS, rollingBody, takingPart, type RollingForm } from "./rollingForm";
import { RollingPlanView } from "./RollingPlanView";
import { ROLLING_TEXTS } from "./rollingTexts";
import "./maintenance.css";

/** Which hosts in which order, who goes first, how many at once, and what is done to each. */
export function NewRollingDialog({
  cluster,
  onClose,
  onBegun,
}: {
  cluster: Cluster;
  onClose: () => void;
  onBegun: () => void;
}) {
  const own = useOwnTexts(ROLLING_TEXTS);
  const { id, name } = cluster.metadata;
  const hosts = useObjects("host")
    .filter((host) => host.spec.clusterId === id && host.status.state !== "REVOKED")
    .sort((one, other) => one.metadata.name.localeCompare(other.metadata.name));
  const names = new Map(hosts.map(({ metadata }) => [metadata.id, metadata.name]));
  const [form, setForm] = useState(() => newRolling(hosts.map(({ metadata }) => metadata.id)));
  const change = (part: Partial<RollingForm>) => setForm((before) => ({ ...before, ...part }));
  const body = rollingBody(form);
  const request = body && to.post("/clusters/{id}/rolling-maintenances", { id }, { body });
  return (
    <FormDialog
      title={own("begin.in", { name })}
      verb={own("begin")}
      ready={request !== null}
      call={request}
      onSubmit={async () => {
        if (!request) return;
        await send(request);
        onBegun();
        onClose();
      }}
      onClose={onClose}
    >
      <HostOrder form={form} names={names} change={change} />
      <FormGroup label={own("canary")} fieldId="rolling-canary">
        <Select
          id="rolling-canary"
          value={form.canary}
          options={[
            { value: "", text: own("canary.none") },
            ...takingPart(form).map((host) => ({ value: host, text: names.get(host) ?? host })),
          ]}
          onChange={(canary) => change({ canary })}
        />
        <p className="field-help subtle">{own("canary.help")}</p>
      </FormGroup>
      <TextField
        id="rolling-most-out"
        field="maxHostsOut"
        label={own("mostOut")}
        type="whole"
        required
        value={form.mostOut}
        onChange={(mostOut) => change({ mostOut })}
      />
      <FormGroup label={own("action")} fieldId="rolling-action">
        <Select
          id="rolling-action"
          value={form.action}
          options={ROLLING_ACTIONS.map((value) => ({ value, text: own(`action.${value}`) }))}
          onChange={(action) => change({ action })}
        />
      </FormGroup>
      {form.action === "HOOK" && (
        <>
          <TextField
            id="rolling-hook"
            field="hook"
            label={own("hook")}
            help={own("hook.help")}
            required
            value={form.hook}
            onChange={(hook) => change({ hook })}
          />
          <TextField
            id="rolling-hook-seconds"
            field="hookSeconds"
            label={own("hookSeconds")}
            type="whole"
            required
            value={form.hookSeconds}
            onChange={(hookSeconds) => change({ hookSeconds })}
          />
        </>
      )}
      <TextField
        id="rolling-health-seconds"
        field="healthSeconds"
        label={own("healthSeconds")}
        type="whole"
        required
        value={form.healthSeconds}
        onChange={(healthSeconds) => change({ healthSeconds })}
      />
      <FormGroup label={own("stopRemaining")} fieldId="rolling-stop">
        <Select
          id="rolling-stop"
          value={form.stopRemaining ? "yes" : "no"}
          options={(["no", "yes"] as const).map((value) => ({ value, text: own(`stopRemaining.${value}`) }))}
          onChange={(chosen) => change({ stopRemaining: chosen === "yes" })}
        />
      </FormGroup>
      <FormGroup label={own("ha")} fieldId="rolling-ha">
        <Select
          id="rolling-ha"
          value={form.ignoreHa ? "ignore" : "wait"}
          options={(["wait", "ignore"] as const).map((value) => ({ value, text: own(`ha.${value}`) }))}
          onChange={(chosen) => change({ ignoreHa: chosen === "ignore" })}
        />
      </FormGroup>
      <TextField
        id="rolling-note"
        field="note"
        label={own("note")}
        value={form.note}
        onChange={(note) => change({ note })}
      />
      <RollingPlanView cluster={id} body={body} />
    </FormDialog>
  );
}

function HostOrder({
  form,
  names,
  change,
}: {
  form: RollingForm;
  names: ReadonlyMap<string, string>;
  change: (part: Partial<RollingForm>) => void;
}) {
  const own = useOwnTexts(ROLLING_TEXTS);
  const turn = (host: string, takes: boolean) =>
    change({ leftOut: takes ? form.leftOut.filter((each) => each !== host) : [...form.leftOut, host] });
  return (
    <fieldset className="rolling-order">
      <legend>{own("hosts")}</legend>
      <ol>
        {form.order.map((host, place) => {
          const name = names.get(host) ?? host;
          return (
            <li key={host}>
              <label>
                <input
                  type="checkbox"
                  aria-label={own("hosts.takes", { name })}
                  checked={!form.leftOut.includes(host)}
                  onChange={(event) => turn(host, event.target.checked)}
                />{" "}
                {name}
              </label>
              <Button
                variant="plain"
                size="sm"
                aria-label={own("hosts.up", { name })}
                isDisabled={place === 0}
                icon={<Icon name="arrowUp" />}
                onClick={() => change({ order: moved(form.order, host, -1) })}
              />
              <Button
                variant="plain"
                size="sm"
                aria-label={own("hosts.down", { name })}
                isDisabled={place === form.order.length - 1}
                icon={<Icon name="arrowDown" />}
                onClick={() => change({ order: moved(form.order, host, 1) })}
              />
            </li>
          );
        })}
      </ol>
    </fieldset>
  );
}
