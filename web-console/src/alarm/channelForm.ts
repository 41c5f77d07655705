/** What is asked about a channel that is told of alarms, and what of it is sent. */
import type { AlarmChange, NotificationChannel, NotificationChannelRequest } from "../api/types";
import { keysOf } from "../ui/keysOf";
import { labelsToText } from "../ui/labelText";
import { wholeNumber } from "../ui/wholeNumber";
import type { AlarmObjectKind } from "./conditions";
import type { Severity } from "./definitionForm";
import { changedParts, labelsBreak, labelsOf } from "./target";

type Spec = NonNullable<NotificationChannelRequest["spec"]>;
type Webhook = NonNullable<Spec["webhook"]>;
type Mail = NonNullable<Spec["mail"]>;
type Filter = NonNullable<Spec["filter"]>;
export type ChannelType = NonNullable<Spec["type"]>;
export type MailSecurity = NonNullable<Mail["security"]>;

export const CHANNEL_TYPES = keysOf<ChannelType>({ WEBHOOK: true, MAIL: true });
export const MAIL_SECURITIES = keysOf<MailSecurity>({ STARTTLS: true, TLS: true, NONE: true });
export const CHANGES = keysOf<AlarmChange>({
  RAISED: true,
  ESCALATED: true,
  EASED: true,
  ACKNOWLEDGED: true,
  CLEARED: true,
});

/** The port that a mail server is usually spoken to at; the manager takes the same. */
const USUAL_PORT: Record<MailSecurity, string> = { STARTTLS: "587", TLS: "465", NONE: "25" };

/** Texts are as they were typed. */
export interface ChannelForm {
  name: string;
  description: string;
  enabled: boolean;
  type: ChannelType;
  url: string;
  host: string;
  port: string;
  security: MailSecurity;
  username: string;
  /** Never read: "" leaves it as it is. */
  password: string;
  from: string;
  /** Addresses. */
  to: string;
  caPem: string;
  leastSeverity: Severity;
  /** None: all. */
  changes: readonly AlarmChange[];
  /** None: all. */
  objectKinds: readonly AlarmObjectKind[];
  /** "": of all clusters. */
  clusterId: string;
  labels: string;
}

/** A channel as it was read, with the form that it became. */
export interface ReadChannel {
  channel: NotificationChannel;
  form: ChannelForm;
}

export const NEW_CHANNEL: ChannelForm = {
  name: "",
  description: "",
  enabled: true,
  type: "WEBHOOK",
  url: "",
  host: "",
  port: USUAL_PORT.STARTTLS,
  security: "STARTTLS",
  username: "",
  password: "",
  from: "",
  to: "",
  caPem: "",
  leastSeverity: "WARNING",
  changes: ["RAISED", "ESCALATED", "CLEARED"],
  objectKinds: [],
  clusterId: "",
  labels: "",
};

/** Another way to speak to the server: its usual port with it, unless another was typed. */
export function ofSecurity(form: ChannelForm, security: MailSecurity): Partial<ChannelForm> {
  return { security, ...(form.port === USUAL_PORT[form.security] ? { port: USUAL_PORT[security] } : {}) };
}

export function readChannel(channel: NotificationChannel): ReadChannel {
  const { metadata, spec } = channel;
  const { webhook, mail, filter } = spec;
  const form: ChannelForm = {
    ...NEW_CHANNEL,
    name: metadata.name,
    description: spec.description,
    enabled: spec.enabled,
    type: spec.type,
    url: webhook?.url ?? "",
    caPem: webhook?.caPem ?? mail?.caPem ?? "",
    ...(mail && {
      host: mail.host,
      port: String(mail.port),
      security: mail.security,
      username: mail.username ?? "",
      from: mail.from,
      to: mail.to.join(", "),
    }),
    leastSeverity: filter.leastSeverity,
    changes: filter.changes,
    objectKinds: filter.objectKinds,
    clusterId: filter.clusterId ?? "",
    labels: labelsToText(filter.labels),
  };
  return { channel, form };
}

/** What becomes of the password that the manager has: sent to another server or for another user, it would be given away. */
export function keptPassword(form: ChannelForm, read: ReadChannel | null): "NONE" | "KEPT" | "DROPPED" {
  if (!read?.channel.status.hasPassword) return "NONE";
  const same = (["host", "port", "username"] as const).every((key) => form[key].trim() === read.form[key].trim());
  return same ? "KEPT" : "DROPPED";
}

export const breaksLabels = (form: ChannelForm, read: ReadChannel | null): boolean =>
  labelsBreak(form.labels, read?.channel.spec.filter.labels ?? {});

/** The request for a new channel, or null while something is missing or cannot be read. */
export function newChannel(form: ChannelForm): NotificationChannelRequest | null {
  const parts = partsOf(form, null);
  if (form.name === "" || parts === null) return null;
  const { description, ...spec } = parts;
  return { name: form.name, spec: { type: form.type, ...spec, ...(description === "" ? {} : { description }) } };
}

/** The request that changes what was changed in the form; null: nothing was, or it cannot be read. */
export function changedChannel(form: ChannelForm, read: ReadChannel): NotificationChannelRequest | null {
  const after = partsOf(form, read);
  if (form.name === "" || after === null) return null;
  const before = partsOf(read.form, read);
  const spec = before === null ? after : changedParts(before, after);
  const named = form.name === read.form.name ? {} : { name: form.name };
  const body = { ...named, ...(Object.keys(spec).length === 0 ? {} : { spec }) };
  return Object.keys(body).length === 0 ? null : body;
}

interface Parts {
  description: string;
  enabled: boolean;
  webhook?: Webhook;
  mail?: Mail;
  filter: Filter;
}

function partsOf(form: ChannelForm, read: ReadChannel | null): Parts | null {
  const { description, enabled } = form;
  const way = wayOf(form);
  return way === null || breaksLabels(form, read)
    ? null
    : { description, enabled, ...way, filter: filterOf(form, read) };
}

function wayOf(form: ChannelForm): { webhook: Webhook } | { mail: Mail } | null {
  const caPem = form.caPem.trim() === "" ? {} : { caPem: form.caPem };
  switch (form.type) {
    case "WEBHOOK": {
      const url = form.url.trim();
      return url === "" ? null : { webhook: { url, ...caPem } };
    }
    case "MAIL": {
      const port = wholeNumber(form.port);
      const to = form.to.split(/[\s,;，；、]+/).filter(Boolean);
      const host = form.host.trim();
      const from = form.from.trim();
      const username = form.username.trim();
      if (port === null || to.length === 0 || host === "" || from === "") return null;
      return {
        mail: {
          host,
          port,
          security: form.security,
          ...(username === "" ? {} : { username }),
          ...(form.password === "" ? {} : { password: form.password }),
          from,
          to,
          ...caPem,
        },
      };
    }
  }
}

function filterOf(form: ChannelForm, read: ReadChannel | null): Filter {
  const labels = labelsOf(form.labels, read?.channel.spec.filter.labels ?? {});
  return {
    leastSeverity: form.leastSeverity,
    changes: [...form.changes],
    ...(form.objectKinds.length === 0 ? {} : { objectKinds: [...form.objectKinds] }),
    ...(form.clusterId === "" ? {} : { clusterId: form.clusterId }),
    ...(Object.keys(labels).length === 0 ? {} : { labels }),
  };
}
