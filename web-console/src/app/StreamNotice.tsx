import { useEffect, useState } from "react";
import { useStream } from "../api/hooks";
import { live } from "../api/live";
import { useI18n } from "../i18n";
import { duration, clockTime } from "../ui/format";
import { Icon } from "../ui/icons";

/** Silent while all is well. When the stream is down it says how old the picture is: nothing stale passes for live. */
export function StreamNotice() {
  const i18n = useI18n();
  const { t } = i18n;
  const stream = useStream();
  const now = useClockWhile(stream.phase === "DOWN");
  if (stream.phase !== "DOWN" || stream.heardAt === null) return null;
  return (
    <div className="stream-notice" role="status">
      <Icon name="warn" />
      <span>{t("stream.down", { time: clockTime(stream.heardAt), age: duration(now - stream.heardAt, i18n) })}</span>
      <button type="button" className="link-button" onClick={live.retryNow}>
        {t("stream.retry")}
      </button>
    </div>
  );
}

/** The present time, once a second, only while someone looks at it. Redraws the age; asks the manager nothing. */
export function useClockWhile(active: boolean): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    if (!active) return undefined;
    let timer: ReturnType<typeof setTimeout>;
    const tick = () => {
      setNow(Date.now());
      timer = setTimeout(tick, 1000);
    };
    timer = setTimeout(tick, 0);
    return () => clearTimeout(timer);
  }, [active]);
  return now;
}
