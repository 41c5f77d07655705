import { cleanup, fireEvent, render, screen, waitFor } from "@testing-library/react";
import { useState } from "react";
import { afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { to } from "../api/calls";
import { ownProblem, ProblemError } from "../api/http";
import { I18nProvider, switchLanguage } from "../i18n";
import { FormDialog } from "./FormDialog";
import { TextField } from "./TextField";

function Example({ onSubmit, onClose }: { onSubmit: () => Promise<void>; onClose: () => void }) {
  const [name, setName] = useState("");
  const [vlan, setVlan] = useState("0");
  return (
    <I18nProvider>
      <FormDialog title="Create" verb="Go" ready call={to.get("/vms")} onSubmit={onSubmit} onClose={onClose}>
        <TextField id="name" field="name" label="Name" value={name} onChange={setName} />
        <TextField id="vlan" field="spec.vlan" label="VLAN" type="whole" value={vlan} onChange={setVlan} />
      </FormDialog>
    </I18nProvider>
  );
}

const type = (label: string, value: string) => fireEvent.change(screen.getByLabelText(label), { target: { value } });

beforeAll(async () => {
  // jsdom has none, and React's ids need no escaping.
  vi.stubGlobal("CSS", { escape: (id: string) => id });
  await switchLanguage("en");
});
afterEach(cleanup);

describe("FormDialog", () => {
  it("is still there, filled in, when “Show as API” is closed by Escape; the next Escape closes it", async () => {
    const onClose = vi.fn();
    render(<Example onSubmit={vi.fn()} onClose={onClose} />);
    type("Name", "lan");
    fireEvent.click(screen.getByText("Show as API"));
    await screen.findByText("The same from a script");
    fireEvent.keyDown(document.body, { key: "Escape" });
    await waitFor(() => expect(screen.queryByText("The same from a script")).toBeNull());
    expect(onClose).not.toHaveBeenCalled();
    expect(screen.getByLabelText<HTMLInputElement>("Name").value).toBe("lan");
    fireEvent.keyDown(document.body, { key: "Escape" });
    expect(onClose).toHaveBeenCalledOnce();
  });

  it("marks the field that a refusal is about", async () => {
    const refusal = ownProblem("VALIDATION_FAILED", "", 422);
    const cause = { field: "/spec/vlan", code: "VALIDATION_FAILED", detail: "spec.vlan must be 0 to 4094." };
    const onSubmit = () => Promise.reject(new ProblemError({ ...refusal, causes: [cause] }));
    render(<Example onSubmit={onSubmit} onClose={vi.fn()} />);
    type("VLAN", "5000");
    fireEvent.submit(document.querySelector("form") as HTMLFormElement);
    await waitFor(() => expect(screen.getByLabelText("VLAN").getAttribute("aria-invalid")).toBe("true"));
    expect(document.getElementById("vlan-help")?.textContent).toContain("spec.vlan must be 0 to 4094.");
    expect(screen.getByLabelText("Name").getAttribute("aria-invalid")).toBe("false");
  });

  it("says at the field that a number is needed", () => {
    render(<Example onSubmit={vi.fn()} onClose={vi.fn()} />);
    type("VLAN", "ten");
    expect(document.getElementById("vlan-help")?.textContent).toContain("A whole number is needed here.");
  });
});
