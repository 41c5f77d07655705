import { describe, expect, it } from "vitest";
import type { AlarmDefinition } from "../api/types";
import {
  changedDefinition,
  newDefinition,
  NEW_DEFINITION,
  ofFigure,
  ofKind,
  ofProperty,
  readDefinition,
  typesOf,
  unknownObjects,
  type DefinitionForm,
} from "./definitionForm";

const ID = { a: "01a21e69-a278-705b-960e-66311c632810", b: "01a21e69-a278-705b-960e-66311c632811" };
const GONE = "01a21e69-a278-705b-960e-66311c632899";
const CLUSTER = "01a21e69-a278-705b-960e-66311c632900";
const named = (id: string, name: string) => ({ metadata: { id, name } });
const OBJECTS = [named(ID.a, "n1"), named(ID.b, "n2")];

type Spec = AlarmDefinition["spec"];

function definition(spec: Partial<Omit<Spec, "condition">> & { condition?: Partial<Spec["condition"]> }) {
  return {
    metadata: { id: "d", name: "host-cpu", revision: 4 },
    ...{ status: {}, allowedActions: [] },
    spec: {
      description: "Busy.\nFor long.",
      enabled: true,
      objectKind: "HOST",
      target: { clusterId: null, objectIds: [], labels: {} },
      ...spec,
      condition: {
        type: "METRIC",
        figure: "cpuUsedPercent",
        operator: "ABOVE",
        warning: 90,
        critical: 97.5,
        clearMargin: 5,
        property: null,
        values: [],
        severity: null,
        forSeconds: 300,
        clearForSeconds: 120,
        ...spec.condition,
      },
    },
  } as unknown as AlarmDefinition;
}

const STATE = { type: "STATE", figure: null, operator: null, warning: null, critical: null, clearMargin: 0 } as const;
const METRIC = definition({});
const stateOf = (objectKind: Spec["objectKind"], property: string, values: string[]) =>
  definition({ objectKind, condition: { ...STATE, property, values, severity: "CRITICAL" } });

/** What is sent when one thing was changed in the form of a definition. */
function changed(from: AlarmDefinition, part: Partial<DefinitionForm>) {
  const read = readDefinition(from, OBJECTS);
  return changedDefinition({ ...read.form, ...part }, OBJECTS, read);
}

describe("a new definition", () => {
  const limits = { ...NEW_DEFINITION, name: "cpu", warning: "80", critical: "92.5" };

  it("has a figure and its limits", () => {
    expect(newDefinition(limits, OBJECTS)).toEqual({
      name: "cpu",
      spec: {
        objectKind: "HOST",
        enabled: true,
        condition: {
          type: "METRIC",
          figure: "cpuUsedPercent",
          operator: "ABOVE",
          warning: 80,
          critical: 92.5,
          clearMargin: 0,
          forSeconds: 60,
          clearForSeconds: 60,
        },
      },
    });
  });

  it("has a state, and nothing that only limits have", () => {
    const form = { ...limits, ...ofKind("VM", "STATE"), type: "STATE", values: ["CRASHED"] } as const;
    expect(newDefinition(form, OBJECTS)?.spec?.condition).toEqual({
      type: "STATE",
      property: "powerState",
      values: ["CRASHED"],
      severity: "WARNING",
      forSeconds: 60,
      clearForSeconds: 60,
    });
  });

  it("is about some objects by cluster, names, ids and labels", () => {
    const form = { ...limits, clusterId: CLUSTER, objects: `n2, ${GONE}`, labels: "env=prod canary" };
    expect(newDefinition(form, OBJECTS)?.spec?.target).toEqual({
      clusterId: CLUSTER,
      objectIds: [ID.b, GONE],
      labels: { env: "prod", canary: "" },
    });
  });

  it.each<[string, Partial<DefinitionForm>]>([
    ["without a name", { name: "" }],
    ["without any limit", { warning: " ", critical: "" }],
    ["with a limit that is no number", { critical: "lots" }],
    ["with a margin that is no number", { clearMargin: "x" }],
    ["with a time that is no whole number", { forSeconds: "1.5" }],
    ["without a time to clear", { clearForSeconds: "" }],
    ["about a name that nobody has", { objects: "n1 n7" }],
    ["with a state and no values", { type: "STATE", values: [] }],
  ])("is not sent %s", (_, part) => expect(newDefinition({ ...limits, ...part }, OBJECTS)).toBeNull());

  it("names who is unknown, and whose name two have", () => {
    const two = [...OBJECTS, named(GONE, "n1")];
    expect(unknownObjects({ ...limits, objects: "n1, n7" }, two, null)).toEqual(["n1", "n7"]);
  });

  it("needs no values where any code will do", () => {
    const form = { ...limits, ...ofKind("CLUSTER", "STATE"), type: "STATE" } as const;
    expect(newDefinition(form, [])?.spec?.condition).toMatchObject({ property: "haConcern", values: [] });
    expect(newDefinition({ ...form, codes: "HA_OFF, LONE_HOST" }, [])?.spec?.condition?.values).toEqual([
      "HA_OFF",
      "LONE_HOST",
    ]);
  });
});

