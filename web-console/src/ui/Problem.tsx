/** A refusal, explained: the text for its code in the user's language, the causes with their numbers, what to do next. */
import { useI18n, type I18n } from "../i18n";
import { ownProblem, ProblemError } from "../api/http";
import type { Problem, ProblemCause, Refusal } from "../api/types";
import { Icon } from "./icons";
import { intoView } from "./intoView";
import "./problem.css";

/** A cause of a refusal, or a host's reason in a placement: the same facts, some of them missing or null. */
type Cause = { [K in keyof ProblemCause]?: ProblemCause[K] | null } & Pick<ProblemCause, "detail">;

const asParams = (cause: Cause): Record<string, string | number> =>
  Object.fromEntries(
    Object.entries<unknown>({ ...cause }).filter(
      (entry): entry is [string, string | number] => typeof entry[1] === "string" || typeof entry[1] === "number",
    ),
  );

export function problemTitle(problem: Refusal, { lookup }: I18n): string {
  return lookup(`problem.${problem.code}`) ?? (problem.detail || problem.title);
}

export function causeText(cause: Cause, { t, lookup }: I18n): string {
  const { check, need, free } = cause;
  // A check without a name of its own, a rule's for example, is told in the manager's words, which name what takes part.
  const name = check && lookup(`check.${check}`);
  if (name && typeof need === "number" && typeof free === "number") {
    return t("problem.need", { check: name, need, free, unit: cause.unit ?? "" });
  }
  return (cause.code && lookup(`cause.${cause.code}`, asParams(cause))) || cause.detail;
}

/** Two rules may refuse the same thing in the same words. */
function distinctCauses(causes: readonly ProblemCause[], i18n: I18n): ProblemCause[] {
  const key = (cause: ProblemCause) => [cause.host ?? "", cause.field ?? "", causeText(cause, i18n)].join("\n");
  return [...new Map(causes.map((cause) => [key(cause), cause])).values()];
}

/** What was thrown, as a problem: anything that is not one is a fault of the console and says so. */
export function toProblem(failure: unknown): Problem {
  if (failure instanceof ProblemError) return failure.problem;
  return ownProblem("CONSOLE_FAULT", String(failure));
}

export function ProblemView({ problem }: { problem: Refusal }) {
  const i18n = useI18n();
  const { t, lookup, language } = i18n;
  const title = problemTitle(problem, i18n);
  const causes = distinctCauses(problem.causes, i18n);
  const translated = lookup(`problem.${problem.code}`) !== null;
  return (
    <div className="problem" role="alert" ref={intoView}>
      <Icon name="broken" />
      <div>
        <p className="problem-title">{title}</p>
        {translated &&
          problem.detail &&
          (language === "en" || problem.causes.length === 0) &&
          problem.detail !== title &&
          problem.detail !== problem.causes[0]?.detail && <p className="subtle">{problem.detail}</p>}
        {causes.length > 0 && (
          <ul className="problem-causes">
            {causes.map((cause, index) => (
              <li key={index}>
                {cause.host && <strong>{cause.host} </strong>}
                {causeText(cause, i18n)}
              </li>
            ))}
          </ul>
        )}
        {problem.hints.length > 0 && (
          <ul className="problem-hints">
            {problem.hints.map((hint) => (
              <li key={hint.text}>
                <Icon name="chevronRight" size={12} /> {(hint.action && lookup(`hint.${hint.action}`)) || hint.text}
              </li>
            ))}
          </ul>
        )}
        <p className="problem-code mono">
          {problem.code}
          {problem.traceId && ` · ${t("problem.trace", { id: problem.traceId })}`}
        </p>
      </div>
    </div>
  );
}
