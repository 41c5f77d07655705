import { cleanup, render, screen } from "@testing-library/react";
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { newTask } from "../../dev/mock/world";
import { ownProblem, ProblemError } from "../api/http";
import { objects } from "../api/objects";
import { I18nProvider, switchLanguage } from "../i18n";
import { Gone } from "./Gone";
import { Notices } from "./Notices";
import { askDeletion } from "./ownDeletions";

const navigate = vi.hoisted(() => vi.fn());
vi.mock("@tanstack/react-router", () => ({
  useNavigate: () => navigate,
  Link: ({ to, children }: { to: string; children: string }) => <a href={to}>{children}</a>,
}));

const task = () => newTask("vm.delete", [], ["delete"]);

function show(id: string, kind: "vm" | "host") {
  cleanup();
  navigate.mockClear();
  render(
    <I18nProvider>
      <Gone id={id} kind={kind} />
      <Notices />
    </I18nProvider>,
  );
}

const mayHaveBeenDeleted = () => screen.queryByText(/It may have been deleted/) !== null;

describe("the page of an object that went away", () => {
  beforeAll(() => switchLanguage("en"));
  beforeEach(() => vi.useFakeTimers());
  afterEach(() => {
    vi.runAllTimers();
    vi.useRealTimers();
    cleanup();
  });

  it("leads back to the list, with a notice, who deleted it", async () => {
    await askDeletion("h1", "n1", () => Promise.resolve(task()));
    show("h1", "host");
    expect(navigate).toHaveBeenCalledWith({ to: "/hosts", replace: true });
    expect(screen.getByRole("status").textContent).toContain("Host n1 was removed.");
  });

  it("says it once: the address has nothing for who comes back to it", async () => {
    await askDeletion("v1", "web-1", () => Promise.resolve(task()));
    show("v1", "vm");
    expect(mayHaveBeenDeleted()).toBe(false);
    show("v1", "vm");
    expect(mayHaveBeenDeleted()).toBe(true);
  });

  it("knows a deletion whose end is told before the manager's answer arrives", () => {
    void askDeletion("v2", "web-2", () => new Promise<undefined>(() => undefined));
    show("v2", "vm");
    expect(navigate).toHaveBeenCalledOnce();
  });

  it("shows everybody else that it may have been deleted, and the way to the list", () => {
    show("v3", "vm");
    expect(navigate).not.toHaveBeenCalled();
    expect(mayHaveBeenDeleted()).toBe(true);
    expect(screen.getByRole("link", { name: "VMs" }).getAttribute("href")).toBe("/vms");
  });

  it("does not take somebody else's deletion for one that was refused or failed here", async () => {
    const refused = new ProblemError(ownProblem("VM_WRONG_STATE", "no", 409));
    await expect(askDeletion("v4", "web-4", () => Promise.reject(refused))).rejects.toBe(refused);
    const failed = task();
    await askDeletion("v5", "web-5", () => Promise.resolve(failed));
    objects.task.put({ ...failed, state: "FAILED" });
    for (const id of ["v4", "v5"]) {
      show(id, "vm");
      expect(navigate).not.toHaveBeenCalled();
      expect(mayHaveBeenDeleted()).toBe(true);
    }
  });
});
