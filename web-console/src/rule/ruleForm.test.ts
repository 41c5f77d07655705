import { describe, expect, it } from "vitest";
import type { Host, Vm } from "../api/types";
import { NEW_RULE, newRule, unknownNames } from "./ruleForm";

const named = (id: string, name: string) => ({ metadata: { id, name } });
const VMS = [named("v1", "web-1"), named("v2", "web-2")] as Vm[];
const HOSTS = [named("h1", "n1")] as Host[];

describe("a new rule", () => {
  it("chooses VMs by their labels, or by names that are sent as ids", () => {
    const byLabels = newRule({ ...NEW_RULE, name: "apart", vms: " tier=web " }, VMS, HOSTS);
    expect(byLabels?.spec).toEqual({ kind: "KEEP_APART", enforcement: "MUST", vmSelector: "tier=web" });
    const byNames = newRule({ ...NEW_RULE, name: "apart", vmsBy: "NAMES", vms: "web-2, web-1" }, VMS, HOSTS);
    expect(byNames?.spec).toEqual({ kind: "KEEP_APART", enforcement: "MUST", vmIds: ["v2", "v1"] });
  });

  it("is not sent while a name means nobody", () => {
    const form = { ...NEW_RULE, name: "r", kind: "VM_HOST", vms: "a=b", hostsBy: "NAMES", hosts: "n1 n7" } as const;
    expect(unknownNames(form, VMS, HOSTS)).toEqual({ vms: [], hosts: ["n7"] });
    expect(newRule(form, VMS, HOSTS)).toBeNull();
    expect(newRule({ ...form, hosts: "n1" }, VMS, HOSTS)?.spec).toMatchObject({ hostIds: ["h1"] });
  });

  it("sends only what its kind knows", () => {
    const form = { ...NEW_RULE, name: "r", vms: "a=b", hosts: "left=over", zoneLabel: "rack" };
    expect(newRule(form, VMS, HOSTS)?.spec).not.toHaveProperty("zoneLabel");
    expect(newRule({ ...form, kind: "BLAST_RADIUS", sharePercent: "x" }, VMS, HOSTS)).toBeNull();
    expect(newRule({ ...form, kind: "BLAST_RADIUS" }, VMS, HOSTS)?.spec).toEqual({
      kind: "BLAST_RADIUS",
      enforcement: "MUST",
      vmSelector: "a=b",
      zoneLabel: "rack",
      maxSharePercent: 50,
    });
    expect(newRule({ ...form, kind: "ZONE_SPREAD", zoneLabel: " " }, VMS, HOSTS)).toBeNull();
  });
});
