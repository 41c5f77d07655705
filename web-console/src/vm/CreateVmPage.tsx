import { Button, Checkbox, Form, Radio, TextArea, TextInput } from "@patternfly/react-core";
import { Link, useNavigate } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import { useStream } from "../api/hooks";
import { to } from "../api/calls";
import { send } from "../api/http";
import type { Image, Network, Problem, Task, VmAndTask } from "../api/types";
import { useObjects } from "../api/hooks";
import { useScoped, useTargetCluster } from "../app/scope";
import { NEW_VM_HA, vmHaChange } from "../ha/vmHaForm";
import { useI18n } from "../i18n";
import { PoolChoice } from "../resourcepool/VmResources";
import { DeedButton } from "../ui/Deed";
import { bytes, mebibytes } from "../ui/format";
import { labelsFromText } from "../ui/labelText";
import { Empty, Page } from "../ui/Page";
import { ProblemView, toProblem } from "../ui/Problem";
import { Select } from "../ui/Select";
import { ShowApi } from "../ui/ShowApi";
import { useStable } from "../ui/useStable";
import type { Violation } from "../ui/violations";
import {
  batchBody,
  createBody,
  EMPTY_FORM,
  formField,
  missingLogin,
  numberFaults,
  SIZES,
  type CreateForm,
  type FormField,
  type SizeKey,
} from "./createRequest";
import { Field, Fold } from "./CreateFields";
import { CreateHa } from "./CreateHa";
import { CountField, useManyVerb, useNameTexts } from "./CreateMany";
import { CreatePreview } from "./CreatePreview";
import { useCreatePreview } from "./useCreatePreview";
import "./create.css";

/** The names of keys are the same in every language. */
const SUBMIT_KEYS = ["Ctrl", "Enter"];
const SIZE_KEYS = [...(Object.keys(SIZES) as (keyof typeof SIZES)[]), "custom"] as const satisfies readonly SizeKey[];

/** One page, three answers (image, size, name); everything else has a default and is folded away. */
export function CreateVmPage() {
  const { t } = useI18n();
  const images = useObjects("image").filter((image) => image.status.state === "READY");
  const { listed } = useStream();
  const clusterId = useTargetCluster();
  if (!listed || !clusterId) {
    return (
      <Page title={t("create.title")}>
        <p role="status">{t("app.loading")}</p>
      </Page>
    );
  }
  if (images.length === 0) {
    return (
      <Page title={t("create.title")}>
        <Empty title={t("create.noImage")} text={t("create.noImage.text")}>
          <Link to="/images" className="pf-v6-c-button pf-m-primary">
            {t("nav.images")}
          </Link>
        </Empty>
      </Page>
    );
  }
  return <CreateVm clusterId={clusterId} images={images} />;
}

