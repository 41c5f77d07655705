import { Checkbox, FormGroup } from "@patternfly/react-core";
import { useState } from "react";
import { to } from "../api/calls";
import { send } from "../api/http";
import { useTargetCluster } from "../app/scope";
import { useI18n } from "../i18n";
import { FormDialog } from "../ui/FormDialog";
import { Select } from "../ui/Select";
import { TextField } from "../ui/TextField";
import { wholeNumber } from "../ui/wholeNumber";

const EMPTY = {
  name: "",
  vlan: "0",
  mtuBytes: "1500",
  addressing: "DHCP" as "DHCP" | "STATIC",
  subnetCidr: "",
  gateway: "",
  dnsServers: "",
  rangeStart: "",
  rangeEnd: "",
  antiSpoofing: true,
};

export function CreateNetworkDialog({ onClose }: { onClose: () => void }) {
  const { t } = useI18n();
  const clusterId = useTargetCluster();
  const [form, setForm] = useState(EMPTY);
  const text = (
    key: Exclude<keyof typeof EMPTY, "addressing" | "antiSpoofing">,
    id: string,
    label: string,
    more: { help?: string; type?: "whole"; required?: boolean } = {},
  ) => (
    <TextField
      id={id}
      label={label}
      value={form[key]}
      onChange={(value) => setForm({ ...form, [key]: value })}
      field={key === "name" ? key : `spec.${key}`}
      {...more}
    />
  );
  const optional = (key: "subnetCidr" | "gateway" | "rangeStart" | "rangeEnd") =>
    form[key] ? { [key]: form[key].trim() } : {};
  const vlan = wholeNumber(form.vlan);
  const mtuBytes = wholeNumber(form.mtuBytes);
  const body = vlan !== null &&
    mtuBytes !== null && {
      name: form.name,
      spec: {
        clusterId,
        vlan,
        mtuBytes,
        ...optional("subnetCidr"),
        ...optional("gateway"),
        dnsServers: form.dnsServers.split(/[\s,]+/).filter(Boolean),
        addressing: form.addressing,
        ...(form.addressing === "STATIC" ? { ...optional("rangeStart"), ...optional("rangeEnd") } : {}),
        antiSpoofing: form.antiSpoofing,
      },
    };
  const request = body ? to.post("/networks", { body }) : null;
  return (
    <FormDialog
      title={t("network.create")}
      verb={t("network.create")}
      ready={form.name !== "" && clusterId !== null && request !== null}
      call={request}
      onSubmit={async () => {
        if (!request) return;
        await send(request);
        onClose();
      }}
      onClose={onClose}
    >
      {text("name", "network-name", t("table.name"), { help: t("create.name.rule"), required: true })}
      {text("vlan", "network-vlan", t("network.vlan"), { help: t("network.vlan.help"), type: "whole" })}
      <FormGroup label={t("network.addressing")} fieldId="network-addressing">
        <Select
          id="network-addressing"
          value={form.addressing}
          onChange={(addressing) => setForm({ ...form, addressing })}
          options={[
            { value: "DHCP", text: t("network.addressing.DHCP") },
            { value: "STATIC", text: t("network.addressing.STATIC") },
          ]}
        />
      </FormGroup>
      {text("subnetCidr", "network-subnet", t("network.subnet"), { help: t("network.subnet.help") })}
      {form.addressing === "STATIC" && (
        <>
          {text("gateway", "network-gateway", t("network.gateway"))}
          {text("rangeStart", "network-range-start", t("network.rangeStart"))}
          {text("rangeEnd", "network-range-end", t("network.rangeEnd"))}
        </>
      )}
      {text("dnsServers", "network-dns", t("network.dns"))}
      {text("mtuBytes", "network-mtu", t("network.mtu"), { type: "whole" })}
      <Checkbox
        id="network-anti-spoofing"
        label={t("network.antiSpoofing")}
        description={t("network.antiSpoofing.help")}
        isChecked={form.antiSpoofing}
        onChange={(_, antiSpoofing) => setForm({ ...form, antiSpoofing })}
      />
    </FormDialog>
  );
}
