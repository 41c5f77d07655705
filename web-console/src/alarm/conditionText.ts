import type { AlarmDefinition } from "../api/types";
import type { I18n } from "../i18n";
import { choiceOf, unitOf } from "./conditions";
import type { AlarmOwn } from "./own";

/** What a definition watches for, as one line; what this console has no words for is told in the API's. */
export function conditionText({ spec: { condition, objectKind } }: AlarmDefinition, i18n: I18n, own: AlarmOwn): string {
  const kind = own.maybe(`alarm.kind.${objectKind}`) ?? objectKind;
  const held = condition.forSeconds > 0 ? `, ${i18n.t("alarm.held", { seconds: condition.forSeconds })}` : "";
  if (condition.type === "STATE") {
    const property = condition.property ?? "";
    const { text } = choiceOf(objectKind, property);
    const values = condition.values.map((value) => i18n.lookup(text(value)) ?? value).join(", ") || "*";
    return `${kind} · ${own.maybe(`alarm.property.${property}`) ?? property}: ${values}${held}`;
  }
  const figure = condition.figure ?? "";
  const number = new Intl.NumberFormat(i18n.locale, { maximumFractionDigits: 20 });
  const limits = [condition.warning, condition.critical].flatMap((limit) =>
    limit === null ? [] : number.format(limit),
  );
  const unit = unitText(figure, own);
  const side = condition.operator === "BELOW" ? "≤" : "≥";
  return `${kind} · ${own.maybe(`alarm.figure.${figure}`) ?? figure} ${side} ${limits.join(" / ")}${unit && ` ${unit}`}${held}`;
}

/** What limits of a figure are counted in; only days have a word in each language. */
export function unitText(figure: string, own: AlarmOwn): string {
  const unit = unitOf(figure);
  return unit === "days" ? own.text("alarm.unit.days") : unit;
}