function CreateVm({ clusterId, images }: { clusterId: string; images: readonly Image[] }) {
  const { t } = useI18n();
  const navigate = useNavigate();
  const [form, setForm] = useState<CreateForm>({ ...EMPTY_FORM, imageId: images[0]?.metadata.id ?? "" });
  const [problem, setProblem] = useState<Problem | null>(null);
  const [busy, setBusy] = useState(false);
  const vms = useObjects("vm").filter((vm) => vm.spec.clusterId === clusterId);
  const ha = vmHaChange(form.ha, NEW_VM_HA, vms);
  const labels = labelsFromText(form.labels);
  const body = createBody(form, clusterId, labels, ha);
  const batch = batchBody(form, clusterId, labels, ha);
  const request = batch ? to.post("/vm-batches", { body: batch }) : body && to.post("/vms", { body });
  const preview = useCreatePreview(batch ?? body);
  const nameTexts = useNameTexts(form);
  const manyVerb = useManyVerb(form);
  const networks = useObjects("network").filter((network) => network.spec.clusterId === clusterId);
  const mustChoose = networks.length > 1;
  const ready = form.name !== "" && request !== null && (!mustChoose || form.networkId !== "");
  const change = (part: Partial<CreateForm>) => setForm({ ...form, ...part });
  const submit = useStable(async () => {
    if (busy || !ready) return;
    setBusy(true);
    setProblem(null);
    try {
      const made = await send<Task | VmAndTask>(request);
      const { vm, task } = "task" in made ? made : { vm: null, task: made };
      await navigate(
        vm
          ? { to: "/vms/$id", params: { id: vm.metadata.id } }
          : { to: "/tasks/$id", params: { id: task.metadata.id } },
      );
    } catch (failure) {
      setProblem(toProblem(failure));
      setBusy(false);
    }
  });
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) void submit();
    };
    document.addEventListener("keydown", listen);
    return () => document.removeEventListener("keydown", listen);
  }, [submit]);

  // What cannot be read is not asked about either: the manager's last answer was about something else.
  const faults = numberFaults(form);
  const violations = faults.length > 0 ? faults : (preview.data?.violations ?? []);
  const about = (...fields: FormField[]) =>
    violations.filter((violation) => fields.some((field) => formField(violation) === field));

  return (
    <Page
      title={
        <>
          <Link to="/vms" className="crumb">
            {t("nav.vms")}
          </Link>
          {t("create.title")}
        </>
      }
    >
      <div className="create">
        <Form
          className="create-form"
          onSubmit={(event) => {
            event.preventDefault();
            void submit();
          }}
        >
          <Field
            label={nameTexts?.label ?? t("create.name")}
            id="vm-name"
            required
            violations={about("name")}
            help={nameTexts?.help ?? t("create.name.rule")}
          >
            <TextInput
              id="vm-name"
              value={form.name}
              isRequired
              aria-describedby="vm-name-help"
              validated={about("name").length > 0 ? "error" : "default"}
              // eslint-disable-next-line jsx-a11y/no-autofocus -- the page has one purpose, and this is its first answer
              autoFocus
              autoComplete="off"
              spellCheck={false}
              onChange={(_, name) => change({ name })}
            />
          </Field>
          <CountField form={form} onChange={change} violations={about("count")} />
          <ImageChoice images={images} form={form} onChange={change} violations={about("spec.imageId")} />
          <SizeChoice form={form} onChange={change} about={about} />
          <Folds clusterId={clusterId} form={form} networks={networks} onChange={change} about={about} />
          <CreateHa form={form.ha} vms={vms} violations={about("spec.ha")} onChange={(part) => change({ ha: part })} />
          <div className="create-end">
            <LoginNotice form={form} />
            {mustChoose && !form.networkId && (
              <p className="create-attention">{t("create.network.choose.why", { count: networks.length })}</p>
            )}
            {problem && <ProblemView problem={problem} />}
            <div className="row">
              <DeedButton type="submit" isDisabled={busy || !ready} isLoading={busy}>
                {manyVerb ?? (form.start ? t("create.submit.start") : t("create.submit"))}
              </DeedButton>
              <Button variant="link" onClick={() => void navigate({ to: "/vms" })}>
                {t("action.cancel")}
              </Button>
              {request && <ShowApi call={request} />}
              <span className="subtle push-end">
                {SUBMIT_KEYS.map((key) => (
                  <kbd key={key}>{key}</kbd>
                ))}
              </span>
            </div>
          </div>
        </Form>
        <CreatePreview preview={preview} violations={violations} form={form} />
      </div>
    </Page>
  );
}

/** Said where the form is sent: the fold it is about is closed. */
function LoginNotice({ form }: { form: CreateForm }) {
  const { t } = useI18n();
  const missing = missingLogin(form);
  if (!missing) return null;
  return (
    <p className={missing === "unnamed" ? "create-attention" : "subtle"}>{t(`create.login.missing.${missing}`)}</p>
  );
}

type About = (...fields: FormField[]) => Violation[];

