/** What is asked about a host's power control, and what of it is sent: only what means something for its kind. */
import type { HostPowerControl, HostPowerDraft } from "../api/types";
import { wholeNumber } from "../ui/wholeNumber";

export type ControlKind = HostPowerControl["kind"];
export const KINDS = ["REDFISH", "IPMI", "WAKE_ON_LAN"] as const satisfies readonly ControlKind[];
export const STANDARD_PORT: Record<ControlKind, number> = { REDFISH: 443, IPMI: 623, WAKE_ON_LAN: 9 };
export const LIMITS = [
  ["switchSeconds", 60],
  ["shutdownSeconds", 300],
  ["wakeSeconds", 600],
] as const;
export type LimitName = (typeof LIMITS)[number][0];
export const SUITES = ["17", "3"] as const;

export interface ControlForm {
  kind: ControlKind;
  address: string;
  /** Empty, as the times: what is usual. */
  port: string;
  user: string;
  /** Empty: the one that is kept. */
  secret: string;
  certificateSha256: string;
  caCertificatePem: string;
  session: boolean;
  systemPath: string;
  cipherSuite: (typeof SUITES)[number];
  mac: string;
  limits: Record<LimitName, string>;
}

export const NEW_CONTROL: ControlForm = {
  kind: "REDFISH",
  address: "",
  port: "",
  user: "",
  secret: "",
  certificateSha256: "",
  caCertificatePem: "",
  session: false,
  systemPath: "",
  cipherSuite: "17",
  mac: "",
  limits: { switchSeconds: "", shutdownSeconds: "", wakeSeconds: "" },
};

export function controlForm(control: HostPowerControl): ControlForm {
  return {
    kind: control.kind,
    address: control.address,
    port: String(control.port),
    user: control.user ?? "",
    secret: "",
    certificateSha256: control.certificateSha256 ?? "",
    caCertificatePem: control.caCertificatePem ?? "",
    session: control.session,
    systemPath: control.systemPath ?? "",
    cipherSuite: control.cipherSuite === 3 ? "3" : "17",
    mac: control.mac ?? "",
    limits: {
      switchSeconds: String(control.switchSeconds),
      shutdownSeconds: String(control.shutdownSeconds),
      wakeSeconds: String(control.wakeSeconds),
    },
  };
}

/** Another kind listens elsewhere: a port that was the usual one of the old kind is the usual one of the new. */
export function ofKind(form: ControlForm, kind: ControlKind): ControlForm {
  return { ...form, kind, port: form.port === String(STANDARD_PORT[form.kind]) ? "" : form.port };
}

/** Empty is allowed, and left to the manager. */
export const isNumberOrEmpty = (text: string): boolean => text.trim() === "" || wholeNumber(text) !== null;

const numberOf = (text: string) => wholeNumber(text) ?? undefined;
const textOf = (text: string) => (text.trim() === "" ? undefined : text.trim());

/** The request, or null while a number cannot be read. What is wrong otherwise, the manager says at the field. */
export function controlBody(form: ControlForm): HostPowerDraft | null {
  const limits = LIMITS.map(([name]) => form.limits[name]);
  if (![form.port, ...limits].every(isNumberOrEmpty)) return null;
  return defined({
    kind: form.kind,
    address: textOf(form.address),
    port: numberOf(form.port),
    ...ofThisKind(form),
    ...Object.fromEntries(LIMITS.map(([name]) => [name, numberOf(form.limits[name])])),
  });
}

function ofThisKind(form: ControlForm): { [K in keyof HostPowerDraft]?: HostPowerDraft[K] | undefined } {
  // A password may begin or end with a blank.
  const login = { user: textOf(form.user), secret: form.secret === "" ? undefined : form.secret };
  switch (form.kind) {
    case "REDFISH":
      return {
        ...login,
        certificateSha256: textOf(form.certificateSha256),
        // As it was read: another text is another authority to the manager.
        caCertificatePem: form.caCertificatePem.trim() === "" ? undefined : form.caCertificatePem,
        session: form.session,
        systemPath: textOf(form.systemPath),
      };
    case "IPMI":
      return { ...login, cipherSuite: Number(form.cipherSuite) };
    case "WAKE_ON_LAN":
      return { mac: textOf(form.mac) };
  }
}

function defined(body: { [K in keyof HostPowerDraft]?: HostPowerDraft[K] | undefined }): HostPowerDraft {
  return Object.fromEntries(Object.entries(body).filter(([, value]) => value !== undefined));
}
