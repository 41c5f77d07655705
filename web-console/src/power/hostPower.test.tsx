import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { readdirSync, readFileSync } from "node:fs";
import { cleanup, fireEvent, render, screen, waitFor, within } from "@testing-library/react";
import { afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import type { Dpm, HostPowerControl } from "../api/types";
import { I18nProvider, switchLanguage } from "../i18n";
import { controlBody, controlForm, NEW_CONTROL, ofKind } from "./controlForm";
import { PowerControlDialog } from "./PowerControlDialog";
import { POWER_TEXTS } from "./powerTexts";
import { reasonText } from "./reasonText";
import { ScheduleFields } from "./ScheduleFields";
import { endsNextDay, scheduleChange, scheduleForm, withOneMore, without } from "./scheduleForm";
import { Refusal } from "../ui/refusals";
import { ownProblem } from "../api/http";

const WORK = "../manager-server/src/main/java/io/atoll/manager/dpm/internal/work";
const HOST = "00000000-0000-0000-0000-000000000001";
const NOW = new Date("2026-05-04T03:00:00Z");

const dpm = {
  spec: { timeZone: "Europe/Vienna", schedule: [{ days: ["MONDAY", "SUNDAY"], from: "22:00", to: "06:00" }] },
} as Dpm;

const control = {
  kind: "REDFISH",
  address: "10.0.3.11",
  port: 443,
  user: "atoll",
  secretSet: true,
  certificateSha256: "ab".repeat(32),
  caCertificatePem: null,
  session: false,
  systemPath: null,
  cipherSuite: null,
  mac: null,
  switchSeconds: 60,
  shutdownSeconds: 300,
  wakeSeconds: 600,
  revision: 4,
} as HostPowerControl;

const show = (part: React.ReactNode) =>
  render(
    <QueryClientProvider client={new QueryClient()}>
      <I18nProvider>{part}</I18nProvider>
    </QueryClientProvider>,
  );

beforeAll(() => switchLanguage("en"));
afterEach(cleanup);

describe("what went wrong with parking", () => {
  it("has a text for every code that the manager keeps", () => {
    const sources = readdirSync(WORK).map((name) => readFileSync(`${WORK}/${name}`, "utf8"));
    const codes = sources.flatMap((source) =>
      [...source.matchAll(/(?:DpmReason\.of|doubt|NOT_SAFE =)\(?\s*"([a-z-]+)"/g)].map(([, code]) => code),
    );
    expect(new Set(codes).size).toBeGreaterThan(10);
    expect(codes.filter((code) => !(`why.${code}` in POWER_TEXTS.en))).toEqual([]);
  });

  it("is told with its figures, or in the manager's words where they are missing", () => {
    const at = "2026-05-04T02:30:00Z";
    const slow = { code: "drain-slow", parameters: { at, until: at, minutes: "61", mostMinutes: "60" }, text: "Slow." };
    expect(reasonText(slow, "zh", "zh-CN", NOW)).toContain("经过 61 分钟仍未清空；最多允许 60 分钟");
    expect(reasonText({ ...slow, parameters: { at } }, "zh", "zh-CN", NOW)).toBe("Slow.");
    const mode = { code: "mode", parameters: { at, until: at, mode: "RECOMMEND" }, text: "" };
    expect(reasonText(mode, "zh", "zh-CN", NOW)).toContain("此时模式为“建议”");
    const failed = { code: "wake-failed", parameters: { at, why: "It was cancelled." }, text: "" };
    expect(reasonText(failed, "en", "en-GB", NOW)).toContain("It was cancelled. It is not parked again");
  });
});

describe("the hours at which hosts may sleep", () => {
  it("are sent only where they differ, days in their order", () => {
    const form = scheduleForm(dpm);
    expect(scheduleChange(form, dpm)).toEqual({});
    expect(scheduleChange({ ...form, timeZone: " UTC " }, dpm)).toEqual({ timeZone: "UTC" });
    expect(scheduleChange(without(form, 0), dpm)).toEqual({ schedule: [] });
    expect(scheduleChange(withOneMore(form), dpm).schedule).toHaveLength(2);
    expect(form.hours.map(endsNextDay)).toEqual([true]);
  });

  it("are changed, added and removed, and refused at the field that is meant", () => {
    const onChange = vi.fn();
    const two = withOneMore(scheduleForm(dpm));
    const refused = ownProblem("VALIDATION_FAILED", "Refused.", 400);
    refused.causes = [
      { field: "spec.schedule[1].days", code: "VALIDATION_FAILED", detail: "No day." },
    ] as typeof refused.causes;
    show(
      <Refusal value={refused}>
        <ScheduleFields form={two} mayWrite onChange={onChange} />
      </Refusal>,
    );
    expect(within(screen.getByRole("group", { name: "Hours 2" })).getByText("No day.")).toBeDefined();
    const first = within(screen.getByRole("group", { name: "Hours 1" }));
    expect(first.queryByText("No day.")).toBeNull();
    fireEvent.click(first.getByLabelText("Tue"));
    expect(onChange.mock.lastCall?.[0]).toMatchObject({ hours: [{ days: ["MONDAY", "TUESDAY", "SUNDAY"] }, {}] });
    fireEvent.change(first.getByLabelText("from"), { target: { value: "23:30" } });
    expect(onChange.mock.lastCall?.[0]).toMatchObject({ hours: [{ from: "23:30" }, {}] });
    fireEvent.click(first.getByRole("button", { name: "Remove Hours 1" }));
    expect(onChange.mock.lastCall?.[0]).toMatchObject({ hours: [{ key: 1 }] });
    fireEvent.click(screen.getByRole("button", { name: "Add hours" }));
    expect(onChange.mock.lastCall?.[0]).toMatchObject({ hours: [{}, {}, {}] });
  });
});

describe("a power control", () => {
  it("sends what means something for its kind only, and no secret that was not typed", () => {
    const form = controlForm(control);
    expect(controlBody(form)).toEqual({
      kind: "REDFISH",
      address: "10.0.3.11",
      port: 443,
      user: "atoll",
      certificateSha256: "ab".repeat(32),
      session: false,
      switchSeconds: 60,
      shutdownSeconds: 300,
      wakeSeconds: 600,
    });
    const wake = { ...ofKind(form, "WAKE_ON_LAN"), mac: "02:00:5e:10:00:01" };
    expect(Object.keys(controlBody(wake) ?? {})).not.toContain("user");
    expect(controlBody(wake)).toMatchObject({ mac: "02:00:5e:10:00:01" });
    expect(controlBody(wake)).not.toHaveProperty("port");
    expect(controlBody({ ...NEW_CONTROL, port: "https" })).toBeNull();
  });

  it("is set for the revision that was read, with the secret that was typed", async () => {
    const sent: { body: unknown; ifMatch: string | null }[] = [];
    vi.stubGlobal("fetch", (_: string, init: { body: string; headers: Headers }) => {
      sent.push({ body: JSON.parse(init.body), ifMatch: init.headers.get("If-Match") });
      return Promise.resolve(new Response("{}"));
    });
    // Not in jsdom; the dialog finds its first field by it.
    vi.stubGlobal("CSS", { escape: (id: string) => id });
    const onDone = vi.fn();
    show(<PowerControlDialog hostId={HOST} name="n1" control={control} onClose={vi.fn()} onDone={onDone} />);
    const secret = screen.getByLabelText(/^Password/);
    expect(secret.getAttribute("type")).toBe("password");
    expect(secret.getAttribute("value")).toBe("");
    fireEvent.change(secret, { target: { value: "hunter2" } });
    fireEvent.click(screen.getByRole("button", { name: "Save" }));
    await waitFor(() => expect(onDone).toHaveBeenCalledOnce());
    expect(sent).toEqual([{ ifMatch: '"4"', body: { ...controlBody(controlForm(control)), secret: "hunter2" } }]);
  });
});
