import { cleanup, fireEvent, render, screen, waitFor } from "@testing-library/react";
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import type { Call } from "../api/calls";
import { ownProblem, ProblemError } from "../api/http";
import type { Vm } from "../api/types";
import { I18nProvider, switchLanguage } from "../i18n";
import { PasteDialog } from "./PasteDialog";

const manager = vi.hoisted(() => ({ send: vi.fn<(call: Call) => Promise<unknown>>() }));
vi.mock("../api/http", async (original) => ({ ...(await original<object>()), send: manager.send }));

const VM = { metadata: { id: "v1", name: "web" } } as Vm;

function open(onClose: () => void) {
  render(
    <I18nProvider>
      <PasteDialog vm={VM} onClose={onClose} />
    </I18nProvider>,
  );
}

const fill = (text: string) => fireEvent.change(screen.getByRole("textbox"), { target: { value: text } });
const sent = () => manager.send.mock.calls.map(([{ path, body }]) => [path, body]);

beforeAll(async () => {
  // jsdom has none, and React's ids need no escaping.
  vi.stubGlobal("CSS", { escape: (id: string) => id });
  await switchLanguage("en");
});
beforeEach(() => void manager.send.mockReset());
afterEach(cleanup);

describe("PasteDialog", () => {
  it("has the text typed with the layout that was chosen, and closes when all of it is there", async () => {
    const onClose = vi.fn();
    manager.send.mockResolvedValue({ typedCharacters: 5, characters: 5, ending: "COMPLETE" });
    open(onClose);
    fill("grüße");
    fireEvent.change(screen.getByLabelText("Keyboard layout of the guest"), { target: { value: "de" } });
    fireEvent.click(screen.getByText("Type 5 characters"));
    await waitFor(() => expect(onClose).toHaveBeenCalledOnce());
    expect(sent()).toEqual([["/vms/v1/actions/type-text", { text: "grüße", layout: "de" }]]);
  });

  it("stays open and shows every character that was refused", async () => {
    const onClose = vi.fn();
    const refusal = ownProblem("VALIDATION_FAILED", "", 400);
    const causes = [3, 4].map((at) => ({ field: "/text", code: "VALIDATION_FAILED", detail: `refused at ${at}` }));
    manager.send.mockRejectedValue(new ProblemError({ ...refusal, causes }));
    open(onClose);
    fill("grüße");
    fireEvent.click(screen.getByText("Type 5 characters"));
    await screen.findByText("refused at 3");
    expect(screen.getByText("refused at 4")).toBeTruthy();
    expect(onClose).not.toHaveBeenCalled();
  });

  it("says how far it came when the time was over", async () => {
    manager.send.mockResolvedValue({ typedCharacters: 2, characters: 3, ending: "DEADLINE" });
    open(vi.fn());
    fill("abc");
    fireEvent.click(screen.getByText("Type 3 characters"));
    await screen.findByText("The time was over after 2 of 3 characters.");
  });

  it("stops what is being typed", async () => {
    manager.send.mockReturnValueOnce(new Promise(() => undefined)).mockResolvedValue({ wasTyping: true });
    open(vi.fn());
    fill("abc");
    fireEvent.click(screen.getByText("Type 3 characters"));
    fireEvent.click(await screen.findByText("Stop typing"));
    expect(sent().at(-1)).toEqual(["/vms/v1/actions/stop-typing", undefined]);
  });

  it("sends nothing while there is no text", () => {
    open(vi.fn());
    fireEvent.click(screen.getByText("Type 0 characters"));
    expect(manager.send).not.toHaveBeenCalled();
  });
});
