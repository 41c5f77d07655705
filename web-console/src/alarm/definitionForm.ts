/** What is asked about a definition of alarms, and what of it is sent. */
import type { AlarmDefinition, AlarmDefinitionRequest } from "../api/types";
import { decimalNumber } from "../ui/decimalNumber";
import { keysOf } from "../ui/keysOf";
import { labelsToText } from "../ui/labelText";
import { wholeNumber } from "../ui/wholeNumber";
import { choiceOf, FIGURES, propertiesOf, sinks, type AlarmObjectKind } from "./conditions";
import { changedParts, idsOf, labelsBreak, labelsOf, namesOf, type Named } from "./target";

type Spec = NonNullable<AlarmDefinitionRequest["spec"]>;
type Condition = NonNullable<Spec["condition"]>;
type Target = NonNullable<Spec["target"]>;
export type ConditionType = Condition["type"];
export type Operator = NonNullable<Condition["operator"]>;
export type Severity = NonNullable<Condition["severity"]>;

export const OPERATORS = keysOf<Operator>({ ABOVE: true, BELOW: true });
export const SEVERITIES = keysOf<Severity>({ WARNING: true, CRITICAL: true });
const TYPES = keysOf<ConditionType>({ METRIC: true, STATE: true });

/** Texts are as they were typed. */
export interface DefinitionForm {
  name: string;
  description: string;
  enabled: boolean;
  objectKind: AlarmObjectKind;
  /** "": of all clusters. */
  clusterId: string;
  /** Names or ids; "": all. */
  objects: string;
  labels: string;
  type: ConditionType;
  figure: string;
  operator: Operator;
  warning: string;
  critical: string;
  clearMargin: string;
  property: string;
  /** Of a property that has a few states. */
  values: readonly string[];
  /** Of one that has any code. */
  codes: string;
  severity: Severity;
  forSeconds: string;
  clearForSeconds: string;
}

/** A definition as it was read, with the form that it became. */
export interface ReadDefinition {
  definition: AlarmDefinition;
  form: DefinitionForm;
}

/** A kind without figures, tasks for example, has states only. */
export const typesOf = (kind: AlarmObjectKind): readonly ConditionType[] =>
  TYPES.filter((type) => type === "STATE" || FIGURES[kind].length > 0);

/** What is watched of another kind: its first figure, or its first state. */
export function ofKind(objectKind: AlarmObjectKind, type: ConditionType): Partial<DefinitionForm> {
  const types = typesOf(objectKind);
  return {
    objectKind,
    type: types.includes(type) ? type : "STATE",
    objects: "",
    ...ofFigure(FIGURES[objectKind][0] ?? ""),
    ...ofProperty(propertiesOf(objectKind)[0] ?? ""),
  };
}

/** Limits of one figure say nothing about another. */
export const ofFigure = (figure: string): Partial<DefinitionForm> => ({
  figure,
  operator: sinks(figure) ? "BELOW" : "ABOVE",
  warning: "",
  critical: "",
  clearMargin: "0",
});

export const ofProperty = (property: string): Partial<DefinitionForm> => ({ property, values: [], codes: "" });

export const NEW_DEFINITION: DefinitionForm = {
  name: "",
  description: "",
  enabled: true,
  objectKind: "HOST",
  clusterId: "",
  objects: "",
  labels: "",
  type: "METRIC",
  figure: FIGURES.HOST[0],
  operator: "ABOVE",
  warning: "",
  critical: "",
  clearMargin: "0",
  property: propertiesOf("HOST")[0] ?? "",
  values: [],
  codes: "",
  severity: "WARNING",
  forSeconds: "60",
  clearForSeconds: "60",
};

/** A definition as a form, with everything else as a new one has it. */
export function readDefinition(definition: AlarmDefinition, objects: readonly Named[]): ReadDefinition {
  const { metadata, spec } = definition;
  const { condition, target } = spec;
  const number = (value: number | null) => (value === null ? "" : String(value));
  const kind = spec.objectKind;
  const chosen = choiceOf(kind, condition.property ?? "").values.length > 0;
  const form: DefinitionForm = {
    ...NEW_DEFINITION,
    ...ofKind(kind, condition.type),
    name: metadata.name,
    description: spec.description,
    enabled: spec.enabled,
    clusterId: target.clusterId ?? "",
    objects: namesOf(target.objectIds, objects),
    labels: labelsToText(target.labels),
    forSeconds: String(condition.forSeconds),
    clearForSeconds: String(condition.clearForSeconds),
    ...(condition.figure === null ? {} : { figure: condition.figure }),
    ...(condition.operator === null ? {} : { operator: condition.operator }),
    warning: number(condition.warning),
    critical: number(condition.critical),
    clearMargin: String(condition.clearMargin),
    ...(condition.property === null ? {} : { property: condition.property }),
    values: chosen ? condition.values : [],
    codes: chosen ? "" : condition.values.join(", "),
    ...(condition.severity === null ? {} : { severity: condition.severity }),
  };
  return { definition, form };
}

