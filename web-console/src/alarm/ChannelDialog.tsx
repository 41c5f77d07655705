import { Checkbox, FormGroup } from "@patternfly/react-core";
import { useState } from "react";
import { to } from "../api/calls";
import { send } from "../api/http";
import type { NotificationChannel } from "../api/types";
import { useI18n } from "../i18n";
import { Choices } from "../ui/Choices";
import { FormDialog } from "../ui/FormDialog";
import { Select } from "../ui/Select";
import { TextAreaField } from "../ui/TextAreaField";
import { TextField } from "../ui/TextField";
import { ClusterField } from "./ClusterField";
import { OBJECT_KINDS } from "./conditions";
import {
  breaksLabels,
  changedChannel,
  CHANGES,
  CHANNEL_TYPES,
  keptPassword,
  MAIL_SECURITIES,
  newChannel,
  NEW_CHANNEL,
  ofSecurity,
  readChannel,
  type ChannelForm,
  type ReadChannel,
} from "./channelForm";
import { SEVERITIES } from "./definitionForm";
import { useAlarmTexts } from "./own";
import type { Secret } from "./SecretDialog";

interface Saving {
  onClose: () => void;
  onSaved: () => void;
}

/** Makes a channel; a webhook's secret is in the answer to that only, and is handed on at once. */
export function NewChannelDialog({ onClose, onSaved, onSecret }: Saving & { onSecret: (secret: Secret) => void }) {
  const own = useAlarmTexts();
  const [form, setForm] = useState(NEW_CHANNEL);
  const body = newChannel(form);
  const call = body && to.post("/notification-channels", { body });
  return (
    <FormDialog
      title={own.text("alarm.channel.new.title")}
      verb={own.text("alarm.channel.new")}
      ready={call !== null}
      call={call}
      onSubmit={async () => {
        if (!call) return;
        const { channel, secret } = await send(call);
        onSaved();
        onClose();
        if (secret !== null) onSecret({ name: channel.metadata.name, secret, previousUntil: null });
      }}
      onClose={onClose}
    >
      <ChannelFields form={form} change={(part) => setForm({ ...form, ...part })} read={null} />
    </FormDialog>
  );
}

/** Changes a channel for the revision that was read. Only what was changed is sent. */
export function EditChannelDialog({ channel, onClose, onSaved }: Saving & { channel: NotificationChannel }) {
  const { t } = useI18n();
  const own = useAlarmTexts();
  const [read] = useState(() => readChannel(channel));
  const [form, setForm] = useState(read.form);
  const body = changedChannel(form, read);
  const { id, revision } = read.channel.metadata;
  const call = body && to.patch("/notification-channels/{id}", { id }, { body, ifMatch: `"${revision}"` });
  return (
    <FormDialog
      title={own.text("alarm.channel.edit.title", { name: read.form.name })}
      verb={t("action.save")}
      ready={call !== null}
      call={call}
      onSubmit={async () => {
        if (!call) return;
        await send(call);
        onSaved();
        onClose();
      }}
      onClose={onClose}
    >
      <ChannelFields form={form} change={(part) => setForm({ ...form, ...part })} read={read} />
    </FormDialog>
  );
}

interface Props {
  form: ChannelForm;
  change: (part: Partial<ChannelForm>) => void;
  read: ReadChannel | null;
}

function ChannelFields({ form, change, read }: Props) {
  const { t } = useI18n();
  const own = useAlarmTexts();
  return (
    <>
      <TextField
        id="channel-name"
        field="name"
        label={t("table.name")}
        help={t("create.name.rule")}
        required
        value={form.name}
        onChange={(name) => change({ name })}
      />
      <TextAreaField
        id="channel-description"
        field="spec.description"
        label={t("field.description")}
        value={form.description}
        onChange={(description) => change({ description })}
      />
      <Checkbox
        id="channel-enabled"
        label={own.text("alarm.channel.enabled")}
        description={own.text("alarm.channel.enabled.help")}
        isChecked={form.enabled}
        onChange={(_, enabled) => change({ enabled })}
      />
      <FormGroup label={own.text("alarm.channel.type")} fieldId="channel-type">
        <Select
          id="channel-type"
          value={form.type}
          disabled={read !== null}
          onChange={(type) => change({ type })}
          options={CHANNEL_TYPES.map((value) => ({ value, text: own.text(`alarm.channel.type.${value}`) }))}
        />
        {read && <p className="field-help subtle">{own.text("alarm.channel.type.fixed")}</p>}
      </FormGroup>
      {form.type === "WEBHOOK" ? (
        <TextField
          id="channel-url"
          field="spec.webhook.url"
          type="url"
          label={own.text("alarm.channel.url")}
          help={own.text("alarm.channel.url.help")}
          required
          value={form.url}
          onChange={(url) => change({ url })}
        />
      ) : (
        <MailFields form={form} change={change} read={read} />
      )}
      <TextAreaField
        id="channel-ca"
        field={form.type === "WEBHOOK" ? "spec.webhook.caPem" : "spec.mail.caPem"}
        label={own.text("alarm.channel.caPem")}
        help={own.text("alarm.channel.caPem.help")}
        mono
        value={form.caPem}
        onChange={(caPem) => change({ caPem })}
      />
      <FilterFields form={form} change={change} read={read} />
    </>
  );
}

