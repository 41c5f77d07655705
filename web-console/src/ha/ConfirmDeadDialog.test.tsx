import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { cleanup, fireEvent, render, screen, waitFor } from "@testing-library/react";
import { afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { newClusterHa, newHost, metadata } from "../../dev/mock/world";
import type { Cluster } from "../api/types";
import { I18nProvider, switchLanguage } from "../i18n";
import { ConfirmDeadDialog } from "./ConfirmDeadDialog";

const cluster: Cluster = {
  metadata: metadata("default"),
  spec: { description: "", cpuBaseline: "auto", cpuOvercommitRatio: 4, ha: newClusterHa() },
  status: { hostCount: 1, vmCount: 0, effectiveCpuBaseline: "", memoryMiB: { capacity: 0, committed: 0 } },
  allowedActions: [],
};
const host = newHost("n4", cluster, "10.66.0.14", []);
const plan = {
  hostId: host.metadata.id,
  hostName: "n4",
  acting: true,
  doubt: null,
  restarts: [],
  notRestarted: [],
  unprotected: [],
};

/** Answers every call with this, and gives what was sent: path and body. */
function answerAll(answer: object) {
  const sent: [string, unknown][] = [];
  vi.stubGlobal("fetch", (url: string, { body }: { body: string }) => {
    sent.push([url.replace(/.*\/actions\//, ""), JSON.parse(body)]);
    return Promise.resolve(new Response(JSON.stringify(answer)));
  });
  return sent;
}

function open(onClose = vi.fn()) {
  render(
    <QueryClientProvider client={new QueryClient()}>
      <I18nProvider>
        <ConfirmDeadDialog host={host} onClose={onClose} />
      </I18nProvider>
    </QueryClientProvider>,
  );
  return onClose;
}

const confirm = () => screen.getByText("It is off: restart its VMs").closest("button") as HTMLButtonElement;

beforeAll(async () => {
  // jsdom has none, and React's ids need no escaping.
  vi.stubGlobal("CSS", { escape: (id: string) => id });
  await switchLanguage("en");
});
afterEach(cleanup);

describe("ConfirmDeadDialog", () => {
  it("asks first what would happen, and does it only once the host's name is typed", async () => {
    const sent = answerAll({ wouldSucceed: true, violations: [], plan });
    const onClose = open();
    const name = await screen.findByLabelText("Type n4 to confirm");
    expect(sent).toEqual([["confirm-dead?dryRun=true", { hostName: "n4" }]]);
    fireEvent.change(name, { target: { value: "n" } });
    expect(confirm().disabled).toBe(true);
    fireEvent.submit(document.querySelector("form") as HTMLFormElement);
    expect(sent).toHaveLength(1);
    fireEvent.change(name, { target: { value: "n4" } });
    fireEvent.change(screen.getByLabelText("How do you know?"), { target: { value: "I pulled the plug" } });
    fireEvent.submit(document.querySelector("form") as HTMLFormElement);
    await waitFor(() => expect(onClose).toHaveBeenCalledOnce());
    expect(sent[1]).toEqual(["confirm-dead", { hostName: "n4", note: "I pulled the plug" }]);
  });

  it("says why the manager would not accept it, and offers nothing to type", async () => {
    const detail = "Host n4 cannot be confirmed dead: it renews its beat in ZooKeeper.";
    answerAll({ wouldSucceed: false, violations: [{ code: "HOST_ALIVE", detail, causes: [] }], plan: null });
    open();
    await screen.findByText(detail);
    expect(screen.queryByLabelText("Type n4 to confirm")).toBeNull();
    expect(confirm().disabled).toBe(true);
  });
});
