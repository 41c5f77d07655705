import { describe, expect, it } from "vitest";
import type { Vm } from "../api/types";
import { vmResourcesChange, vmResourcesForm } from "./vmResourcesForm";

const spec = {
  vcpuCount: 2,
  resources: { cpuReservationMHz: 500, cpuLimitMHz: null, cpuShares: 2000, memoryReservationMiB: 0 },
} as Vm["spec"];

describe("what a VM may count on", () => {
  it("shows the usual shares as none, and sends only what differs", () => {
    const form = vmResourcesForm(spec);
    expect(form).toEqual({ cpuReservationMHz: "500", cpuLimitMHz: "", cpuShares: "", memoryReservationMiB: "0" });
    expect(vmResourcesChange(form, spec)).toEqual({});
    expect(vmResourcesChange({ ...form, cpuLimitMHz: "1500", cpuShares: "8000" }, spec)).toEqual({
      cpuLimitMHz: 1500,
      cpuShares: 8000,
    });
  });

  it("sends 0 for a limit that is taken away, and nothing while a number cannot be read", () => {
    const limited = { ...spec, resources: { ...spec.resources, cpuLimitMHz: 1500 } };
    expect(vmResourcesChange({ ...vmResourcesForm(limited), cpuLimitMHz: "" }, limited)).toEqual({ cpuLimitMHz: 0 });
    expect(vmResourcesChange({ ...vmResourcesForm(spec), cpuShares: "many" }, spec)).toBeNull();
  });
});
