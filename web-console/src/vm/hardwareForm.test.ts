import { describe, expect, it } from "vitest";
import type { Vm } from "../api/types";
import { hardwareChange, hardwareForm } from "./hardwareForm";

const spec = {
  vcpuCount: 4,
  hardware: {
    cpuTopology: null,
    nestedVirtualization: false,
    firmware: "UEFI",
    secureBoot: true,
    tpm: false,
    bootOrder: ["NETWORK", "DISK"],
  },
} as unknown as Vm["spec"];

describe("a VM's hardware", () => {
  it("shows the usual arrangement where nobody chose one", () => {
    expect(hardwareForm(spec)).toMatchObject({ sockets: "1", coresPerSocket: "4", threadsPerCore: "1" });
    expect(hardwareForm(spec)).toMatchObject({ firmware: "UEFI_SECURE", boot: "NETWORK,DISK" });
  });

  it("sends only what differs", () => {
    const form = hardwareForm(spec);
    expect(hardwareChange(form, spec)).toEqual({});
    expect(hardwareChange({ ...form, sockets: "2", coresPerSocket: "2" }, spec)).toEqual({
      cpuTopology: { sockets: 2, coresPerSocket: 2, threadsPerCore: 1 },
    });
    expect(hardwareChange({ ...form, firmware: "BIOS", tpm: true, boot: "DISK" }, spec)).toEqual({
      firmware: "BIOS",
      secureBoot: false,
      tpm: true,
      bootOrder: ["DISK"],
    });
    expect(hardwareChange({ ...form, sockets: "two" }, spec)).toBeNull();
  });
});