/** Names that mean nobody, or more than one. */
export function unknownObjects(form: DefinitionForm, objects: readonly Named[], read: ReadDefinition | null): string[] {
  return form.objects === read?.form.objects ? [] : idsOf(form.objects, objects).unknown;
}

export const breaksLabels = (form: DefinitionForm, read: ReadDefinition | null): boolean =>
  labelsBreak(form.labels, read?.definition.spec.target.labels ?? {});

/** The request for a new definition, or null while something is missing or cannot be read. */
export function newDefinition(form: DefinitionForm, objects: readonly Named[]): AlarmDefinitionRequest | null {
  const parts = partsOf(form, objects, null);
  if (form.name === "" || parts === null) return null;
  const { target, description, ...spec } = parts;
  return {
    name: form.name,
    spec: {
      objectKind: form.objectKind,
      ...spec,
      ...(description === "" ? {} : { description }),
      ...(Object.keys(target).length === 0 ? {} : { target }),
    },
  };
}

/** The request that changes what was changed in the form; null: nothing was, or it cannot be read. */
export function changedDefinition(
  form: DefinitionForm,
  objects: readonly Named[],
  read: ReadDefinition,
): AlarmDefinitionRequest | null {
  const after = partsOf(form, objects, read);
  if (form.name === "" || after === null) return null;
  const before = partsOf(read.form, objects, read);
  const spec = before === null ? after : changedParts(before, after);
  const named = form.name === read.form.name ? {} : { name: form.name };
  const body = { ...named, ...(Object.keys(spec).length === 0 ? {} : { spec }) };
  return Object.keys(body).length === 0 ? null : body;
}

interface Parts {
  description: string;
  enabled: boolean;
  target: Target;
  condition: Condition;
}

function partsOf(form: DefinitionForm, objects: readonly Named[], read: ReadDefinition | null): Parts | null {
  const condition = conditionOf(form);
  if (condition === null || unknownObjects(form, objects, read).length > 0 || breaksLabels(form, read)) return null;
  const { description, enabled } = form;
  return { description, enabled, target: targetOf(form, objects, read), condition };
}

function targetOf(form: DefinitionForm, objects: readonly Named[], read: ReadDefinition | null): Target {
  const before = read?.definition.spec.target;
  const untouched = before && form.objects === read.form.objects;
  const objectIds = untouched ? before.objectIds : idsOf(form.objects, objects).ids;
  const labels = labelsOf(form.labels, before?.labels ?? {});
  return {
    ...(form.clusterId === "" ? {} : { clusterId: form.clusterId }),
    ...(objectIds.length === 0 ? {} : { objectIds }),
    ...(Object.keys(labels).length === 0 ? {} : { labels }),
  };
}

function conditionOf(form: DefinitionForm): Condition | null {
  const forSeconds = wholeNumber(form.forSeconds);
  const clearForSeconds = wholeNumber(form.clearForSeconds);
  if (forSeconds === null || clearForSeconds === null) return null;
  const watched = form.type === "METRIC" ? limitsOf(form) : stateOf(form);
  return watched && { ...watched, forSeconds, clearForSeconds };
}

function limitsOf(form: DefinitionForm): Condition | null {
  const { figure, operator } = form;
  const limits = [form.warning, form.critical, form.clearMargin].filter((text) => text.trim() !== "");
  if (limits.some((text) => decimalNumber(text) === null)) return null;
  const warning = decimalNumber(form.warning);
  const critical = decimalNumber(form.critical);
  if (warning === null && critical === null) return null;
  return {
    type: "METRIC",
    figure,
    operator,
    ...(warning === null ? {} : { warning }),
    ...(critical === null ? {} : { critical }),
    clearMargin: decimalNumber(form.clearMargin) ?? 0,
  };
}

function stateOf(form: DefinitionForm): Condition | null {
  const { property, severity } = form;
  const anyCode = choiceOf(form.objectKind, property).values.length === 0;
  const values = anyCode ? form.codes.split(/[\s,;，；、]+/).filter(Boolean) : [...form.values];
  return anyCode || values.length > 0 ? { type: "STATE", property, values, severity } : null;
}
