import { Button } from "@patternfly/react-core";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { to } from "../api/calls";
import { useObjects, useStream } from "../api/hooks";
import { send } from "../api/http";
import type { Cluster, Rule } from "../api/types";
import { attempt } from "../app/notices";
import { useScope } from "../app/scope";
import { usePermission } from "../auth/session";
import { useI18n } from "../i18n";
import { useOwnTexts } from "../i18n/ownTexts";
import { DeedButton } from "../ui/Deed";
import { DeleteButton } from "../ui/DeleteButton";
import { Section } from "../ui/Facts";
import { Icon } from "../ui/icons";
import { HostLink, ObjectLink } from "../ui/ObjectLink";
import { Empty, Page } from "../ui/Page";
import { causeText, ProblemView, toProblem } from "../ui/Problem";
import { ShowApi } from "../ui/ShowApi";
import { StateMark } from "../ui/State";
import { CreateRuleDialog } from "./CreateRuleDialog";
import { RULE_TEXTS } from "./ruleTexts";
import { useRules } from "./useRules";
import "./rule.css";

type Own = ReturnType<typeof useOwnTexts<(typeof RULE_TEXTS)["en"]>>;

/** Where VMs of each cluster may run, what of it does not hold, and what contradicts what. */
export function RulesPage() {
  const { t } = useI18n();
  const own = useOwnTexts(RULE_TEXTS);
  const scope = useScope();
  const clusters = useObjects("cluster").filter(({ metadata }) => !scope || metadata.id === scope);
  const { listed } = useStream();
  const first = clusters[0]?.metadata.id;
  return (
    <Page
      title={own("rule.title")}
      aside={own("rule.about")}
      actions={
        first && (
          <>
            <Link to="/what-if">{own("rule.whatIf")}</Link>
            <ShowApi compact call={to.get("/clusters/{id}/rules", { id: first })} />
          </>
        )
      }
    >
      {!listed && <p role="status">{t("app.loading")}</p>}
      {listed && clusters.map((cluster) => <ClusterRules key={cluster.metadata.id} cluster={cluster} />)}
    </Page>
  );
}

function ClusterRules({ cluster }: { cluster: Cluster }) {
  const { t } = useI18n();
  const own = useOwnTexts(RULE_TEXTS);
  const { id, name } = cluster.metadata;
  const { query, rules, changed } = useRules(id);
  const mayWrite = usePermission("INVENTORY_WRITE");
  const [creating, setCreating] = useState(false);
  return (
    <Section
      title={name}
      aside={
        <>
          <Button variant="link" size="sm" isLoading={query.isFetching} onClick={() => void query.refetch()}>
            {t("ha.readAgain")}
          </Button>
          {mayWrite && (
            <DeedButton variant="link" size="sm" icon={<Icon name="plus" />} onClick={() => setCreating(true)}>
              {own("rule.create")}
            </DeedButton>
          )}
        </>
      }
    >
      {query.isPending && <p role="status">{t("app.loading")}</p>}
      {query.isError && <ProblemView problem={toProblem(query.error)} />}
      {query.isSuccess && rules.length === 0 && <Empty title={own("rule.empty.title")} text={own("rule.empty.text")} />}
      <ul className="rules">
        {rules.map((rule) => (
          <OneRule key={rule.metadata.id} rule={rule} changed={changed} />
        ))}
      </ul>
      {creating && <CreateRuleDialog cluster={cluster} onClose={() => setCreating(false)} onCreated={changed} />}
    </Section>
  );
}

