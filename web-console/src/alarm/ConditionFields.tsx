import { FormGroup } from "@patternfly/react-core";
import { useI18n } from "../i18n";
import { Choices } from "../ui/Choices";
import { decimalNumber } from "../ui/decimalNumber";
import { bytes } from "../ui/format";
import { useRefusals } from "../ui/refusals";
import { Select } from "../ui/Select";
import { TextField } from "../ui/TextField";
import { Violations } from "../ui/Violations";
import { choiceOf, FIGURES, propertiesOf, unitOf } from "./conditions";
import { unitText } from "./conditionText";
import { ofFigure, ofProperty, OPERATORS, SEVERITIES, typesOf, type DefinitionForm } from "./definitionForm";
import { useAlarmTexts } from "./own";

interface Props {
  form: DefinitionForm;
  change: (part: Partial<DefinitionForm>) => void;
}

/** When to raise: a figure against limits, or a state; and for how long it must hold, and be over. */
export function ConditionFields({ form, change }: Props) {
  const own = useAlarmTexts();
  const types = typesOf(form.objectKind);
  const violations = useRefusals("spec.condition");
  return (
    <>
      {types.length > 1 && (
        <FormGroup label={own.text("alarm.type")} fieldId="alarm-type">
          <Select
            id="alarm-type"
            value={form.type}
            onChange={(type) => change({ type })}
            options={types.map((value) => ({ value, text: own.text(`alarm.type.${value}`) }))}
          />
        </FormGroup>
      )}
      {form.type === "METRIC" ? (
        <LimitFields form={form} change={change} />
      ) : (
        <StateFields form={form} change={change} />
      )}
      <TextField
        id="alarm-for"
        field="spec.condition.forSeconds"
        type="whole"
        label={own.text("alarm.forSeconds")}
        help={own.text("alarm.forSeconds.help")}
        value={form.forSeconds}
        onChange={(forSeconds) => change({ forSeconds })}
      />
      <TextField
        id="alarm-clear-for"
        field="spec.condition.clearForSeconds"
        type="whole"
        label={own.text("alarm.clearForSeconds")}
        help={own.text("alarm.clearForSeconds.help")}
        value={form.clearForSeconds}
        onChange={(clearForSeconds) => change({ clearForSeconds })}
      />
      <Violations violations={violations} />
    </>
  );
}

function LimitFields({ form, change }: Props) {
  const { locale } = useI18n();
  const own = useAlarmTexts();
  const figures = withPresent(FIGURES[form.objectKind], form.figure);
  const unit = unitText(form.figure, own);
  const limit = (
    key: "warning" | "critical" | "clearMargin",
    label: "alarm.warning" | "alarm.critical" | "alarm.margin",
    help: "alarm.limit.help" | "alarm.margin.help",
  ) => {
    const value = decimalNumber(form[key]);
    const amount = unitOf(form.figure) === "B/s" && value !== null && value >= 1024 ? bytes(value, locale) : null;
    return (
      <TextField
        id={`alarm-${key}`}
        field={`spec.condition.${key}`}
        type="decimal"
        label={unit === "" ? own.text(label) : `${own.text(label)} (${unit})`}
        help={amount ? own.text("alarm.limit.means", { amount }) : own.text(help)}
        fault={form[key].trim() !== "" && value === null ? own.text("alarm.number") : null}
        value={form[key]}
        onChange={(typed) => change({ [key]: typed })}
      />
    );
  };
  return (
    <>
      <FormGroup label={own.text("alarm.figure")} fieldId="alarm-figure">
        <Select
          id="alarm-figure"
          value={form.figure}
          onChange={(figure) => change(ofFigure(figure))}
          options={figures.map((value) => ({ value, text: own.maybe(`alarm.figure.${value}`) ?? value }))}
        />
        <Refused field="spec.condition.figure" />
      </FormGroup>
      <FormGroup label={own.text("alarm.operator")} fieldId="alarm-operator">
        <Select
          id="alarm-operator"
          value={form.operator}
          onChange={(operator) => change({ operator })}
          options={OPERATORS.map((value) => ({ value, text: own.text(`alarm.operator.${value}`) }))}
        />
      </FormGroup>
      {limit("warning", "alarm.warning", "alarm.limit.help")}
      {limit("critical", "alarm.critical", "alarm.limit.help")}
      {limit("clearMargin", "alarm.margin", "alarm.margin.help")}
    </>
  );
}

function StateFields({ form, change }: Props) {
  const { t, lookup } = useI18n();
  const own = useAlarmTexts();
  const properties = withPresent(propertiesOf(form.objectKind), form.property);
  const { values, text } = choiceOf(form.objectKind, form.property);
  return (
    <>
      <FormGroup label={own.text("alarm.property")} fieldId="alarm-property">
        <Select
          id="alarm-property"
          value={form.property}
          onChange={(property) => change(ofProperty(property))}
          options={properties.map((value) => ({ value, text: own.maybe(`alarm.property.${value}`) ?? value }))}
        />
        <Refused field="spec.condition.property" />
      </FormGroup>
      {values.length > 0 ? (
        <Choices
          id="alarm-values"
          field="spec.condition.values"
          label={own.text("alarm.values")}
          options={[...new Set([...values, ...form.values])].map((value) => ({
            value,
            text: lookup(text(value)) ?? value,
          }))}
          chosen={form.values}
          onChange={(chosen) => change({ values: chosen })}
        />
      ) : (
        <TextField
          id="alarm-codes"
          field="spec.condition.values"
          label={own.text("alarm.codes")}
          help={own.text("alarm.codes.help")}
          value={form.codes}
          onChange={(codes) => change({ codes })}
        />
      )}
      <FormGroup label={t("alarm.severity")} fieldId="alarm-severity">
        <Select
          id="alarm-severity"
          value={form.severity}
          onChange={(severity) => change({ severity })}
          options={SEVERITIES.map((value) => ({ value, text: t(`alarm.severity.${value}`) }))}
        />
      </FormGroup>
    </>
  );
}

/** A newer manager may know more than this console: what a definition has is never lost in a list. */
function withPresent(known: readonly string[], present: string): readonly string[] {
  return present === "" || known.includes(present) ? known : [...known, present];
}

function Refused({ field }: { field: string }) {
  return (
    <div className="field-help">
      <Violations violations={useRefusals(field)} />
    </div>
  );
}
