import type { MigrationForecast as Forecast } from "../api/types";
import { useI18n } from "../i18n";
import { bytes, milliseconds } from "../ui/format";

/** What a migration is expected to take, by how fast its guest writes to memory now. */
export function MigrationForecast({ forecast }: { forecast: Forecast | null }) {
  const { t, locale } = useI18n();
  if (!forecast) return null;
  const { fits, dirtyBytesPerSecond, bandwidthBytesPerSecond, throttlePercent } = forecast;
  const figures = {
    amount: bytes(forecast.bytes, locale),
    copying: milliseconds(forecast.copySeconds * 1000, locale),
    pause: milliseconds(forecast.pauseMs, locale),
    limit: milliseconds(forecast.pauseLimitMs, locale),
    dirty: bytes(dirtyBytesPerSecond ?? 0, locale),
    bandwidth: bytes(bandwidthBytesPerSecond, locale),
    percent: throttlePercent,
  };
  return (
    <div role="note" className="migrate-forecast">
      <p>{fits ? t("migrate.forecast", figures) : t("migrate.forecast.never", figures)}</p>
      <p className="subtle">
        {dirtyBytesPerSecond === null ? t("migrate.forecast.unmeasured") : t("migrate.forecast.dirty", figures)}{" "}
        {t(`migrate.forecast.${forecast.bandwidthBasis}`, figures)}{" "}
        {fits && throttlePercent > 0 && t("migrate.forecast.slowed", figures)}
      </p>
    </div>
  );
}
