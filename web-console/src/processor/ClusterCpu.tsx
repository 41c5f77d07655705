import { FormGroup } from "@patternfly/react-core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { to } from "../api/calls";
import { useObject } from "../api/hooks";
import { send } from "../api/http";
import type { Cluster, CpuBaseline } from "../api/types";
import { announce } from "../app/notices";
import { usePermission } from "../auth/session";
import { useI18n } from "../i18n";
import { useOwnTexts } from "../i18n/ownTexts";
import { DeedButton } from "../ui/Deed";
import { Facts, Section } from "../ui/Facts";
import { ProblemView, toProblem } from "../ui/Problem";
import { Select } from "../ui/Select";
import { ShowApi } from "../ui/ShowApi";
import { StateMark } from "../ui/State";
import { useSubmit } from "../ui/useSubmit";
import { PROCESSOR_TEXTS } from "./processorTexts";

const MODELS = ["auto", "qemu64", "x86-64-v2", "x86-64-v3", "x86-64-v4"] as const;

/** The CPU that guests of a cluster see, and what each host takes away from it. */
export function ClusterCpu({ clusterId }: { clusterId: string }) {
  const { t } = useI18n();
  const own = useOwnTexts(PROCESSOR_TEXTS);
  const cluster = useObject("cluster", clusterId);
  const call = to.get("/clusters/{id}/cpu-baseline", { id: clusterId });
  const baseline = useQuery({
    queryKey: ["cpu-baseline", clusterId, cluster?.metadata.revision, cluster?.status.effectiveCpuBaseline],
    queryFn: ({ signal }) => send(call, signal),
    placeholderData: (before) => before,
  });
  return (
    <Section title={own("cpu.title")} aside={<ShowApi compact call={call} />}>
      {baseline.isPending && <p role="status">{t("app.loading")}</p>}
      {baseline.isError && <ProblemView problem={toProblem(baseline.error)} />}
      {baseline.data && <Shared baseline={baseline.data} />}
      {cluster && <Setting key={cluster.metadata.revision} cluster={cluster} />}
    </Section>
  );
}

function Shared({ baseline }: { baseline: CpuBaseline }) {
  const own = useOwnTexts(PROCESSOR_TEXTS);
  const { model, features, hosts } = baseline;
  const lacking = hosts.filter(({ lacks }) => lacks.length > 0);
  return (
    <>
      <Facts
        facts={[
          [own("cpu.model"), own("cpu.model.value", { model, count: features.length })],
          [
            own("cpu.features"),
            <span key="features" className="mono">
              {features.join(" ")}
            </span>,
          ],
          [
            own("cpu.lacks"),
            lacking.length === 0 ? (
              own("cpu.lacks.none")
            ) : (
              <ul key="lacks">
                {lacking.map((host) => (
                  <li key={host.hostId}>
                    {host.hostName}: <span className="mono">{host.lacks.join(" ")}</span>
                    {host.gainedWithoutIt.length > 0 && (
                      <p className="subtle">
                        {own("cpu.without", {
                          host: host.hostName,
                          model: host.modelWithoutIt,
                          features: host.gainedWithoutIt.join(" "),
                        })}
                      </p>
                    )}
                  </li>
                ))}
              </ul>
            ),
          ],
        ]}
      />
      <ul>
        {hosts
          .filter(({ vmsKeptOutCount }) => vmsKeptOutCount > 0)
          .map((host) => (
            <li key={host.hostId}>
              <StateMark tone="attention" icon="warn">
                {own("cpu.keptOut", {
                  count: host.vmsKeptOutCount,
                  host: host.hostName,
                  names: host.vmsKeptOut.join(", "),
                })}
              </StateMark>
            </li>
          ))}
      </ul>
    </>
  );
}

function Setting({ cluster }: { cluster: Cluster }) {
  const { t } = useI18n();
  const own = useOwnTexts(PROCESSOR_TEXTS);
  const mayWrite = usePermission("INVENTORY_WRITE");
  const before = cluster.spec.cpuBaseline;
  const [cpuBaseline, setCpuBaseline] = useState(before);
  const { id, revision } = cluster.metadata;
  const call = to.patch("/clusters/{id}", { id }, { body: { spec: { cpuBaseline } }, ifMatch: `"${revision}"` });
  const { busy, problem, submit } = useSubmit(async () => {
    await send(call);
    announce(own("cpu.saved"));
  });
  if (!mayWrite) return null;
  return (
    <>
      <FormGroup label={own("cpu.setting")} fieldId="cpu-baseline">
        <Select
          id="cpu-baseline"
          value={cpuBaseline}
          options={MODELS.map((model) => ({
            value: model,
            text: model === "auto" ? own("cpu.setting.auto") : model,
          }))}
          onChange={setCpuBaseline}
        />
      </FormGroup>
      {cpuBaseline !== before && (
        <DeedButton size="sm" isLoading={busy} isDisabled={busy} onClick={submit}>
          {t("action.save")}
        </DeedButton>
      )}
      {problem && <ProblemView problem={problem} />}
    </>
  );
}
