import { describe, expect, it } from "vitest";
import { seed } from "../../dev/mock/seed";
import { silenceOf } from "./hostSilence";

const { objects } = seed(0).world;
const vms = [...objects.vm.values()];
const hosts = [...objects.host.values()];

describe("silenceOf", () => {
  it("tells the VM whose host is lost from all others", () => {
    const silent = vms.filter((vm) => silenceOf(vm, objects.host.get(vm.status.hostId ?? "")) !== null);
    expect(silent.map((vm) => vm.metadata.name)).toEqual(["cache-1"]);
  });

  it("leaves a VM that its present host cannot tell about to the host's own words", () => {
    const lost = vms.find((vm) => vm.status.powerState === "UNKNOWN");
    const ready = hosts.find((host) => host.status.state === "READY");
    if (!lost || !ready) throw new Error("the seed has a VM of unknown state and a host that is ready");
    expect(silenceOf(lost, ready)).toBeNull();
    expect(silenceOf(lost, undefined)).toBe("DISCONNECTED");
  });
});
