import { describe, expect, it } from "vitest";
import { fieldOf } from "../ui/violations";
import {
  batchBody,
  createBody,
  EMPTY_FORM,
  endsOf,
  formField,
  missingLogin,
  numberFaults,
  patternOf,
} from "./createRequest";

describe("createBody", () => {
  it("sends three answers and nothing the manager has a default for", () => {
    expect(createBody({ ...EMPTY_FORM, name: "web-1", imageId: "i1", size: "medium" }, "c1", {})).toEqual({
      name: "web-1",
      spec: { clusterId: "c1", vcpuCount: 2, memoryMiB: 2048, imageId: "i1" },
    });
  });

  it("takes one SSH key per line, and no user without a name", () => {
    const form = { ...EMPTY_FORM, name: "a", sshKeys: " ssh-ed25519 AAAA a \n\n ssh-rsa BBBB b" };
    expect(createBody(form, "c1", {})?.spec).not.toHaveProperty("cloudInit");
    expect(createBody({ ...form, userName: " op " }, "c1", {})?.spec.cloudInit).toEqual({
      users: [{ name: "op", sshKeys: ["ssh-ed25519 AAAA a", "ssh-rsa BBBB b"] }],
    });
  });

  it("asks for many by a pattern, and for one as ever", () => {
    const form = { ...EMPTY_FORM, name: "web", imageId: "i1", count: "12" };
    expect(batchBody(form, "c1", { tier: "web" })).toEqual({
      namePattern: "web-{n}",
      count: 12,
      labels: { tier: "web" },
      spec: { clusterId: "c1", vcpuCount: 1, memoryMiB: 512, imageId: "i1" },
    });
    expect(batchBody({ ...form, name: "web-{n:03}.a" }, "c1", {})?.namePattern).toBe("web-{n:03}.a");
    expect(batchBody({ ...form, count: "1" }, "c1", {})).toBeNull();
    expect(batchBody({ ...form, count: "ten" }, "c1", {})).toBeNull();
    expect(createBody({ ...form, count: "ten" }, "c1", {})).toBeNull();
    expect(numberFaults({ ...form, count: "ten" }).map((each) => each.field)).toEqual(["count"]);
  });

  it("shows the first and the last name, and leaves a pattern that cannot be read to the manager", () => {
    expect(endsOf(patternOf("web"), 12)).toEqual(["web-1", "web-12"]);
    expect(endsOf("web-{n:02}", 120)).toEqual(["web-01", "web-120"]);
    expect([patternOf(""), patternOf("web-{x}")]).toEqual(["", "web-{x}"]);
    expect(formField({ field: "namePattern", code: "NAME_TAKEN", detail: "" })).toBe("name");
  });

  it("knows when nobody could log in", () => {
    const gap = (part: Partial<typeof EMPTY_FORM>) => missingLogin({ ...EMPTY_FORM, ...part });
    expect([gap({}), gap({ userName: " " }), gap({ hostname: "a" })]).toEqual(["none", "none", "none"]);
    expect([gap({ password: "x" }), gap({ sshKeys: "ssh-rsa A" })]).toEqual(["unnamed", "unnamed"]);
    expect([gap({ userName: "op" }), gap({ userData: "#cloud-config" })]).toEqual([null, null]);
  });

  it("sends nothing while a number cannot be read, and says which", () => {
    const typed = (part: Partial<typeof EMPTY_FORM>) => {
      const form = { ...EMPTY_FORM, name: "a", ...part };
      return [createBody(form, "c1", {}) === null, numberFaults(form).map((each) => each.field)];
    };
    expect(typed({ diskGiB: "10 G" })).toEqual([true, ["spec.diskGiB"]]);
    expect(typed({ size: "custom", vcpuCount: "", memoryMiB: "a" })).toEqual([
      true,
      ["spec.vcpuCount", "spec.memoryMiB"],
    ]);
    expect(typed({ size: "small", vcpuCount: "a", diskGiB: "10" })).toEqual([false, []]);
  });

  it("shows a violation at one field only, the nearest", () => {
    const shown = (field: string | null) => formField({ field, code: "VALIDATION_FAILED", detail: "" });
    expect(shown("spec.cloudInit.users[0].name")).toBe("spec.cloudInit.users");
    expect(shown("spec.cloudInit.users[0].sshKeys")).toBe("spec.cloudInit.users.sshKeys");
    expect(shown("spec.cloudInit.users[0].password")).toBe("spec.cloudInit.users.password");
    expect(shown("spec.networks[0].networkId")).toBe("spec.networks");
    expect(shown("spec.networks[0].address")).toBe("spec.networks.address");
    expect([shown(null), shown("spec.names")]).toEqual([undefined, undefined]);
  });

  it("reads field names in both spellings", () => {
    expect([fieldOf("/spec/memoryMiB"), fieldOf("spec.memoryMiB"), fieldOf(null)]).toEqual([
      "spec.memoryMiB",
      "spec.memoryMiB",
      "",
    ]);
  });
});
