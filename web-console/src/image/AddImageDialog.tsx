import { FormGroup, Radio } from "@patternfly/react-core";
import { useState } from "react";
import { to } from "../api/calls";
import { send } from "../api/http";
import { useScoped } from "../app/scope";
import { useI18n } from "../i18n";
import { FormDialog } from "../ui/FormDialog";
import { Select } from "../ui/Select";
import { TextField } from "../ui/TextField";
import { startUpload } from "./uploads";

/** An image from this computer, or pulled by the manager from a URL whose checksum is known. */
export function AddImageDialog({ onClose }: { onClose: () => void }) {
  const { t } = useI18n();
  const pools = useScoped("pool").filter((pool) => pool.status.state === "READY");
  const [source, setSource] = useState<"UPLOAD" | "URL">("UPLOAD");
  const [name, setName] = useState("");
  const [poolId, setPoolId] = useState(pools[0]?.metadata.id ?? "");
  const [format, setFormat] = useState<"QCOW2" | "RAW">("QCOW2");
  const [file, setFile] = useState<File | null>(null);
  const [url, setUrl] = useState("");
  const [sha256, setSha256] = useState("");
  const [osHint, setOsHint] = useState("");
  const sum = sha256.trim().toLowerCase();
  const body = {
    name,
    spec: {
      poolId,
      format,
      source: source === "URL" ? { type: source, url: url.trim(), sha256: sum } : { type: source },
      ...(source === "UPLOAD" && sum ? { sha256: sum } : {}),
      ...(osHint ? { osHint } : {}),
    },
  };
  const request = to.post("/images", { body });
  const take = (chosen: File | null) => {
    setFile(chosen);
    if (!chosen) return;
    const plain = chosen.name.replace(/\.(qcow2|img|raw)$/i, "");
    if (!name)
      setName(
        plain
          .replace(/[^A-Za-z0-9._-]+/g, "-")
          .replace(/^[^A-Za-z0-9]+/, "")
          .slice(0, 63),
      );
    setFormat(/\.(img|raw)$/i.test(chosen.name) ? "RAW" : "QCOW2");
  };
  return (
    <FormDialog
      title={t("image.add")}
      verb={source === "URL" ? t("image.pull") : t("image.upload")}
      ready={name !== "" && poolId !== "" && (source === "URL" ? url !== "" && sum.length === 64 : file !== null)}
      call={request}
      onSubmit={async () => {
        const made = await send(request);
        if (source === "UPLOAD" && file && "metadata" in made) startUpload(made.metadata.id, name, file);
        onClose();
      }}
      onClose={onClose}
    >
      <FormGroup role="radiogroup" label={t("image.source")} isInline>
        {(["UPLOAD", "URL"] as const).map((key) => (
          <Radio
            key={key}
            id={`image-source-${key}`}
            name="image-source"
            label={t(`image.source.${key}`)}
            isChecked={source === key}
            onChange={() => setSource(key)}
          />
        ))}
      </FormGroup>
      {source === "UPLOAD" ? (
        <FormGroup label={t("image.file")} fieldId="image-file" isRequired>
          <input
            id="image-file"
            type="file"
            accept=".qcow2,.img,.raw"
            onChange={(event) => take(event.target.files?.[0] ?? null)}
          />
        </FormGroup>
      ) : (
        <TextField
          id="image-url"
          field="spec.source.url"
          label={t("image.url")}
          type="url"
          value={url}
          onChange={setUrl}
          required
        />
      )}
      <TextField
        id="image-sha256"
        field={source === "URL" ? "spec.source.sha256" : "spec.sha256"}
        label={t("image.sha256")}
        value={sha256}
        onChange={setSha256}
        required={source === "URL"}
        help={source === "URL" ? t("image.sha256.url") : t("image.sha256.upload")}
      />
      <TextField
        id="image-name"
        field="name"
        label={t("table.name")}
        value={name}
        onChange={setName}
        required
        help={t("create.name.rule")}
      />
      <FormGroup label={t("image.format")} fieldId="image-format">
        <Select
          id="image-format"
          value={format}
          onChange={setFormat}
          options={[
            { value: "QCOW2", text: "qcow2" },
            { value: "RAW", text: "raw" },
          ]}
        />
      </FormGroup>
      <FormGroup label={t("vm.disk.pool")} fieldId="image-pool">
        <Select
          id="image-pool"
          value={poolId}
          onChange={setPoolId}
          options={pools.map((pool) => ({ value: pool.metadata.id, text: pool.metadata.name }))}
        />
      </FormGroup>
      <TextField id="image-os" field="spec.osHint" label={t("image.os")} value={osHint} onChange={setOsHint} />
    </FormDialog>
  );
}
