import { Checkbox, FormGroup } from "@patternfly/react-core";
import { useState } from "react";
import { to } from "../api/calls";
import { send } from "../api/http";
import { useTargetCluster } from "../app/scope";
import { useI18n } from "../i18n";
import { FormDialog } from "../ui/FormDialog";
import { Select } from "../ui/Select";
import { TextField } from "../ui/TextField";

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
    help?: string,
  ) => (
    <TextField
      id={id}
      label={label}
      value={form[key]}
      onChange={(value) => setForm({ ...form, [key]: value })}
      {...(help ? { help } : {})}
    />
  );
  const optional = (key: "subnetCidr" | "gateway" | "rangeStart" | "rangeEnd") =>
    form[key] ? { [key]: form[key].trim() } : {};
  const body = {
    name: form.name,
    spec: {
      clusterId,
      vlan: Number(form.vlan),
      mtuBytes: Number(form.mtuBytes),
      ...optional("subnetCidr"),
      ...optional("gateway"),
      dnsServers: form.dnsServers.split(/[\s,]+/).filter(Boolean),
      addressing: form.addressing,
      ...(form.addressing === "STATIC" ? { ...optional("rangeStart"), ...optional("rangeEnd") } : {}),
      antiSpoofing: form.antiSpoofing,
    },
  };
  const request = to.post("/networks", { body });
  return (
    <FormDialog
      title={t("network.create")}
      verb={t("network.create")}
      ready={form.name !== "" && clusterId !== null}
      call={request}
      onSubmit={async () => {
        await send(request);
        onClose();
      }}
      onClose={onClose}
    >
      {text("name", "network-name", t("table.name"), t("create.name.rule"))}
      {text("vlan", "network-vlan", t("network.vlan"), t("network.vlan.help"))}
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
      {text("subnetCidr", "network-subnet", t("network.subnet"), t("network.subnet.help"))}
      {form.addressing === "STATIC" && (
        <>
          {text("gateway", "network-gateway", t("network.gateway"))}
          {text("rangeStart", "network-range-start", t("network.rangeStart"))}
          {text("rangeEnd", "network-range-end", t("network.rangeEnd"))}
        </>
      )}
      {text("dnsServers", "network-dns", t("network.dns"))}
      {text("mtuBytes", "network-mtu", t("network.mtu"))}
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
