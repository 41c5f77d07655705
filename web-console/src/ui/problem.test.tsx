import { readFileSync } from "node:fs";
import { render, screen } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { ownProblem } from "../api/http";
import type { Refusal } from "../api/types";
import { I18nProvider, switchLanguage } from "../i18n";
import { en } from "../i18n/en";
import { ProblemView } from "./Problem";

const PROBLEM: Refusal = {
  title: "No host fits",
  status: 409,
  code: "PLACEMENT_NO_HOST",
  detail: "None of 2 hosts can take VM db-1.",
  causes: [{ host: "n1", check: "memory", need: 8192, free: 3277, unit: "MiB", detail: "needs 8192 MiB" }],
  hints: [{ text: "Stop a VM on n1." }],
  traceId: "4bf92f35",
};

async function show(language: "en" | "zh", problem: Refusal): Promise<string> {
  await switchLanguage(language);
  const { unmount } = render(
    <I18nProvider>
      <ProblemView problem={problem} />
    </I18nProvider>,
  );
  const text = screen.getByRole("alert").textContent;
  unmount();
  return text;
}

describe("ProblemView", () => {
  it("tells what, why with the numbers, what to do, and the trace", async () => {
    const text = await show("en", PROBLEM);
    expect(text).toContain("No host can take this VM.");
    expect(text).toContain("n1 Memory: needs 8,192 MiB, 3,277 MiB free");
    expect(text).toContain("Stop a VM on n1.");
    expect(text).toContain("PLACEMENT_NO_HOST · Trace 4bf92f35");
  });

  it("tells it in Chinese by code and check", async () => {
    expect(await show("zh", PROBLEM)).toContain("内存：需要 8,192 MiB，可用 3,277 MiB");
  });

  it("says the same cause once", async () => {
    const detail = "name must be 1 to 63 characters.";
    const cause = { field: "name", detail };
    const text = await show("en", { ...PROBLEM, code: "VALIDATION_FAILED", detail, causes: [cause, cause] });
    expect(text.split(detail)).toHaveLength(2);
  });

  it("shows the manager's own words for a code it does not know, as text", async () => {
    const text = await show("en", { ...ownProblem("NEW_CODE", "New", 409), detail: "<b>what</b> happened" });
    expect(text).toContain("<b>what</b> happened");
  });
});

describe("error codes", () => {
  it("of the agent and its storage all have a text", () => {
    const sources = [
      "../host-agent/agent-daemon/src/main/java/io/atoll/agent/operation/RefusalCode.java",
      "../host-agent/hypervisor-core/src/main/java/io/atoll/hypervisor/api/HypervisorErrorCode.java",
      "../storage-pools/src/main/java/io/atoll/storage/StorageProblem.java",
    ].map((path) => readFileSync(path, "utf8"));
    const codes = sources.flatMap((source) =>
      [...source.matchAll(/^ {4}([A-Z][A-Z_]+)[,;(]/gm)].map((match) => match[1] ?? ""),
    );
    expect(codes.length).toBeGreaterThan(40);
    expect(codes.filter((code) => !(`problem.${code}` in en))).toEqual([]);
  });

  it("of the manager all have a text", () => {
    const source = readFileSync("../manager-server/src/main/java/io/atoll/manager/problem/ErrorCode.java", "utf8");
    const codes = [...source.matchAll(/^ {4}([A-Z][A-Z_]+)\(\d{3},/gm)].map((match) => match[1]);
    expect(codes.length).toBeGreaterThan(40);
    expect(codes.filter((code) => !(`problem.${code ?? ""}` in en))).toEqual([]);
  });
});