function OneRule({ rule, changed }: { rule: Rule; changed: () => void }) {
  const i18n = useI18n();
  const own = useOwnTexts(RULE_TEXTS);
  const { metadata, spec, status } = rule;
  const path = { id: spec.clusterId, ruleId: metadata.id };
  const ifMatch = `"${metadata.revision}"`;
  const turn = () =>
    void attempt(own(spec.enabled ? "rule.disable" : "rule.enable", { name: metadata.name }), () =>
      send(to.patch("/clusters/{id}/rules/{ruleId}", path, { body: { spec: { enabled: !spec.enabled } }, ifMatch })),
    ).then(changed);
  return (
    <li className="rule">
      <div className="rule-head">
        <h3>{metadata.name}</h3>
        <RuleStateMark rule={rule} />
        <span className="rule-deeds">
          {rule.allowedActions.includes("edit") && (
            <DeedButton variant="link" size="sm" onClick={turn}>
              {spec.enabled ? own("rule.turnOff") : own("rule.turnOn")}
            </DeedButton>
          )}
          {rule.allowedActions.includes("delete") && (
            <DeleteButton
              name={metadata.name}
              text={own("rule.delete.text")}
              call={to.delete("/clusters/{id}/rules/{ruleId}", path, { ifMatch })}
              onDeleted={changed}
            />
          )}
        </span>
      </div>
      <p>{meaning(rule, own, i18n.t("table.host"))}</p>
      {spec.description && <p className="subtle">{spec.description}</p>}
      <p className="subtle">
        {own("rule.vms", { count: status.vmCount })}
        {status.vms.length > 0 && ": "}
        <Names objects={status.vms} kind="vm" total={status.vmCount} />
        {spec.vmSelector && <span className="mono"> {spec.vmSelector}</span>}
      </p>
      {spec.kind === "VM_HOST" && (
        <p className="subtle">
          {own("rule.hosts", { count: status.hostCount })}
          {status.hosts.length > 0 && ": "}
          <Names objects={status.hosts} kind="host" total={status.hostCount} />
          {spec.hostSelector && <span className="mono"> {spec.hostSelector}</span>}
        </p>
      )}
      {spec.enabled && (
        <p className="subtle">
          {own(`rule.ha.${status.keptByHa.degree}`)}
          {status.keptByHa.degree === "NO" && ` ${status.keptByHa.reason}`}
        </p>
      )}
      {status.conflicts.length > 0 && (
        <ul className="rule-troubles">
          {status.conflicts.map((conflict, index) => (
            <li key={index}>
              <Icon name="broken" size={13} /> {causeText(conflict, i18n)}{" "}
              <span className="subtle">{own("rule.conflict.with", { names: conflict.rules.join(", ") })}</span>
            </li>
          ))}
        </ul>
      )}
      {status.violations.length > 0 && (
        <ul className="rule-troubles">
          {status.violations.map((violation, index) => (
            <li key={index}>
              <Icon name="warn" size={13} /> {violation.text}
            </li>
          ))}
        </ul>
      )}
    </li>
  );
}

/** What the rule wants, as a sentence. */
function meaning({ spec, status }: Rule, own: Own, host: string): string {
  const how = own(`rule.enforcement.${spec.enforcement}`);
  switch (spec.kind) {
    case "KEEP_APART":
    case "KEEP_TOGETHER":
    case "VM_HOST":
      return `${own(`rule.kind.${spec.kind}`)} · ${how}`;
    case "ZONE_SPREAD":
      return `${own("rule.kind.ZONE_SPREAD")} · ${how} · ${own("rule.perZone", { zone: spec.zoneLabel ?? "", most: status.mostPerZone ?? "–" })}`;
    case "BLAST_RADIUS":
      return `${own("rule.kind.BLAST_RADIUS")} · ${how} · ${own("rule.perZone", {
        zone: spec.zoneLabel ?? host,
        most: status.mostPerZone ?? "–",
      })} (${spec.maxSharePercent ?? "–"} %)`;
  }
}

function RuleStateMark({ rule: { status } }: { rule: Rule }) {
  const own = useOwnTexts(RULE_TEXTS);
  const text = own(`rule.state.${status.state}`);
  switch (status.state) {
    case "HOLDS":
      return (
        <StateMark tone="calm" icon="check">
          {text}
        </StateMark>
      );
    case "VIOLATED":
      return (
        <StateMark tone="attention" icon="warn">
          {text}
        </StateMark>
      );
    case "CONFLICTING":
      return (
        <StateMark tone="broken" icon="broken">
          {text}
        </StateMark>
      );
    case "DISABLED":
      return (
        <StateMark tone="off" icon="dash">
          {text}
        </StateMark>
      );
  }
}

const MOST_NAMED = 12;

function Names({
  objects,
  kind,
  total,
}: {
  objects: readonly { id: string; name: string }[];
  kind: "vm" | "host";
  total: number;
}) {
  const own = useOwnTexts(RULE_TEXTS);
  const named = objects.slice(0, MOST_NAMED);
  return (
    <>
      {named.map(({ id, name }, index) => (
        <span key={id}>
          {index > 0 && ", "}
          {kind === "host" ? <HostLink id={id} name={name} /> : <ObjectLink kind="vm" id={id} name={name} />}
        </span>
      ))}
      {total > named.length && ` ${own("rule.more", { count: total - named.length })}`}
    </>
  );
}
