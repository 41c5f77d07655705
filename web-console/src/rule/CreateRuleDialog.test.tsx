import { cleanup, fireEvent, render, screen, waitFor } from "@testing-library/react";
import { afterEach, beforeAll, expect, it, vi } from "vitest";
import { metadata, newClusterHa } from "../../dev/mock/world";
import type { Cluster } from "../api/types";
import { I18nProvider, switchLanguage } from "../i18n";
import { CreateRuleDialog } from "./CreateRuleDialog";

const cluster: Cluster = {
  metadata: metadata("default"),
  spec: { description: "", cpuBaseline: "auto", cpuOvercommitRatio: 4, ha: newClusterHa() },
  status: { hostCount: 1, vmCount: 0, effectiveCpuBaseline: "", memoryMiB: { capacity: 0, committed: 0 } },
  allowedActions: [],
};

beforeAll(async () => {
  // jsdom has none, and React's ids need no escaping.
  vi.stubGlobal("CSS", { escape: (id: string) => id });
  await switchLanguage("en");
});
afterEach(cleanup);

it("says that no way is found to meet a rule before it is saved, and saves it when told again", async () => {
  const paths: string[] = [];
  const feasibility = { outcome: "NO_WAY_FOUND", reasons: ["VM db-1 fits on no host."] };
  vi.stubGlobal("fetch", (url: string) => {
    paths.push(url.replace(/.*\/clusters\/[^/]*/, ""));
    return Promise.resolve(
      new Response(JSON.stringify({ wouldSucceed: true, violations: [], plan: { status: { feasibility } } })),
    );
  });
  const onClose = vi.fn();
  render(
    <I18nProvider>
      <CreateRuleDialog cluster={cluster} onClose={onClose} onCreated={vi.fn()} />
    </I18nProvider>,
  );
  fireEvent.change(document.querySelector("#rule-name") as HTMLInputElement, { target: { value: "apart" } });
  fireEvent.change(document.querySelector("#rule-vms") as HTMLInputElement, { target: { value: "tier=db" } });
  fireEvent.submit(document.querySelector("form") as HTMLFormElement);
  await waitFor(() => expect(screen.getByRole("alert").textContent).toContain("VM db-1 fits on no host."));
  expect(paths).toEqual(["/rules?dryRun=true"]);
  expect(onClose).not.toHaveBeenCalled();
  screen.getByText("Make it all the same");
  fireEvent.submit(document.querySelector("form") as HTMLFormElement);
  await waitFor(() => expect(onClose).toHaveBeenCalledOnce());
  expect(paths).toEqual(["/rules?dryRun=true", "/rules"]);
});
