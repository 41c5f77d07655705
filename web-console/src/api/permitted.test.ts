import { describe, expect, it } from "vitest";
import { holdPermissions, permitted } from "./permitted";

const vm = { allowedActions: ["shutdown", "migrate", "delete", "console"] };

describe("permitted", () => {
  it("leaves an operator what operators may do", () => {
    holdPermissions(["INVENTORY_READ", "VM_OPERATE", "VM_CONSOLE", "INVENTORY_WRITE"]);
    expect(permitted("vm", vm).allowedActions).toEqual(["shutdown", "migrate", "delete", "console"]);
    expect(permitted("host", { allowedActions: ["revoke", "recheck"] }).allowedActions).toEqual([]);
  });

  it("leaves a viewer nothing", () => {
    holdPermissions(["INVENTORY_READ", "TASK_READ"]);
    expect(permitted("vm", vm).allowedActions).toEqual([]);
  });
});
