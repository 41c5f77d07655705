import { cleanup, fireEvent, render, screen, waitFor } from "@testing-library/react";
import { afterEach, beforeAll, beforeEach, expect, it, vi } from "vitest";
import { newVm } from "../../dev/mock/world";
import type { Vm } from "../api/types";
import { I18nProvider, switchLanguage } from "../i18n";
import { DeviceDialogs, type DeviceDeed } from "./DeviceDialogs";

const network = { metadata: { id: "net-1", name: "lan" }, spec: { clusterId: "cluster-1" } };
vi.mock("../api/hooks", async (original) => ({
  ...(await original<typeof import("../api/hooks")>()),
  useObjects: () => [network],
}));

const calls: { method: string; path: string; body: unknown }[] = [];

beforeAll(async () => {
  // jsdom has none, and React's ids need no escaping.
  vi.stubGlobal("CSS", { escape: (id: string) => id });
  await switchLanguage("en");
});
beforeEach(() => {
  calls.length = 0;
  vi.stubGlobal("fetch", (url: string, init: RequestInit) => {
    const body = typeof init.body === "string" ? (JSON.parse(init.body) as unknown) : null;
    calls.push({ method: init.method ?? "GET", path: url.replace(/.*\/vms\/[^/]*/, ""), body });
    return Promise.resolve(new Response(JSON.stringify({ id: "task-1" }), { status: 202 }));
  });
});
afterEach(cleanup);

function open(deed: DeviceDeed, powerState: Vm["status"]["powerState"] = "RUNNING") {
  const vm = newVm("web-1", null);
  vm.spec.clusterId = "cluster-1";
  vm.status.powerState = powerState;
  const onClose = vi.fn();
  render(
    <I18nProvider>
      <DeviceDialogs vm={vm} deed={deed} onClose={onClose} />
    </I18nProvider>,
  );
  return onClose;
}

const type = (id: string, value: string) =>
  fireEvent.change(document.querySelector(`#${id}`) as HTMLInputElement, { target: { value } });
const save = () => fireEvent.submit(document.querySelector("form") as HTMLFormElement);

it("grows a disk, and never offers what would shrink it", async () => {
  const onClose = open({ kind: "growDisk", index: 1, sizeGiB: 20 });
  const verb = screen.getByRole<HTMLButtonElement>("button", { name: "Grow" });
  type("disk-size", "20");
  expect(verb.disabled || verb.getAttribute("aria-disabled") === "true").toBe(true);
  type("disk-size", "30");
  save();
  await waitFor(() => expect(onClose).toHaveBeenCalledOnce());
  expect(calls).toEqual([{ method: "POST", path: "/disks/1/actions/grow", body: { sizeGiB: 30 } }]);
});

it("takes an empty field for no limit, and MiB for bytes", async () => {
  const onClose = open({ kind: "limitDisk", index: 0, iopsLimit: 500, bytesPerSecondLimit: 10 * 1024 ** 2 });
  expect((document.querySelector("#disk-rate") as HTMLInputElement).value).toBe("10");
  type("disk-iops", "");
  type("disk-rate", "20");
  save();
  await waitFor(() => expect(onClose).toHaveBeenCalledOnce());
  expect(calls).toEqual([
    { method: "PATCH", path: "/disks/0", body: { iopsLimit: 0, bytesPerSecondLimit: 20 * 1024 ** 2 } },
  ]);
});

it("removes a disk only when the VM's name was typed", async () => {
  const onClose = open({ kind: "removeDisk", index: 1 });
  const button = screen.getByRole("button", { name: "Remove" });
  fireEvent.click(button);
  expect(calls).toEqual([]);
  fireEvent.change(screen.getByRole("textbox"), { target: { value: "web-1" } });
  fireEvent.click(screen.getByRole("button", { name: "Remove" }));
  await waitFor(() => expect(onClose).toHaveBeenCalledOnce());
  expect(calls.map((call) => `${call.method} ${call.path}`)).toEqual(["DELETE /disks/1"]);
});

it("asks for an address only where one was typed", async () => {
  const onClose = open({ kind: "addNic" }, "STOPPED");
  type("nic-address", " 10.0.0.7 ");
  save();
  await waitFor(() => expect(onClose).toHaveBeenCalledOnce());
  expect(calls).toEqual([{ method: "POST", path: "/nics", body: { networkId: "net-1", address: "10.0.0.7" } }]);
});
