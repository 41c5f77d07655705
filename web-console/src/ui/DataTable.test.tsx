import { cleanup, fireEvent, render, screen, within } from "@testing-library/react";
import { afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { I18nProvider, switchLanguage } from "../i18n";
import { DataTable, type Column } from "./DataTable";

interface Row {
  id: string;
  name: string;
}

const columns: Column<Row>[] = [{ key: "name", header: "Name", width: "1fr", sortable: true, cell: (row) => row.name }];
const rowsOf = (count: number): Row[] =>
  Array.from({ length: count }, (_, index) => ({ id: String(index), name: `vm-${index}` }));

function show(props: Partial<Parameters<typeof DataTable<Row>>[0]> = {}) {
  return render(
    <I18nProvider>
      <DataTable label="VMs" rows={rowsOf(5)} rowId={(row) => row.id} columns={columns} empty="nothing" {...props} />
    </I18nProvider>,
  );
}

const press = (...keys: string[]) => keys.forEach((key) => fireEvent.keyDown(document.body, { key }));

describe("DataTable", () => {
  beforeAll(async () => {
    await switchLanguage("en");
    // jsdom has no layout: the window of the table is 320 px high, ten rows.
    Object.defineProperty(HTMLElement.prototype, "offsetHeight", { configurable: true, get: () => 320 });
    Object.defineProperty(HTMLElement.prototype, "offsetWidth", { configurable: true, get: () => 800 });
    Element.prototype.scrollTo = () => undefined;
  });

  afterEach(cleanup);

  it("draws only the rows in view, and says how many there are", () => {
    show({ rows: rowsOf(10_000) });
    expect(screen.getByRole("grid", { name: "VMs" }).getAttribute("aria-rowcount")).toBe("10001");
    expect(screen.getAllByRole("row").length).toBeLessThan(60);
  });

  it("is moved through, opened, inspected and chosen from by keyboard alone", () => {
    const onOpen = vi.fn();
    const onInspect = vi.fn();
    const onSelect = vi.fn();
    show({ onOpen, onInspect, onSelect, selected: new Set(["4"]) });
    press("j", "j", "k", "j", "Enter", " ", "x");
    expect(onOpen).toHaveBeenCalledExactlyOnceWith({ id: "1", name: "vm-1" });
    expect(onInspect).toHaveBeenCalledExactlyOnceWith({ id: "1", name: "vm-1" });
    expect(onSelect).toHaveBeenCalledExactlyOnceWith(new Set(["4", "1"]));
  });

  it("leaves keys alone while someone types", () => {
    const onOpen = vi.fn();
    show({ onOpen });
    press("j");
    const input = document.body.appendChild(document.createElement("input"));
    fireEvent.keyDown(input, { key: "Enter" });
    expect(onOpen).not.toHaveBeenCalled();
    input.remove();
  });

  it("asks for the other direction when the same column is chosen again", () => {
    const onSort = vi.fn();
    show({ sort: { key: "name", descending: false }, onSort });
    const header = screen.getByRole("columnheader", { name: "Name" });
    expect(header.getAttribute("aria-sort")).toBe("ascending");
    fireEvent.click(within(header).getByRole("button"));
    expect(onSort).toHaveBeenCalledWith({ key: "name", descending: true });
  });

  it("says so when there is nothing", () => {
    show({ rows: [] });
    expect(screen.getByText("nothing")).toBeDefined();
  });
});