function ImageChoice({
  images,
  form,
  onChange,
  violations,
}: {
  images: readonly Image[];
  form: CreateForm;
  onChange: (part: Partial<CreateForm>) => void;
  violations: readonly Violation[];
}) {
  const { t, locale } = useI18n();
  return (
    <Field label={t("create.image")} id="vm-image" group required violations={violations}>
      <div className="choices" role="radiogroup" aria-label={t("create.image")}>
        {images.map((image) => (
          <Radio
            key={image.metadata.id}
            id={`image-${image.metadata.id}`}
            name="vm-image"
            isChecked={form.imageId === image.metadata.id}
            onChange={() => onChange({ imageId: image.metadata.id })}
            label={image.metadata.name}
            description={[
              image.spec.osHint,
              image.status.virtualSizeBytes !== null
                ? t("create.image.disk", { size: bytes(image.status.virtualSizeBytes, locale) })
                : null,
            ]
              .filter(Boolean)
              .join(" · ")}
          />
        ))}
      </div>
    </Field>
  );
}

function SizeChoice({
  form,
  onChange,
  about,
}: {
  form: CreateForm;
  onChange: (part: Partial<CreateForm>) => void;
  about: About;
}) {
  const { t, locale } = useI18n();
  return (
    <Field label={t("create.size")} id="vm-size" group required violations={about("spec.vcpuCount", "spec.memoryMiB")}>
      <div className="choices choices-row" role="radiogroup" aria-label={t("create.size")}>
        {SIZE_KEYS.map((key) => (
          <Radio
            key={key}
            id={`size-${key}`}
            name="vm-size"
            isChecked={form.size === key}
            onChange={() => onChange({ size: key })}
            label={t(`create.size.${key}`)}
            {...(key === "custom"
              ? {}
              : {
                  description: t("create.size.text", {
                    vcpus: SIZES[key].vcpuCount,
                    memory: mebibytes(SIZES[key].memoryMiB, locale),
                  }),
                })}
          />
        ))}
      </div>
      {form.size === "custom" && (
        <div className="row create-custom">
          <label htmlFor="vm-vcpus">{t("create.vcpus")}</label>
          <TextInput
            id="vm-vcpus"
            inputMode="numeric"
            value={form.vcpuCount}
            onChange={(_, vcpuCount) => onChange({ vcpuCount })}
          />
          <label htmlFor="vm-memory">{t("create.memoryMiB")}</label>
          <TextInput
            id="vm-memory"
            inputMode="numeric"
            value={form.memoryMiB}
            onChange={(_, memoryMiB) => onChange({ memoryMiB })}
          />
        </div>
      )}
    </Field>
  );
}

