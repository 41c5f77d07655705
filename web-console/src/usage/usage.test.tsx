import { readFileSync } from "node:fs";
import { render, screen } from "@testing-library/react";
import { beforeAll, describe, expect, it } from "vitest";
import { I18nProvider, switchLanguage } from "../i18n";
import { HOST_CHARTS, VM_CHARTS, type ChartPlan } from "./figures";
import { LineChart } from "./LineChart";

const metrics = "../manager-server/src/main/java/io/atoll/manager/metrics";
const known = (name: string) => readFileSync(`${metrics}/${name}.java`, "utf8");
const drawn = (plans: readonly ChartPlan[]) => plans.flatMap(({ lines }) => lines.map(({ figure }) => figure));

describe("charts", () => {
  beforeAll(() => switchLanguage("en"));

  it("name figures that the manager has", () => {
    for (const figure of drawn(HOST_CHARTS)) expect(known("HostFigure")).toContain(`"${figure}"`);
    for (const figure of drawn(VM_CHARTS)) expect(known("VmFigure")).toContain(`"${figure}"`);
  });

  it("have gaps where nothing is known, and say the newest and the greatest value in words", () => {
    const { container } = render(
      <I18nProvider>
        <LineChart
          title="Memory"
          times={["2026-05-04T03:00:00Z", "2026-05-04T03:00:20Z", "2026-05-04T03:00:40Z", "2026-05-04T03:01:00Z"]}
          amount={(value) => `${value} MiB`}
          lines={[
            { text: "Used", values: [4, null, 9, 7] },
            { text: "Swap", values: [null, null, null, null] },
          ]}
        />
      </I18nProvider>,
    );
    expect(container.querySelectorAll(".usage-line")).toHaveLength(2);
    expect(screen.getByText(/last 7 MiB, at most 9 MiB/)).toBeDefined();
    expect(screen.getByText(/not known/)).toBeDefined();
  });
});
