/**
 * The event stream serves all users at once, so its `allowedActions` say what the state of an object allows. What the
 * user's role allows is taken off here, once, where objects come in.
 */
import type { Kind, Permission } from "./types";

const NEEDED: Record<Kind, (action: string) => Permission> = {
  vm: (action) =>
    action === "console" ? "VM_CONSOLE" : action === "delete" || action === "edit" ? "INVENTORY_WRITE" : "VM_OPERATE",
  host: (action) =>
    action === "edit" ? "INVENTORY_WRITE" : action.endsWith("-maintenance") ? "HOST_MAINTAIN" : "HOST_ENROL",
  cluster: () => "INVENTORY_WRITE",
  network: () => "INVENTORY_WRITE",
  pool: () => "INVENTORY_WRITE",
  image: () => "INVENTORY_WRITE",
  task: () => "TASK_CANCEL",
};

let held: ReadonlySet<Permission> = new Set();

export function holdPermissions(permissions: readonly Permission[]): void {
  held = new Set(permissions);
}

/** The object with the actions left that this user may ask for. */
export function permitted<T extends object>(kind: Kind, object: T): T {
  if (!("allowedActions" in object) || !Array.isArray(object.allowedActions)) return object;
  const actions = (object.allowedActions as string[]).filter((action) => held.has(NEEDED[kind](action)));
  return { ...object, allowedActions: actions };
}