function Folds({
  clusterId,
  form,
  networks,
  onChange,
  about,
}: {
  clusterId: string;
  form: CreateForm;
  /** Those of the cluster. */
  networks: readonly Network[];
  onChange: (part: Partial<CreateForm>) => void;
  about: About;
}) {
  const { t } = useI18n();
  const hosts = useScoped("host").filter((host) => host.status.state === "READY");
  const mustChoose = networks.length > 1;
  const unchosen = mustChoose ? t("create.network.choose") : t("create.network.default");
  const network = networks.find((each) => each.metadata.id === form.networkId);
  const text = (key: Exclude<keyof CreateForm, "ha">, id: string, type: "text" | "whole" | "password" = "text") => (
    <TextInput
      id={id}
      {...(type === "whole" ? { inputMode: "numeric" } : { type })}
      value={String(form[key])}
      autoComplete={type === "password" ? "new-password" : "off"}
      onChange={(_, value) => onChange({ [key]: value })}
    />
  );
  return (
    <>
      <Fold
        title={t("create.login")}
        summary={form.userName || t("create.login.none")}
        violations={about(
          "spec.cloudInit.users",
          "spec.cloudInit.users.sshKeys",
          "spec.cloudInit.users.password",
          "spec.cloudInit.hostname",
          "spec.cloudInit.userData",
        )}
      >
        <Field
          label={t("create.user")}
          id="vm-user"
          violations={about("spec.cloudInit.users")}
          help={t("create.user.help")}
        >
          {text("userName", "vm-user")}
        </Field>
        <Field
          label={t("create.sshKeys")}
          id="vm-keys"
          violations={about("spec.cloudInit.users.sshKeys")}
          help={t("create.sshKeys.help")}
        >
          <TextArea
            id="vm-keys"
            className="mono"
            rows={3}
            value={form.sshKeys}
            spellCheck={false}
            resizeOrientation="vertical"
            onChange={(_, sshKeys) => onChange({ sshKeys })}
          />
        </Field>
        <Field
          label={t("create.password")}
          id="vm-password"
          violations={about("spec.cloudInit.users.password")}
          help={t("create.password.help")}
        >
          {text("password", "vm-password", "password")}
        </Field>
        <Field
          label={t("create.hostname")}
          id="vm-hostname"
          violations={about("spec.cloudInit.hostname")}
          help={t("create.hostname.help")}
        >
          {text("hostname", "vm-hostname")}
        </Field>
        <Field label={t("create.userData")} id="vm-user-data" violations={about("spec.cloudInit.userData")}>
          <TextArea
            id="vm-user-data"
            className="mono"
            rows={4}
            value={form.userData}
            spellCheck={false}
            resizeOrientation="vertical"
            onChange={(_, userData) => onChange({ userData })}
          />
        </Field>
      </Fold>
      <Fold
        title={t("create.network")}
        summary={network?.metadata.name ?? unchosen}
        violations={about("spec.networks", "spec.networks.address")}
        needed={mustChoose}
      >
        <Field
          label={t("create.network")}
          id="vm-network"
          required={mustChoose}
          violations={about("spec.networks")}
          {...(mustChoose ? { help: t("create.network.choose.why", { count: networks.length }) } : {})}
        >
          <Select
            id="vm-network"
            value={form.networkId}
            onChange={(networkId) => onChange({ networkId })}
            options={[
              { value: "", text: unchosen },
              ...networks.map((each) => ({ value: each.metadata.id, text: each.metadata.name })),
            ]}
          />
        </Field>
        {network?.spec.addressing === "STATIC" && (
          <Field
            label={t("vm.col.address")}
            id="vm-address"
            violations={about("spec.networks.address")}
            help={t("create.address.help")}
          >
            {text("address", "vm-address")}
          </Field>
        )}
      </Fold>
      <Fold
        title={t("create.disk")}
        summary={form.diskGiB ? `${form.diskGiB} GiB` : t("create.disk.default")}
        violations={about("spec.diskGiB")}
      >
        <Field label={t("create.diskGiB")} id="vm-disk" violations={about("spec.diskGiB")} help={t("create.disk.help")}>
          {text("diskGiB", "vm-disk", "whole")}
        </Field>
      </Fold>
      <Fold
        title={t("create.more")}
        summary={form.start ? t("create.start.yes") : t("create.start.no")}
        violations={about("spec.hostId", "spec.resourcePoolId", "labels", "spec.description")}
      >
        <Checkbox
          id="vm-start"
          label={t("create.start")}
          isChecked={form.start}
          onChange={(_, start) => onChange({ start })}
        />
        <Field label={t("create.host")} id="vm-host" violations={about("spec.hostId")} help={t("create.host.help")}>
          <Select
            id="vm-host"
            value={form.hostId}
            onChange={(hostId) => onChange({ hostId })}
            options={[
              { value: "", text: t("create.host.any") },
              ...hosts.map((each) => ({ value: each.metadata.id, text: each.metadata.name })),
            ]}
          />
        </Field>
        <PoolChoice
          id="vm-resource-pool"
          clusterId={clusterId}
          value={form.resourcePoolId}
          onChange={(resourcePoolId) => onChange({ resourcePoolId })}
        />
        <Field label={t("vm.col.labels")} id="vm-labels" violations={about("labels")}>
          <TextInput
            id="vm-labels"
            value={form.labels}
            placeholder={t("field.labels.hint")}
            onChange={(_, labels) => onChange({ labels })}
          />
        </Field>
        <Field label={t("field.description")} id="vm-description" violations={about("spec.description")}>
          <TextArea
            id="vm-description"
            rows={2}
            value={form.description}
            resizeOrientation="vertical"
            onChange={(_, description) => onChange({ description })}
          />
        </Field>
      </Fold>
    </>
  );
}
