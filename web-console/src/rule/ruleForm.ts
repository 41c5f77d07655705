/** What is asked about a new rule, and what of it is sent. */
import type { Host, Rule, Vm } from "../api/types";
import { idsOfNames } from "../ui/idsOfNames";
import { wholeNumber } from "../ui/wholeNumber";

export type RuleKind = Rule["spec"]["kind"];
export type Enforcement = Rule["spec"]["enforcement"];

export const RULE_KINDS = [
  "KEEP_APART",
  "KEEP_TOGETHER",
  "VM_HOST",
  "ZONE_SPREAD",
  "BLAST_RADIUS",
] as const satisfies readonly RuleKind[];

/** Members are chosen by their labels, anew for each decision, or by name, once. */
export type Chosen = "LABELS" | "NAMES";

export interface RuleForm {
  name: string;
  kind: RuleKind;
  enforcement: Enforcement;
  vmsBy: Chosen;
  vms: string;
  hostsBy: Chosen;
  hosts: string;
  zoneLabel: string;
  sharePercent: string;
}

export const NEW_RULE: RuleForm = {
  name: "",
  kind: "KEEP_APART",
  enforcement: "MUST",
  vmsBy: "LABELS",
  vms: "",
  hostsBy: "LABELS",
  hosts: "",
  zoneLabel: "",
  sharePercent: "50",
};

/** What a rule of this kind may be; the first is the usual. */
export function enforcementsOf(kind: RuleKind): readonly Enforcement[] {
  switch (kind) {
    case "KEEP_APART":
    case "KEEP_TOGETHER":
    case "BLAST_RADIUS":
      return ["MUST", "SHOULD"];
    case "VM_HOST":
      return ["MUST", "SHOULD", "MUST_NOT"];
    case "ZONE_SPREAD":
      return ["SHOULD", "MUST"];
  }
}

export const namesZone = (kind: RuleKind): boolean => kind === "ZONE_SPREAD" || kind === "BLAST_RADIUS";

/** Names that mean nobody, of those that are chosen by name. */
export function unknownNames(form: RuleForm, vms: readonly Vm[], hosts: readonly Host[]) {
  return {
    vms: form.vmsBy === "NAMES" ? idsOfNames(form.vms, vms).unknown : [],
    hosts: form.kind === "VM_HOST" && form.hostsBy === "NAMES" ? idsOfNames(form.hosts, hosts).unknown : [],
  };
}

/** The request, or null while something is missing or means nobody. */
export function newRule(form: RuleForm, vms: readonly Vm[], hosts: readonly Host[]) {
  const unknown = unknownNames(form, vms, hosts);
  const share = wholeNumber(form.sharePercent);
  if (
    form.name === "" ||
    form.vms.trim() === "" ||
    unknown.vms.length > 0 ||
    unknown.hosts.length > 0 ||
    (form.kind === "VM_HOST" && form.hosts.trim() === "") ||
    (form.kind === "ZONE_SPREAD" && form.zoneLabel.trim() === "") ||
    (form.kind === "BLAST_RADIUS" && share === null)
  ) {
    return null;
  }
  const members = (by: Chosen, text: string, kind: "vm" | "host", objects: readonly (Vm | Host)[]) =>
    by === "LABELS" ? { [`${kind}Selector`]: text.trim() } : { [`${kind}Ids`]: idsOfNames(text, objects).ids };
  return {
    name: form.name,
    spec: {
      kind: form.kind,
      enforcement: form.enforcement,
      ...members(form.vmsBy, form.vms, "vm", vms),
      ...(form.kind === "VM_HOST" ? members(form.hostsBy, form.hosts, "host", hosts) : {}),
      ...(namesZone(form.kind) && form.zoneLabel.trim() !== "" ? { zoneLabel: form.zoneLabel.trim() } : {}),
      ...(form.kind === "BLAST_RADIUS" ? { maxSharePercent: share } : {}),
    },
  };
}
