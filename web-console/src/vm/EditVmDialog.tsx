import { Button, Form, FormGroup, TextArea, TextInput } from "@patternfly/react-core";
import { useState } from "react";
import { to } from "../api/calls";
import { send } from "../api/http";
import type { Problem, Vm } from "../api/types";
import { useI18n } from "../i18n";
import { VmResourceFields } from "../resourcepool/VmResourceFields";
import { PoolChoice } from "../resourcepool/VmResources";
import { vmResourcesChange, vmResourcesForm } from "../resourcepool/vmResourcesForm";
import { DeedButton } from "../ui/Deed";
import { Dialog } from "../ui/Dialog";
import { labelsFromText, labelsToText } from "../ui/labelText";
import { ProblemView, toProblem } from "../ui/Problem";
import { Refusal } from "../ui/refusals";
import { ShowApi } from "../ui/ShowApi";
import { TextField } from "../ui/TextField";
import { wholeNumber } from "../ui/wholeNumber";
import { HardwareFields } from "./HardwareFields";
import { hardwareChange, hardwareForm } from "./hardwareForm";

/** Name, description, labels, resource pool, reservations, limit, shares; size only while the VM is stopped. Sends what changed, for the revision that was read. */
export function EditVmDialog({ vm, onClose }: { vm: Vm; onClose: () => void }) {
  const { t } = useI18n();
  const [read] = useState(vm);
  const [name, setName] = useState(vm.metadata.name);
  const [description, setDescription] = useState(vm.spec.description || "");
  const [labels, setLabels] = useState(labelsToText(vm.metadata.labels));
  const [vcpuCount, setVcpuCount] = useState(String(vm.spec.vcpuCount));
  const [memoryMiB, setMemoryMiB] = useState(String(vm.spec.memoryMiB));
  const [problem, setProblem] = useState<Problem | null>(null);
  const [busy, setBusy] = useState(false);
  const [resourcePoolId, setResourcePoolId] = useState(vm.spec.resourcePoolId ?? "");
  const [resources, setResources] = useState(vmResourcesForm(vm.spec));
  const [hardware, setHardware] = useState(hardwareForm(vm.spec));
  const stopped = vm.status.powerState === "STOPPED";

  const vcpus = wholeNumber(vcpuCount);
  const memory = wholeNumber(memoryMiB);
  const resourcesChange = vmResourcesChange(resources, read.spec);
  const hardwareSent = stopped ? hardwareChange(hardware, read.spec) : {};
  const readable =
    resourcesChange !== null && hardwareSent !== null && (!stopped || (vcpus !== null && memory !== null));

  const sized = stopped && vcpus !== null && vcpus !== read.spec.vcpuCount;
  const usualShares = resources.cpuShares.trim() === "";
  // Empty is the usual of the new size: shares that were set to the usual of the old one would stay.
  const resourcesSent = { ...resourcesChange, ...(sized && usualShares ? { cpuShares: 0 } : {}) };
  const spec = {
    ...(description === (read.spec.description || "") ? {} : { description }),
    ...(resourcePoolId === (read.spec.resourcePoolId ?? "") ? {} : { resourcePoolId }),
    ...(Object.keys(resourcesSent).length > 0 ? { resources: resourcesSent } : {}),
    ...(hardwareSent && Object.keys(hardwareSent).length > 0 ? { hardware: hardwareSent } : {}),
    ...(sized ? { vcpuCount: vcpus } : {}),
    ...(stopped && memory !== null && memory !== read.spec.memoryMiB ? { memoryMiB: memory } : {}),
  };
  const body = {
    ...(name === read.metadata.name ? {} : { name }),
    ...(labels === labelsToText(read.metadata.labels) ? {} : { labels: labelChange(read.metadata.labels, labels) }),
    ...(Object.keys(spec).length > 0 ? { spec } : {}),
  };
  const { id, revision } = read.metadata;
  const request = to.patch("/vms/{id}", { id }, { body, ifMatch: `"${revision}"` });
  const save = async () => {
    setBusy(true);
    setProblem(null);
    try {
      await send(request);
      onClose();
    } catch (failure) {
      setProblem(toProblem(failure));
      setBusy(false);
    }
  };
  return (
    <Dialog
      focus="field"
      title={t("vm.edit.title", { name: read.metadata.name })}
      onClose={onClose}
      footer={
        <>
          <DeedButton
            isDisabled={busy || !readable || Object.keys(body).length === 0}
            isLoading={busy}
            onClick={() => void save()}
          >
            {t("action.save")}
          </DeedButton>
          <Button variant="link" onClick={onClose}>
            {t("action.cancel")}
          </Button>
          {readable && (
            <span className="push-end">
              <ShowApi call={request} />
            </span>
          )}
        </>
      }
    >
      <Form>
        <FormGroup label={t("table.name")} fieldId="edit-name">
          <TextInput id="edit-name" value={name} onChange={(_, value) => setName(value)} />
        </FormGroup>
        <FormGroup label={t("field.description")} fieldId="edit-description">
          <TextArea
            id="edit-description"
            value={description}
            onChange={(_, value) => setDescription(value)}
            resizeOrientation="vertical"
          />
        </FormGroup>
        <FormGroup label={t("vm.col.labels")} fieldId="edit-labels">
          <TextInput
            id="edit-labels"
            value={labels}
            onChange={(_, value) => setLabels(value)}
            placeholder={t("field.labels.hint")}
          />
        </FormGroup>
        <PoolChoice
          id="edit-resource-pool"
          clusterId={read.spec.clusterId}
          value={resourcePoolId}
          onChange={setResourcePoolId}
        />
        <Refusal value={problem}>
          {stopped ? (
            <>
              <TextField
                id="edit-vcpus"
                field="spec.vcpuCount"
                type="whole"
                label={t("create.vcpus")}
                value={vcpuCount}
                onChange={setVcpuCount}
              />
              <TextField
                id="edit-memory"
                field="spec.memoryMiB"
                type="whole"
                label={t("create.memoryMiB")}
                value={memoryMiB}
                onChange={setMemoryMiB}
              />
              <HardwareFields form={hardware} onChange={setHardware} />
            </>
          ) : (
            <p className="subtle">{t("vm.edit.sizeStopped")}</p>
          )}
          <VmResourceFields form={resources} vcpuCount={vcpus ?? read.spec.vcpuCount} onChange={setResources} />
        </Refusal>
        {problem && <ProblemView problem={problem} />}
      </Form>
    </Dialog>
  );
}

/** A merge patch: a label that is gone is sent as null. */
function labelChange(before: Readonly<Record<string, string>>, text: string): Record<string, string | null> {
  const after = labelsFromText(text);
  const removed = Object.keys(before).filter((key) => !(key in after));
  return { ...after, ...Object.fromEntries(removed.map((key) => [key, null])) };
}
