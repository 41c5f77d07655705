import { useI18n } from "../i18n";
import { RawReason } from "./Reason";
import { StateMark } from "./State";

interface Props {
  ok: boolean;
  /** Where it has a state of its own, such as "Waiting". */
  text?: string | null;
  detail: string | null | undefined;
}

/** Whether a pool or a network is there on a host. */
export function Reach({ ok, text, detail }: Props) {
  const { t } = useI18n();
  return (
    <>
      <StateMark tone={ok ? "calm" : "attention"} icon={ok ? "check" : "warn"}>
        {ok ? t("reach.yes") : (text ?? t("reach.no"))}
      </StateMark>
      {!ok && detail && <RawReason text={detail} />}
    </>
  );
}
