import { TextInput } from "@patternfly/react-core";
import type { BatchPlan } from "../api/types";
import { useOwnTexts } from "../i18n/ownTexts";
import { Icon } from "../ui/icons";
import type { Violation } from "../ui/violations";
import { Field } from "./CreateFields";
import { CREATE_MANY_TEXTS } from "./createManyTexts";
import { countOf, endsOf, patternOf, type CreateForm } from "./createRequest";

/** How the name is called, and what it comes to. */
export function useNameTexts(form: CreateForm): { label: string; help: string } | null {
  const text = useOwnTexts(CREATE_MANY_TEXTS);
  const count = countOf(form);
  if (count === null || count === 1) return null;
  const pattern = patternOf(form.name) || "web-{n}";
  const [first, last] = endsOf(pattern, count);
  return {
    label: text("many.pattern"),
    help: text("many.pattern.help", { pattern, first, last, number: "{n}", twoDigits: "{n:02}" }),
  };
}

/** What the button says; null: one VM is asked for. */
export function useManyVerb(form: CreateForm): string | null {
  const text = useOwnTexts(CREATE_MANY_TEXTS);
  const count = countOf(form);
  if (count === null || count === 1) return null;
  return form.start ? text("many.submit.start", { count }) : text("many.submit", { count });
}

export function CountField({
  form,
  violations,
  onChange,
}: {
  form: CreateForm;
  violations: readonly Violation[];
  onChange: (part: Partial<CreateForm>) => void;
}) {
  const text = useOwnTexts(CREATE_MANY_TEXTS);
  return (
    <Field label={text("many.count")} id="vm-count" violations={violations} help={text("many.count.help")}>
      <TextInput
        id="vm-count"
        inputMode="numeric"
        value={form.count}
        aria-describedby="vm-count-help"
        validated={violations.length > 0 ? "error" : "default"}
        autoComplete="off"
        onChange={(_, count) => onChange({ count })}
      />
    </Field>
  );
}

/** How many of the VMs would go where, and why the others would not. */
export function BatchPreview({ plan }: { plan: BatchPlan }) {
  const text = useOwnTexts(CREATE_MANY_TEXTS);
  const { count, fitting } = plan;
  const all = fitting === count;
  const first = plan.members.find((member) => member.refusal !== null);
  return (
    <>
      <p className={all ? "create-verdict" : "create-verdict is-broken"} role="status">
        <Icon name={all ? "check" : "broken"} />
        {all ? text("many.fits", { count }) : text("many.fits.some", { count, fitting })}
      </p>
      <ul>
        {plan.hosts.map((host) => (
          <li key={host.hostId}>{text("many.host", { host: host.hostName, count: host.count })}</li>
        ))}
      </ul>
      {first && (
        <p className="violation" role="alert">
          {text("many.unplaced", { count: count - fitting, name: first.name, reason: first.refusal ?? "" })}
        </p>
      )}
    </>
  );
}
