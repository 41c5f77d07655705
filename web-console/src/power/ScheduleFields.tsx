import { Button, TextInput } from "@patternfly/react-core";
import { useI18n } from "../i18n";
import { useOwnTexts } from "../i18n/ownTexts";
import { Icon } from "../ui/icons";
import { useRefusals } from "../ui/refusals";
import { TextField } from "../ui/TextField";
import { Violations } from "../ui/Violations";
import { POWER_TEXTS } from "./powerTexts";
import {
  changed,
  dayName,
  DAYS,
  endsNextDay,
  knownZones,
  MOST_HOURS,
  withOneMore,
  without,
  type HoursForm,
  type ScheduleForm,
} from "./scheduleForm";

const ZONES = "power-zones";

/** The times of the week at which hosts may sleep. */
export function ScheduleFields({
  form,
  mayWrite,
  onChange,
}: {
  form: ScheduleForm;
  mayWrite: boolean;
  onChange: (form: ScheduleForm) => void;
}) {
  const own = useOwnTexts(POWER_TEXTS);
  return (
    <fieldset disabled={!mayWrite} className="power-schedule">
      <legend>{own("power.schedule")}</legend>
      {form.hours.length === 0 && <p className="subtle">{own("power.schedule.always")}</p>}
      {form.hours.map((one, index) => (
        <Hours
          key={one.key}
          one={one}
          index={index}
          onChange={(part) => onChange(changed(form, one.key, part))}
          onRemove={() => onChange(without(form, one.key))}
        />
      ))}
      <Violations violations={useRefusals("spec.schedule")} />
      {mayWrite && (
        <div>
          <Button
            variant="link"
            isInline
            isDisabled={form.hours.length >= MOST_HOURS}
            onClick={() => onChange(withOneMore(form))}
          >
            {own("power.schedule.add")}
          </Button>
        </div>
      )}
      <TextField
        id="power-zone"
        field="spec.timeZone"
        label={own("power.schedule.zone")}
        help={own("power.schedule.zone.help")}
        list={ZONES}
        value={form.timeZone}
        onChange={(timeZone) => onChange({ ...form, timeZone })}
      />
      <datalist id={ZONES}>
        {knownZones().map((zone) => (
          <option key={zone} value={zone} />
        ))}
      </datalist>
    </fieldset>
  );
}

function Hours({
  one,
  index,
  onChange,
  onRemove,
}: {
  one: HoursForm;
  index: number;
  onChange: (part: Partial<HoursForm>) => void;
  onRemove: () => void;
}) {
  const { locale } = useI18n();
  const own = useOwnTexts(POWER_TEXTS);
  const field = `spec.schedule[${index}]`;
  const name = own("power.schedule.number", { number: index + 1 });
  return (
    <div className="power-hours" role="group" aria-label={name}>
      <div className="power-days">
        {DAYS.map((day) => (
          <label key={day} className="power-choice">
            <input
              type="checkbox"
              checked={one.days.includes(day)}
              onChange={({ target }) =>
                onChange({ days: DAYS.filter((each) => (each === day ? target.checked : one.days.includes(each))) })
              }
            />
            <span>{dayName(day, locale, "short")}</span>
          </label>
        ))}
      </div>
      <div className="power-times">
        {(["from", "to"] as const).map((end) => (
          <label key={end}>
            <span>{own(`power.schedule.${end}`)}</span>
            <TextInput
              id={`power-hours-${one.key}-${end}`}
              type="time"
              value={one[end]}
              onChange={(_, time) => onChange({ [end]: time })}
            />
          </label>
        ))}
        <span className="subtle">{endsNextDay(one) && own("power.schedule.nextDay")}</span>
        <Button
          variant="plain"
          size="sm"
          className="push-end"
          icon={<Icon name="trash" />}
          aria-label={own("power.schedule.remove", { name })}
          onClick={onRemove}
        />
      </div>
      <Violations violations={[...useRefusals(`${field}.days`), ...useRefusals(`${field}.from`)]} />
      <Violations violations={useRefusals(`${field}.to`)} />
    </div>
  );
}
