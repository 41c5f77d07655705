import type { UseQueryResult } from "@tanstack/react-query";
import { useI18n } from "../i18n";
import { mebibytes } from "../ui/format";
import { Icon } from "../ui/icons";
import { distinct, violationText } from "./violationText";
import { PlacementList } from "../ui/Placement";
import { ProblemView, toProblem } from "../ui/Problem";
import type { Preview } from "./useCreatePreview";
import { sizeOf, type CreateForm } from "./createRequest";

/** Where the VM would go and why, before the click; or by how much it does not fit. */
export function CreatePreview({ preview, form }: { preview: UseQueryResult<Preview>; form: CreateForm }) {
  const i18n = useI18n();
  const { t, locale } = i18n;
  const size = sizeOf(form);
  const plan = preview.data?.plan;
  const ranked = plan?.ranked ?? [];
  const refused = plan?.refused ?? [];
  const general = (preview.data?.violations ?? []).filter((violation) => violation.field === null);
  const fits = ranked.length > 0;
  return (
    <aside className="create-preview" aria-label={t("create.preview")} aria-busy={preview.isFetching}>
      <h2>{t("create.preview")}</h2>
      {preview.isError && <ProblemView problem={toProblem(preview.error)} />}
      {preview.isPending && <p className="subtle">{t("create.preview.wait")}</p>}
      {plan && (
        <p className={fits ? "create-verdict" : "create-verdict is-broken"} role="status">
          <Icon name={fits ? "check" : "broken"} />
          {fits
            ? t("create.preview.fits", { host: ranked[0]?.hostName ?? "" })
            : t("create.preview.nowhere", { vcpus: size.vcpuCount, memory: mebibytes(size.memoryMiB, locale) })}
        </p>
      )}
      {distinct(general, i18n)
        .filter((violation) => violation.code !== "PLACEMENT_NO_HOST")
        .map((violation) => (
          <p key={violation.code + violation.detail} className="violation">
            <Icon name="broken" size={13} /> {violationText(violation, i18n)}
          </p>
        ))}
      {plan && <PlacementList ranked={ranked} refused={refused} />}
    </aside>
  );
}
