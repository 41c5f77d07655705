/** The form of "create VM" and the request it stands for. */

export interface CreateForm {
  name: string;
  imageId: string;
  size: SizeKey;
  vcpuCount: string;
  memoryMiB: string;
  diskGiB: string;
  networkId: string;
  address: string;
  hostname: string;
  userName: string;
  sshKeys: string;
  password: string;
  userData: string;
  hostId: string;
  description: string;
  labels: string;
  start: boolean;
}

export const SIZES = {
  small: { vcpuCount: 1, memoryMiB: 512 },
  medium: { vcpuCount: 2, memoryMiB: 2048 },
  large: { vcpuCount: 4, memoryMiB: 8192 },
  xlarge: { vcpuCount: 8, memoryMiB: 32_768 },
} as const;

export type SizeKey = keyof typeof SIZES | "custom";

export const EMPTY_FORM: CreateForm = {
  name: "",
  imageId: "",
  size: "small",
  vcpuCount: "1",
  memoryMiB: "512",
  diskGiB: "",
  networkId: "",
  address: "",
  hostname: "",
  userName: "",
  sshKeys: "",
  password: "",
  userData: "",
  hostId: "",
  description: "",
  labels: "",
  start: true,
};

export function sizeOf(form: CreateForm): { vcpuCount: number; memoryMiB: number } {
  if (form.size !== "custom") return SIZES[form.size];
  return { vcpuCount: Number(form.vcpuCount), memoryMiB: Number(form.memoryMiB) };
}

/** Only what differs from the manager's own defaults is sent. */
export function createBody(form: CreateForm, clusterId: string, labels: Record<string, string>) {
  const cloudInit = cloudInitOf(form);
  return {
    name: form.name,
    ...(Object.keys(labels).length > 0 ? { labels } : {}),
    spec: {
      clusterId,
      ...sizeOf(form),
      ...(form.imageId ? { imageId: form.imageId } : {}),
      ...(form.diskGiB ? { diskGiB: Number(form.diskGiB) } : {}),
      ...(form.networkId
        ? { networks: [{ networkId: form.networkId, ...(form.address ? { address: form.address.trim() } : {}) }] }
        : {}),
      ...(cloudInit ? { cloudInit } : {}),
      ...(form.description ? { description: form.description } : {}),
      ...(form.hostId ? { hostId: form.hostId } : {}),
      ...(form.start ? {} : { start: false }),
    },
  };
}

function cloudInitOf({ hostname, userName, sshKeys, password, userData }: CreateForm) {
  const keys = sshKeys
    .split("\n")
    .map((line) => line.trim())
    .filter(Boolean);
  const users = userName.trim() ? [{ name: userName.trim(), sshKeys: keys, ...(password ? { password } : {}) }] : [];
  if (!hostname && users.length === 0 && !userData) return null;
  return { ...(hostname ? { hostname } : {}), users, ...(userData ? { userData } : {}) };
}

/**
 * cloud-init makes an account only for a named user. "unnamed": a key or password was given, but to nobody, and would
 * not be sent. "none": nothing was given, so only an account of the image's own lets anybody in.
 */
export function missingLogin({ userName, sshKeys, password, userData }: CreateForm): "unnamed" | "none" | null {
  if (userName.trim()) return null;
  if (sshKeys.trim() || password) return "unnamed";
  return userData.trim() ? null : "none";
}

/** `/spec/memoryMiB` and `spec.memoryMiB` are the same field. */
export function fieldOf(field: string | null): string {
  return (field ?? "").replace(/^\//, "").replaceAll("/", ".");
}
