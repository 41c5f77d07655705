import { FormGroup } from "@patternfly/react-core";
import { useQuery } from "@tanstack/react-query";
import { to } from "../api/calls";
import { send } from "../api/http";
import type { Vm } from "../api/types";
import { useI18n } from "../i18n";
import { useOwnTexts } from "../i18n/ownTexts";
import { Facts, Section } from "../ui/Facts";
import { mebibytes } from "../ui/format";
import { ProblemView, toProblem } from "../ui/Problem";
import { Select } from "../ui/Select";
import { POOL_TEXTS } from "./poolTexts";
import { poolTree } from "./poolTree";
import { usePools } from "./usePools";

const AGAIN_EVERY_MS = 15_000;
const MILLICORES_PER_CORE = 1000;

/** Which resource pool a VM is in. */
export function PoolChoice({
  id,
  clusterId,
  value,
  onChange,
}: {
  id: string;
  clusterId: string;
  value: string;
  onChange: (poolId: string) => void;
}) {
  const own = useOwnTexts(POOL_TEXTS);
  const { pools } = usePools(clusterId);
  if (pools.length === 0 && value === "") return null;
  return (
    <FormGroup label={own("pool.vm.pool")} fieldId={id}>
      <Select
        id={id}
        value={value}
        onChange={onChange}
        options={[
          { value: "", text: own("pool.vm.none") },
          ...poolTree(pools).map(({ pool, depth }) => ({
            value: pool.metadata.id,
            text: `${"– ".repeat(depth)}${pool.metadata.name}`,
          })),
        ]}
      />
    </FormGroup>
  );
}

/** What a VM may count on, and whether its host does anything about it. */
export function VmResources({ vm }: { vm: Vm }) {
  const { t, locale } = useI18n();
  const own = useOwnTexts(POOL_TEXTS);
  const { id, revision } = vm.metadata;
  const query = useQuery({
    queryKey: ["vm-resources", id, revision],
    queryFn: ({ signal }) => send(to.get("/vms/{id}/resources", { id }), signal),
    placeholderData: (before) => before,
    refetchInterval: AGAIN_EVERY_MS,
  });
  const mhz = (value: number) => `${value.toLocaleString(locale)} MHz`;
  const mib = (value: number) => mebibytes(value, locale);
  const told = query.data?.enforcement;
  return (
    <Section title={own("pool.vm.title")}>
      {query.isPending && <p role="status">{t("app.loading")}</p>}
      {query.isError && <ProblemView problem={toProblem(query.error)} />}
      {query.data && (
        <Facts
          facts={[
            [own("pool.vm.pool"), query.data.poolPath.join(" / ") || own("pool.vm.none")],
            [own("pool.vm.shares"), query.data.shares.toLocaleString(locale)],
            [own("pool.vm.reservation"), `${mhz(query.data.reservationMHz)}, ${mib(query.data.memoryReservationMiB)}`],
            query.data.limitMHz == null ? null : [own("pool.vm.limit"), mhz(query.data.limitMHz)],
            [
              own("pool.vm.cpu"),
              query.data.running
                ? own("pool.used.of", { used: mhz(query.data.usedMHz), entitled: mhz(query.data.entitledMHz) })
                : own("pool.vm.stopped"),
            ],
            query.data.running
              ? [
                  own("pool.vm.memory"),
                  own("pool.used.of", {
                    used: mib(query.data.memoryEntitledMiB),
                    entitled: mib(query.data.memoryConfiguredMiB),
                  }),
                ]
              : null,
            query.data.running
              ? [
                  own("pool.vm.enforced"),
                  !told
                    ? own("pool.vm.nothingTold")
                    : told.enforced
                      ? [
                          own("pool.vm.enforced.yes", { weight: told.cpuWeight }),
                          ...(told.cpuMaxMillicores == null
                            ? []
                            : [own("pool.vm.enforced.most", { most: told.cpuMaxMillicores / MILLICORES_PER_CORE })]),
                        ].join(", ")
                      : told.detail,
                ]
              : null,
          ]}
        />
      )}
    </Section>
  );
}
