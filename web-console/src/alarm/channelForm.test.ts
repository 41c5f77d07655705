import { describe, expect, it } from "vitest";
import type { NotificationChannel } from "../api/types";
import {
  changedChannel,
  keptPassword,
  newChannel,
  NEW_CHANNEL,
  ofSecurity,
  readChannel,
  type ChannelForm,
} from "./channelForm";

const CLUSTER = "01a21e69-a278-705b-960e-66311c632900";
const FILTER = { leastSeverity: "WARNING", changes: ["RAISED"], objectKinds: [], clusterId: null, labels: {} };
const MAIL_SERVER = {
  host: "mail.example.org",
  port: 587,
  security: "STARTTLS",
  username: "atoll",
  from: "atoll@example.org",
  to: ["ops@example.org", "duty@example.org"],
};

function channel(spec: object, hasPassword = false): NotificationChannel {
  return {
    metadata: { id: "c", name: "on-call", revision: 7 },
    spec: { description: "", enabled: true, webhook: null, mail: null, filter: FILTER, ...spec },
    status: { hasPassword },
    allowedActions: [],
  } as unknown as NotificationChannel;
}

const WEBHOOK = channel({ type: "WEBHOOK", webhook: { url: "https://hooks.example.org/a", caPem: "PEM\n" } });
const MAIL = channel({ type: "MAIL", mail: { ...MAIL_SERVER, caPem: null } }, true);

/** What is sent when one thing was changed in the form of a channel. */
function changed(from: NotificationChannel, part: Partial<ChannelForm>) {
  const read = readChannel(from);
  return changedChannel({ ...read.form, ...part }, read);
}

describe("a new channel", () => {
  it("is a webhook", () => {
    expect(newChannel({ ...NEW_CHANNEL, name: "on-call", url: " https://hooks.example.org " })).toEqual({
      name: "on-call",
      spec: {
        type: "WEBHOOK",
        enabled: true,
        webhook: { url: "https://hooks.example.org" },
        filter: { leastSeverity: "WARNING", changes: ["RAISED", "ESCALATED", "CLEARED"] },
      },
    });
  });

  const mail: ChannelForm = {
    ...NEW_CHANNEL,
    type: "MAIL",
    name: "ops",
    host: "mail.example.org",
    from: "atoll@example.org",
    to: "ops@example.org, duty@example.org",
  };

  it("is mail, with a user and a password where there are any", () => {
    expect(newChannel(mail)?.spec?.mail).toEqual({ ...MAIL_SERVER, username: undefined });
    const logged = { ...mail, username: "atoll", password: " secret " };
    expect(newChannel(logged)?.spec?.mail).toEqual({ ...MAIL_SERVER, password: " secret " });
    expect(newChannel(logged)?.spec).not.toHaveProperty("webhook");
  });

  it.each<[string, Partial<ChannelForm>]>([
    ["without a name", { name: "" }],
    ["without a server", { host: " " }],
    ["without a sender", { from: "" }],
    ["without recipients", { to: " , " }],
    ["without a port", { port: "" }],
    ["without a URL", { type: "WEBHOOK", url: " " }],
  ])("is not sent %s", (_, part) => expect(newChannel({ ...mail, ...part })).toBeNull());

  it("takes the usual port of its protection, and keeps an unusual one", () => {
    expect(ofSecurity(mail, "TLS")).toEqual({ security: "TLS", port: "465" });
    expect(ofSecurity({ ...mail, port: "2525" }, "NONE")).toEqual({ security: "NONE" });
  });
});

describe("a channel that was read", () => {
  const filtered = (filter: object) => channel({ ...WEBHOOK.spec, filter: { ...FILTER, ...filter } });
  it.each([
    ["a webhook", WEBHOOK],
    ["mail", MAIL],
    ["all of a filter", filtered({ objectKinds: ["VM"], clusterId: CLUSTER, labels: { a: "b c" }, changes: [] })],
  ])("has nothing to send untouched: %s", (_, read) => expect(changed(read, {})).toBeNull());

  it.each<[string, Partial<ChannelForm>, object]>([
    ["name", { name: "duty" }, { name: "duty" }],
    ["description", { description: "who" }, { spec: { description: "who" } }],
    ["enabled", { enabled: false }, { spec: { enabled: false } }],
    ["URL", { url: "https://b" }, { spec: { webhook: { url: "https://b", caPem: "PEM\n" } } }],
    ["certificates", { caPem: " " }, { spec: { webhook: { url: "https://hooks.example.org/a" } } }],
  ])("sends only what was changed: %s", (_, part, body) => expect(changed(WEBHOOK, part)).toEqual(body));

  it.each<[string, Partial<ChannelForm>, object]>([
    ["severity", { leastSeverity: "CRITICAL" }, { leastSeverity: "CRITICAL" }],
    ["changes", { changes: [] }, { changes: [] }],
    ["kinds", { objectKinds: ["VM", "TASK"] }, { objectKinds: ["VM", "TASK"] }],
    ["cluster", { clusterId: CLUSTER }, { clusterId: CLUSTER }],
    ["labels", { labels: "a=b" }, { labels: { a: "b" } }],
  ])("sends the filter as a whole when its %s was changed", (_, part, differs) =>
    expect(changed(WEBHOOK, part)).toEqual({
      spec: { filter: { leastSeverity: "WARNING", changes: ["RAISED"], ...differs } },
    }),
  );

  it.each<[string, Partial<ChannelForm>, object]>([
    ["server", { host: "m2" }, { host: "m2" }],
    ["port", { port: "25" }, { port: 25 }],
    ["protection", { security: "NONE" }, { security: "NONE" }],
    ["user", { username: "root" }, { username: "root" }],
    ["sender", { from: "a@b" }, { from: "a@b" }],
    ["recipients", { to: "a@b" }, { to: ["a@b"] }],
    ["password", { password: "new" }, { password: "new" }],
    ["certificates", { caPem: "PEM" }, { caPem: "PEM" }],
  ])("sends mail as a whole when its %s was changed, and no password unless one was typed", (_, part, differs) =>
    expect(changed(MAIL, part)).toEqual({ spec: { mail: { ...MAIL_SERVER, ...differs } } }),
  );

  it("is not sent while its labels would be broken", () => {
    const read = filtered({ labels: { a: "b c" } });
    expect(changed(read, { labels: "a=b c x" })).toBeNull();
    expect(changed(read, { objectKinds: ["VM"] })?.spec?.filter?.labels).toEqual({ a: "b c" });
  });

  it("says what becomes of its password", () => {
    const read = readChannel(MAIL);
    expect(keptPassword(read.form, read)).toBe("KEPT");
    for (const part of [{ host: "m2" }, { port: "25" }, { username: "" }]) {
      expect(keptPassword({ ...read.form, ...part }, read)).toBe("DROPPED");
    }
    expect(keptPassword({ ...read.form, from: "a@b", to: "a@b" }, read)).toBe("KEPT");
    expect(keptPassword(NEW_CHANNEL, null)).toBe("NONE");
    expect(keptPassword(NEW_CHANNEL, readChannel(WEBHOOK))).toBe("NONE");
  });
});