function MailFields({ form, change, read }: Props) {
  const own = useAlarmTexts();
  return (
    <>
      <TextField
        id="channel-host"
        field="spec.mail.host"
        label={own.text("alarm.mail.host")}
        required
        value={form.host}
        onChange={(host) => change({ host })}
      />
      <FormGroup label={own.text("alarm.mail.security")} fieldId="channel-security">
        <Select
          id="channel-security"
          value={form.security}
          onChange={(security) => change(ofSecurity(form, security))}
          options={MAIL_SECURITIES.map((value) => ({ value, text: own.text(`alarm.mail.security.${value}`) }))}
        />
      </FormGroup>
      <TextField
        id="channel-port"
        field="spec.mail.port"
        type="whole"
        label={own.text("alarm.mail.port")}
        value={form.port}
        onChange={(port) => change({ port })}
      />
      <TextField
        id="channel-user"
        field="spec.mail.username"
        label={own.text("alarm.mail.username")}
        help={own.text("alarm.mail.username.help")}
        value={form.username}
        onChange={(username) => change({ username })}
      />
      <TextField
        id="channel-password"
        field="spec.mail.password"
        type="password"
        autoComplete="new-password"
        label={own.text("alarm.mail.password")}
        help={own.text(`alarm.mail.password.${keptPassword(form, read)}`)}
        value={form.password}
        onChange={(password) => change({ password })}
      />
      <TextField
        id="channel-from"
        field="spec.mail.from"
        label={own.text("alarm.mail.from")}
        required
        value={form.from}
        onChange={(from) => change({ from })}
      />
      <TextField
        id="channel-to"
        field="spec.mail.to"
        label={own.text("alarm.mail.to")}
        help={own.text("alarm.mail.to.help")}
        required
        value={form.to}
        onChange={(recipients) => change({ to: recipients })}
      />
    </>
  );
}

function FilterFields({ form, change, read }: Props) {
  const { t } = useI18n();
  const own = useAlarmTexts();
  return (
    <>
      <FormGroup label={own.text("alarm.filter.severity")} fieldId="channel-severity">
        <Select
          id="channel-severity"
          value={form.leastSeverity}
          onChange={(leastSeverity) => change({ leastSeverity })}
          options={SEVERITIES.map((value) => ({ value, text: t(`alarm.severity.${value}`) }))}
        />
      </FormGroup>
      <Choices
        id="channel-changes"
        field="spec.filter.changes"
        label={own.text("alarm.filter.changes")}
        help={own.text("alarm.filter.all")}
        options={CHANGES.map((value) => ({ value, text: own.text(`alarm.change.${value}`) }))}
        chosen={form.changes}
        onChange={(changes) => change({ changes })}
      />
      <Choices
        id="channel-kinds"
        field="spec.filter.objectKinds"
        label={own.text("alarm.filter.kinds")}
        help={own.text("alarm.filter.all")}
        options={OBJECT_KINDS.map((value) => ({ value, text: own.text(`alarm.kind.${value}`) }))}
        chosen={form.objectKinds}
        onChange={(objectKinds) => change({ objectKinds })}
      />
      <ClusterField
        id="channel-cluster"
        field="spec.filter.clusterId"
        value={form.clusterId}
        onChange={(clusterId) => change({ clusterId })}
      />
      <TextField
        id="channel-labels"
        field="spec.filter.labels"
        label={own.text("alarm.of.labels")}
        help={own.text("alarm.of.labels.help")}
        fault={breaksLabels(form, read) ? own.text("alarm.labels.break") : null}
        value={form.labels}
        onChange={(labels) => change({ labels })}
      />
    </>
  );
}
