import { cleanup, render, screen } from "@testing-library/react";
import { afterEach, beforeAll, describe, expect, it } from "vitest";
import { I18nProvider, switchLanguage } from "../i18n";
import { EstimateNote } from "./EstimateNote";

beforeAll(() => switchLanguage("en"));
afterEach(cleanup);

describe("where a plan's times come from", () => {
  it("is said with the migrations that were measured", () => {
    render(
      <I18nProvider>
        <EstimateNote estimate={{ basis: "MEASURED", migrationCount: 7, bytesPerSecond: 50 * 2 ** 20 }} />
      </I18nProvider>,
    );
    expect(screen.getByText(/last 7 migrations in this cluster.*50.*\/s/)).toBeDefined();
  });

  it("is called an assumption where nothing was measured", () => {
    render(
      <I18nProvider>
        <EstimateNote estimate={{ basis: "ASSUMED", migrationCount: 0, bytesPerSecond: null }} />
      </I18nProvider>,
    );
    expect(screen.getByText(/are assumed, and may turn out longer/)).toBeDefined();
  });
});