describe("what is watched", () => {
  it("has figures or states as its kind allows", () => {
    expect(typesOf("TASK")).toEqual(["STATE"]);
    expect(typesOf("POOL")).toEqual(["METRIC", "STATE"]);
    expect(ofKind("TASK", "METRIC")).toMatchObject({ type: "STATE", property: "taskState", figure: "" });
  });

  it("forgets limits and states that belong to something else", () => {
    expect(ofKind("POOL", "METRIC")).toMatchObject({ figure: "usedPercent", warning: "", objects: "", values: [] });
    expect(ofFigure("freeGiB")).toMatchObject({ operator: "BELOW", critical: "" });
    expect(ofProperty("haState")).toEqual({ property: "haState", values: [], codes: "" });
  });
});

describe("a definition that was read", () => {
  it.each([
    ["limits", METRIC],
    ["one limit", definition({ condition: { warning: null, operator: "BELOW" } })],
    ["a state", stateOf("HOST", "connectionState", ["DISCONNECTED", "REFUSED"])],
    ["codes", stateOf("CLUSTER", "haConcern", ["LONE_HOST"])],
    ["any code", stateOf("CLUSTER", "haConcern", [])],
    ["a state of tasks", stateOf("TASK", "taskState", ["FAILED"])],
    ["a figure that this console does not know", definition({ condition: { figure: "gpuUsedPercent" } })],
    ["objects that are gone", definition({ target: { clusterId: CLUSTER, objectIds: [GONE, ID.a], labels: {} } })],
    ["labels with blanks", definition({ target: { clusterId: null, objectIds: [], labels: { a: "b c", d: "" } } })],
  ])("has nothing to send untouched: %s", (_, read) => expect(changed(read, {})).toBeNull());

  it.each<[string, AlarmDefinition, Partial<DefinitionForm>, object]>([
    ["name", METRIC, { name: "cpu" }, { name: "cpu" }],
    ["description", METRIC, { description: "" }, { spec: { description: "" } }],
    ["enabled", METRIC, { enabled: false }, { spec: { enabled: false } }],
    ["cluster", METRIC, { clusterId: CLUSTER }, { spec: { target: { clusterId: CLUSTER } } }],
    ["objects", METRIC, { objects: "n2" }, { spec: { target: { objectIds: [ID.b] } } }],
    ["labels", METRIC, { labels: "env=prod" }, { spec: { target: { labels: { env: "prod" } } } }],
  ])("sends only its %s when that was changed", (_, read, part, body) => expect(changed(read, part)).toEqual(body));

  const condition = {
    type: "METRIC",
    figure: "cpuUsedPercent",
    operator: "ABOVE",
    warning: 90,
    critical: 97.5,
    clearMargin: 5,
    forSeconds: 300,
    clearForSeconds: 120,
  };
  it.each<[keyof DefinitionForm, string, object]>([
    ["figure", "memoryUsedPercent", { figure: "memoryUsedPercent" }],
    ["operator", "BELOW", { operator: "BELOW" }],
    ["warning", "-1.5", { warning: -1.5 }],
    ["critical", " 99 ", { critical: 99 }],
    ["clearMargin", "0.5", { clearMargin: 0.5 }],
    ["forSeconds", "0", { forSeconds: 0 }],
    ["clearForSeconds", "7", { clearForSeconds: 7 }],
  ])("sends the condition as a whole when its %s was changed", (key, typed, differs) =>
    expect(changed(METRIC, { [key]: typed })).toEqual({ spec: { condition: { ...condition, ...differs } } }),
  );

  it("drops a limit that was emptied", () => {
    expect(changed(METRIC, { warning: "" })).toEqual({ spec: { condition: { ...condition, warning: undefined } } });
  });

  it("sends states with their severity", () => {
    const read = stateOf("HOST", "connectionState", ["DISCONNECTED"]);
    const whole = { type: "STATE", property: "connectionState", forSeconds: 300, clearForSeconds: 120 };
    expect(changed(read, { values: ["REFUSED"] })).toEqual({
      spec: { condition: { ...whole, values: ["REFUSED"], severity: "CRITICAL" } },
    });
    expect(changed(read, { severity: "WARNING" })).toEqual({
      spec: { condition: { ...whole, values: ["DISCONNECTED"], severity: "WARNING" } },
    });
  });

  it("goes back to all objects by an empty target", () => {
    const read = definition({ target: { clusterId: null, objectIds: [ID.a], labels: {} } });
    expect(readDefinition(read, OBJECTS).form.objects).toBe("n1");
    expect(changed(read, { objects: "" })).toEqual({ spec: { target: {} } });
  });

  it("keeps labels that a line cannot say while something beside them is changed, and refuses to break them", () => {
    const read = definition({ target: { clusterId: null, objectIds: [], labels: { a: "b c" } } });
    expect(changed(read, { clusterId: CLUSTER })).toEqual({
      spec: { target: { clusterId: CLUSTER, labels: { a: "b c" } } },
    });
    expect(changed(read, { labels: "a=b c x=y" })).toBeNull();
  });

  it("keeps its objects though one of them is renamed meanwhile", () => {
    const read = readDefinition(definition({ target: { clusterId: null, objectIds: [ID.a], labels: {} } }), OBJECTS);
    const renamed = [named(ID.a, "n9"), named(ID.b, "n2")];
    expect(changedDefinition({ ...read.form, name: "x" }, renamed, read)).toEqual({ name: "x" });
  });
});
