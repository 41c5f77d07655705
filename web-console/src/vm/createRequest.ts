/** The form of "create VM" and the request it stands for. */
import { NEW_VM_HA, vmHaForm, type VmHaForm } from "../ha/vmHaForm";
import type { VmHa } from "../api/types";
import { fieldOf, type Violation } from "../ui/violations";
import { wholeNumber } from "../ui/wholeNumber";

export interface CreateForm {
  /** Of one VM; the pattern of many. */
  name: string;
  count: string;
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
  resourcePoolId: string;
  description: string;
  labels: string;
  start: boolean;
  ha: VmHaForm;
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
  count: "1",
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
  resourcePoolId: "",
  description: "",
  labels: "",
  start: true,
  ha: vmHaForm(NEW_VM_HA, []),
};

/** Null if what was typed is no number. */
export function sizeOf(form: CreateForm): { vcpuCount: number; memoryMiB: number } | null {
  if (form.size !== "custom") return SIZES[form.size];
  const vcpuCount = wholeNumber(form.vcpuCount);
  const memoryMiB = wholeNumber(form.memoryMiB);
  return vcpuCount === null || memoryMiB === null ? null : { vcpuCount, memoryMiB };
}

/** The fields that ask for a number and did not get one. */
export function numberFaults({ size, count, vcpuCount, memoryMiB, diskGiB }: CreateForm): Violation[] {
  const typed = [
    { field: "count", text: count },
    ...(size === "custom" ? [{ field: "spec.vcpuCount", text: vcpuCount }] : []),
    ...(size === "custom" ? [{ field: "spec.memoryMiB", text: memoryMiB }] : []),
    ...(diskGiB ? [{ field: "spec.diskGiB", text: diskGiB }] : []),
  ];
  return typed
    .filter(({ text }) => wholeNumber(text) === null)
    .map(({ field }) => ({ field, code: "NOT_A_NUMBER", detail: "" }));
}

/**
 * Only what differs from the manager's own defaults is sent; nothing, while a number or a name in it cannot be read.
 * `ha` is what the form's part about HA comes to.
 */
export function createBody(
  form: CreateForm,
  clusterId: string,
  labels: Record<string, string>,
  ha: Partial<VmHa> | null = {},
) {
  const size = sizeOf(form);
  const diskGiB = form.diskGiB ? wholeNumber(form.diskGiB) : undefined;
  if (size === null || diskGiB === null || ha === null || countOf(form) === null) return null;
  const cloudInit = cloudInitOf(form);
  return {
    name: form.name,
    ...(Object.keys(labels).length > 0 ? { labels } : {}),
    spec: {
      clusterId,
      ...size,
      ...(form.imageId ? { imageId: form.imageId } : {}),
      ...(diskGiB === undefined ? {} : { diskGiB }),
      ...(form.networkId
        ? { networks: [{ networkId: form.networkId, ...(form.address ? { address: form.address.trim() } : {}) }] }
        : {}),
      ...(cloudInit ? { cloudInit } : {}),
      ...(form.description ? { description: form.description } : {}),
      ...(form.hostId ? { hostId: form.hostId } : {}),
      ...(form.resourcePoolId ? { resourcePoolId: form.resourcePoolId } : {}),
      ...(Object.keys(ha).length > 0 ? { ha } : {}),
      ...(form.start ? {} : { start: false }),
    },
  };
}

/** How many VMs are asked for; null if what was typed is no number. */
export const countOf = (form: CreateForm): number | null => wholeNumber(form.count);

const NUMBER = /\{n(:0[1-6])?\}/;

/** The name as a pattern: a name without a place for the number gets one at its end. */
export const patternOf = (name: string): string => (name === "" || name.includes("{") ? name : `${name}-{n}`);

/** The names of the first and the last VM. */
export function endsOf(pattern: string, count: number): [string, string] {
  const name = (number: number) =>
    pattern.replace(NUMBER, (_, digits: string | undefined) =>
      String(number).padStart(Number(digits?.slice(2) ?? 1), "0"),
    );
  return [name(1), name(count)];
}

/** The request for many VMs; nothing, while there is none for one VM either, or only one is asked for. */
export function batchBody(
  form: CreateForm,
  clusterId: string,
  labels: Record<string, string>,
  ha: Partial<VmHa> | null = {},
) {
  const one = createBody(form, clusterId, labels, ha);
  const count = countOf(form);
  if (one === null || count === null || count === 1) return null;
  const { name, ...more } = one;
  return { namePattern: patternOf(name), count, ...more };
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

/** The fields of the form, as the API names them. */
const FIELDS = [
  "name",
  "count",
  "labels",
  "spec.imageId",
  "spec.vcpuCount",
  "spec.memoryMiB",
  "spec.diskGiB",
  "spec.networks",
  "spec.networks.address",
  "spec.cloudInit.users",
  "spec.cloudInit.users.sshKeys",
  "spec.cloudInit.users.password",
  "spec.cloudInit.hostname",
  "spec.cloudInit.userData",
  "spec.description",
  "spec.hostId",
  "spec.resourcePoolId",
  "spec.ha",
] as const;
export type FormField = (typeof FIELDS)[number];

/** Where in the form a violation is shown: at the field that is nearest to what it names, and at that one only. */
export function formField(violation: Violation): FormField | undefined {
  const told = fieldOf(violation.field);
  const named = told === "namePattern" ? "name" : told;
  return FIELDS.filter((field) => named === field || named.startsWith(`${field}.`)).sort(
    (a, b) => b.length - a.length,
  )[0];
}
