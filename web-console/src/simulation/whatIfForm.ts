import type { Change, Host, Vm } from "../api/types";
import { NEW_RULE, newRule, type RuleForm } from "../rule/ruleForm";

/** The kinds of changes that the page offers: all that the API knows. */
export const CHANGE_KINDS = [
  "HOSTS_LOST",
  "HOSTS_DRAINED",
  "ZONE_LOST",
  "ZONE_DRAINED",
  "HOSTS_ADDED",
  "VMS_ADDED",
  "DEMAND_GROWS",
  "RULE_REMOVED",
  "RULE_ADDED",
  "OVERCOMMIT",
] as const satisfies readonly Change["kind"][];
export type ChangeKind = (typeof CHANGE_KINDS)[number];

export interface ChangeForm {
  kind: ChangeKind;
  /** Of the host, VM or rule; empty where none was chosen. */
  object: string;
  number: string;
  zoneLabel: string;
  zone: string;
  rule: RuleForm;
}

/** A rule that is supposed must hold, and is called by the manager. */
const SUPPOSED_RULE: RuleForm = { ...NEW_RULE, name: "supposed" };

export const NEW_CHANGE: ChangeForm = {
  kind: "HOSTS_LOST",
  object: "",
  number: "1",
  zoneLabel: "",
  zone: "",
  rule: SUPPOSED_RULE,
};

export function objectKind(kind: ChangeKind): "host" | "vm" | "rule" | null {
  switch (kind) {
    case "HOSTS_LOST":
    case "HOSTS_DRAINED":
    case "HOSTS_ADDED":
      return "host";
    case "VMS_ADDED":
      return "vm";
    case "RULE_REMOVED":
      return "rule";
    case "ZONE_LOST":
    case "ZONE_DRAINED":
    case "DEMAND_GROWS":
    case "RULE_ADDED":
    case "OVERCOMMIT":
      return null;
  }
}

export const namesZone = (kind: ChangeKind): boolean => kind === "ZONE_LOST" || kind === "ZONE_DRAINED";

export const hasNumber = (kind: ChangeKind): boolean =>
  kind === "HOSTS_ADDED" || kind === "VMS_ADDED" || kind === "DEMAND_GROWS" || kind === "OVERCOMMIT";

/** What is sent; null while something is missing. */
export function newChange(form: ChangeForm, vms: readonly Vm[], hosts: readonly Host[]): Change | null {
  const { kind, object } = form;
  const value = Number(form.number.trim());
  const zoneLabel = form.zoneLabel.trim();
  const zone = form.zone.trim();
  if (
    (objectKind(kind) !== null && object === "") ||
    (hasNumber(kind) && !(value > 0)) ||
    (namesZone(kind) && (zoneLabel === "" || zone === ""))
  ) {
    return null;
  }
  switch (kind) {
    case "HOSTS_LOST":
    case "HOSTS_DRAINED":
      return { kind, hostIds: [object] };
    case "ZONE_LOST":
    case "ZONE_DRAINED":
      return { kind, zoneLabel, zone };
    case "HOSTS_ADDED":
      return { kind, likeHostId: object, count: value };
    case "VMS_ADDED":
      return { kind, likeVmId: object, count: value };
    case "DEMAND_GROWS":
      return { kind, factor: value };
    case "RULE_REMOVED":
      return { kind, ruleId: object };
    case "RULE_ADDED":
      return ruleAdded(form.rule, vms, hosts);
    case "OVERCOMMIT":
      return { kind, cpuOvercommitRatio: value };
  }
}

function ruleAdded(form: RuleForm, vms: readonly Vm[], hosts: readonly Host[]): Change | null {
  const rule = newRule(form, vms, hosts);
  return (
    rule && {
      kind: "RULE_ADDED",
      rule: { ...rule.spec, enforcement: form.enforcement === "MUST_NOT" ? "MUST_NOT" : "MUST" },
    }
  );
}
