import { useI18n } from "../i18n";
import { bytes, duration } from "../ui/format";
import { ProgressBar } from "../ui/Meter";
import { ProblemView } from "../ui/Problem";
import { dismissUpload, type Upload } from "./uploads";

export function UploadRow({ upload }: { upload: Upload }) {
  const i18n = useI18n();
  const { t, locale } = i18n;
  const { name, sentBytes, totalBytes, bytesPerSecond, problem } = upload;
  const leftMs = bytesPerSecond > 0 ? ((totalBytes - sentBytes) / bytesPerSecond) * 1000 : null;
  return (
    <div className="tray-row">
      <span className="tray-line">
        <strong>{t(problem ? "image.notUploaded" : "image.uploading", { name })}</strong>
        <button
          type="button"
          className="link-button"
          onClick={() => (problem ? dismissUpload(upload.imageId) : upload.cancel())}
        >
          {problem ? t("action.close") : t("action.cancel")}
        </button>
      </span>
      {problem ? (
        <ProblemView problem={problem} />
      ) : (
        <>
          <ProgressBar label={name} percent={totalBytes > 0 ? (sentBytes / totalBytes) * 100 : null} />
          <span className="subtle">
            {t("image.progress", {
              done: bytes(sentBytes, locale),
              total: bytes(totalBytes, locale),
              rate: bytes(bytesPerSecond, locale),
              left: leftMs === null ? "…" : duration(leftMs, i18n),
            })}
          </span>
        </>
      )}
    </div>
  );
}
