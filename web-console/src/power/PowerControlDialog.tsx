import { Checkbox, FormGroup } from "@patternfly/react-core";
import { useState } from "react";
import { to } from "../api/calls";
import { send } from "../api/http";
import type { HostPowerControl } from "../api/types";
import { useI18n } from "../i18n";
import { useOwnTexts } from "../i18n/ownTexts";
import { FormDialog } from "../ui/FormDialog";
import { Select } from "../ui/Select";
import { TextAreaField } from "../ui/TextAreaField";
import { TextField } from "../ui/TextField";
import {
  controlBody,
  controlForm,
  isNumberOrEmpty,
  KINDS,
  LIMITS,
  NEW_CONTROL,
  ofKind,
  STANDARD_PORT,
  SUITES,
  type ControlForm,
} from "./controlForm";
import { HOST_POWER_TEXTS } from "./hostPowerTexts";

/** How a host is switched. The secret is typed, sent, and not seen again. */
export function PowerControlDialog({
  hostId,
  name,
  control,
  onClose,
  onDone,
}: {
  hostId: string;
  name: string;
  /** The one there is; null: none yet. */
  control: HostPowerControl | null;
  onClose: () => void;
  onDone: () => void;
}) {
  const { t } = useI18n();
  const own = useOwnTexts(HOST_POWER_TEXTS);
  const [read] = useState(control);
  const [form, setForm] = useState(read ? controlForm(read) : NEW_CONTROL);
  const change = (part: Partial<ControlForm>) => setForm({ ...form, ...part });
  const body = controlBody(form);
  // Revision 0: refused where somebody else has set one meanwhile.
  const call = body && to.put("/hosts/{id}/power", { id: hostId }, { body, ifMatch: `"${read?.revision ?? 0}"` });
  return (
    <FormDialog
      title={own("hostPower.setUp.title", { name })}
      description={own("hostPower.about")}
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
      <FormGroup label={own("hostPower.kind")} fieldId="control-kind">
        <Select
          id="control-kind"
          value={form.kind}
          onChange={(kind) => setForm(ofKind(form, kind))}
          options={KINDS.map((value) => ({ value, text: own(`hostPower.kind.${value}`) }))}
        />
        <p className="field-help subtle">{own(`hostPower.kind.${form.kind}.help`)}</p>
      </FormGroup>
      {form.kind === "WAKE_ON_LAN" && (
        <TextField
          id="control-mac"
          field="mac"
          label={own("hostPower.mac")}
          help={own("hostPower.mac.help")}
          required
          value={form.mac}
          onChange={(mac) => change({ mac })}
        />
      )}
      <TextField
        id="control-address"
        field="address"
        label={own("hostPower.address")}
        help={own(form.kind === "WAKE_ON_LAN" ? "hostPower.address.broadcast" : "hostPower.address.help")}
        required
        value={form.address}
        onChange={(address) => change({ address })}
      />
      <NumberOrEmpty
        id="control-port"
        field="port"
        label={own("hostPower.port")}
        help={own("hostPower.port.help", { port: String(STANDARD_PORT[form.kind]) })}
        value={form.port}
        onChange={(port) => change({ port })}
      />
      {form.kind !== "WAKE_ON_LAN" && <Login form={form} kept={read?.secretSet === true} change={change} />}
      {form.kind === "REDFISH" && <Redfish form={form} change={change} />}
      {form.kind === "IPMI" && (
        <FormGroup label={own("hostPower.cipher")} fieldId="control-cipher">
          <Select
            id="control-cipher"
            value={form.cipherSuite}
            onChange={(cipherSuite) => change({ cipherSuite })}
            options={SUITES.map((value) => ({ value, text: own(`hostPower.cipher.${value}`) }))}
          />
        </FormGroup>
      )}
      {LIMITS.map(([limit, usual]) => (
        <NumberOrEmpty
          key={limit}
          id={`control-${limit}`}
          field={limit}
          label={own(`hostPower.${limit}`)}
          help={own(`hostPower.${limit}.help`, { seconds: usual })}
          value={form.limits[limit]}
          onChange={(seconds) => change({ limits: { ...form.limits, [limit]: seconds } })}
        />
      ))}
    </FormDialog>
  );
}

type Change = (part: Partial<ControlForm>) => void;

function Login({ form, kept, change }: { form: ControlForm; kept: boolean; change: Change }) {
  const own = useOwnTexts(HOST_POWER_TEXTS);
  return (
    <>
      <TextField
        id="control-user"
        field="user"
        label={own("hostPower.user")}
        required
        value={form.user}
        onChange={(user) => change({ user })}
      />
      <TextField
        id="control-secret"
        field="secret"
        type="password"
        autoComplete="new-password"
        label={own("hostPower.secret")}
        help={own(kept ? "hostPower.secret.kept" : "hostPower.secret.new")}
        required={!kept}
        value={form.secret}
        onChange={(secret) => change({ secret })}
      />
    </>
  );
}

function Redfish({ form, change }: { form: ControlForm; change: Change }) {
  const own = useOwnTexts(HOST_POWER_TEXTS);
  return (
    <>
      <TextField
        id="control-certificate"
        field="certificateSha256"
        label={own("hostPower.certificate")}
        help={own("hostPower.certificate.help")}
        value={form.certificateSha256}
        onChange={(certificateSha256) => change({ certificateSha256 })}
      />
      <TextAreaField
        id="control-authority"
        field="caCertificatePem"
        mono
        label={own("hostPower.authority")}
        value={form.caCertificatePem}
        onChange={(caCertificatePem) => change({ caCertificatePem })}
      />
      <TextField
        id="control-system"
        field="systemPath"
        label={own("hostPower.system")}
        help={own("hostPower.system.help")}
        value={form.systemPath}
        onChange={(systemPath) => change({ systemPath })}
      />
      <Checkbox
        id="control-session"
        label={own("hostPower.session")}
        isChecked={form.session}
        onChange={(_, session) => change({ session })}
      />
    </>
  );
}

function NumberOrEmpty(props: {
  id: string;
  field: string;
  label: string;
  help: string;
  value: string;
  onChange: (value: string) => void;
}) {
  const { t } = useI18n();
  return <TextField {...props} fault={isNumberOrEmpty(props.value) ? null : t("problem.NOT_A_NUMBER")} />;
}
