import type { UseQueryResult } from "@tanstack/react-query";
import { useI18n } from "../i18n";
import { mebibytes } from "../ui/format";
import { Icon } from "../ui/icons";
import { PlacementList } from "../ui/Placement";
import { ProblemView, toProblem } from "../ui/Problem";
import { Violations } from "../ui/Violations";
import type { Violation } from "../ui/violations";
import type { Preview } from "./useCreatePreview";
import { BatchPreview } from "./CreateMany";
import { sizeOf, type CreateForm } from "./createRequest";

/** Where the VM would go and why, before the click; or by how much it does not fit, or what keeps it from being asked. */
export function CreatePreview({
  preview,
  violations,
  form,
}: {
  preview: UseQueryResult<Preview>;
  violations: readonly Violation[];
  form: CreateForm;
}) {
  const { t, locale } = useI18n();
  const size = sizeOf(form);
  const plan = size && preview.data?.plan;
  const batch = preview.data?.batch;
  const ranked = plan?.ranked ?? [];
  const refused = plan?.refused ?? [];
  // That no host takes it is what the plan says, host by host.
  const faults = violations.filter((violation) => !(plan ?? batch) || violation.code !== "PLACEMENT_NO_HOST");
  const fits = ranked.length > 0;
  return (
    <aside className="create-preview" aria-label={t("create.preview")} aria-busy={preview.isFetching}>
      <h2>{t("create.preview")}</h2>
      {preview.isError && <ProblemView problem={toProblem(preview.error)} />}
      {preview.isPending && faults.length === 0 && <p className="subtle">{t("create.preview.wait")}</p>}
      {plan && (
        <p className={fits ? "create-verdict" : "create-verdict is-broken"} role="status">
          <Icon name={fits ? "check" : "broken"} />
          {fits
            ? t("create.preview.fits", { host: ranked[0]?.hostName ?? "" })
            : t("create.preview.nowhere", { vcpus: size.vcpuCount, memory: mebibytes(size.memoryMiB, locale) })}
        </p>
      )}
      {batch && <BatchPreview plan={batch} />}
      {!plan && !batch && faults.length > 0 && <p className="subtle">{t("create.preview.faulty")}</p>}
      <Violations violations={faults} />
      {plan && <PlacementList ranked={ranked} refused={refused} />}
    </aside>
  );
}
