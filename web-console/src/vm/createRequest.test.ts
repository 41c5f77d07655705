import { describe, expect, it } from "vitest";
import { createBody, EMPTY_FORM, fieldOf, missingLogin } from "./createRequest";

describe("createBody", () => {
  it("sends three answers and nothing the manager has a default for", () => {
    expect(createBody({ ...EMPTY_FORM, name: "web-1", imageId: "i1", size: "medium" }, "c1", {})).toEqual({
      name: "web-1",
      spec: { clusterId: "c1", vcpuCount: 2, memoryMiB: 2048, imageId: "i1" },
    });
  });

  it("takes one SSH key per line, and no user without a name", () => {
    const form = { ...EMPTY_FORM, name: "a", sshKeys: " ssh-ed25519 AAAA a \n\n ssh-rsa BBBB b" };
    expect(createBody(form, "c1", {}).spec).not.toHaveProperty("cloudInit");
    expect(createBody({ ...form, userName: " op " }, "c1", {}).spec.cloudInit).toEqual({
      users: [{ name: "op", sshKeys: ["ssh-ed25519 AAAA a", "ssh-rsa BBBB b"] }],
    });
  });

  it("knows when nobody could log in", () => {
    const gap = (part: Partial<typeof EMPTY_FORM>) => missingLogin({ ...EMPTY_FORM, ...part });
    expect([gap({}), gap({ userName: " " }), gap({ hostname: "a" })]).toEqual(["none", "none", "none"]);
    expect([gap({ password: "x" }), gap({ sshKeys: "ssh-rsa A" })]).toEqual(["unnamed", "unnamed"]);
    expect([gap({ userName: "op" }), gap({ userData: "#cloud-config" })]).toEqual([null, null]);
  });

  it("reads field names in both spellings", () => {
    expect([fieldOf("/spec/memoryMiB"), fieldOf("spec.memoryMiB"), fieldOf(null)]).toEqual([
      "spec.memoryMiB",
      "spec.memoryMiB",
      "",
    ]);
  });
});
