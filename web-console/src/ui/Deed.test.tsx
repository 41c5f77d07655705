import { cleanup, fireEvent, render, screen } from "@testing-library/react";
import { afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import type { StreamPhase } from "../api/live";
import { I18nProvider, switchLanguage } from "../i18n";
import { DeedButton } from "./Deed";

const stream = vi.hoisted((): { phase: StreamPhase } => ({ phase: "LIVE" }));
vi.mock("../api/hooks", () => ({ useStream: () => stream }));

function clicked(phase: StreamPhase): { done: boolean; title: string } {
  const onClick = vi.fn();
  stream.phase = phase;
  render(
    <I18nProvider>
      <DeedButton onClick={onClick}>Shut down</DeedButton>
    </I18nProvider>,
  );
  const button = screen.getByRole("button");
  fireEvent.click(button);
  return { done: onClick.mock.calls.length > 0, title: button.title };
}

describe("DeedButton", () => {
  beforeAll(() => switchLanguage("en"));
  afterEach(cleanup);

  it("does what it says while the manager is heard", () => {
    expect(clicked("LIVE")).toEqual({ done: true, title: "" });
  });

  it("does nothing and says why while the manager is out of reach", () => {
    const { done, title } = clicked("DOWN");
    expect(done).toBe(false);
    expect(title).toContain("cannot be reached");
  });
});
