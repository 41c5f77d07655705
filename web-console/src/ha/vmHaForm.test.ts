import { describe, expect, it } from "vitest";
import { newVm } from "../../dev/mock/world";
import { idsOfNames } from "../ui/idsOfNames";
import { NEW_VM_HA, vmHaChange, vmHaForm } from "./vmHaForm";

const db = newVm("db-1", null);
const cache = newVm("cache-1", null);
const vms = [db, cache];
const ids = [db.metadata.id, cache.metadata.id];

describe("the form of a VM's HA", () => {
  it("sends nothing when nothing was changed, whatever the order of the VMs it waits for", () => {
    const ha = { ...NEW_VM_HA, restartAfter: ids };
    const form = vmHaForm(ha, vms);
    expect(form.restartAfter).toBe("db-1, cache-1");
    expect(vmHaChange(form, ha, vms)).toEqual({});
    expect(vmHaChange({ ...form, restartAfter: "cache-1 db-1" }, ha, vms)).toEqual({});
  });

  it("sends only what was changed, and an empty list when it waits for none any more", () => {
    const ha = { ...NEW_VM_HA, restartAfter: ids };
    const form = { ...vmHaForm(ha, vms), protected: true, priority: "HIGH" as const, restartAfter: " " };
    expect(vmHaChange(form, ha, vms)).toEqual({ protected: true, priority: "HIGH", restartAfter: [] });
  });

  it("cannot be sent while a name means no VM, and says which", () => {
    const form = { ...vmHaForm(NEW_VM_HA, vms), restartAfter: "db-1, db-2" };
    expect(vmHaChange(form, NEW_VM_HA, vms)).toBeNull();
    expect(idsOfNames("db-1，cache-1、db-2 db-1", vms)).toEqual({ ids, unknown: ["db-2"] });
  });
});
