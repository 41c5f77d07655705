import { FormGroup } from "@patternfly/react-core";
import { useObjects } from "../api/hooks";
import { useRefusals } from "../ui/refusals";
import { Select } from "../ui/Select";
import { Violations } from "../ui/Violations";
import { useAlarmTexts } from "./own";

/** All clusters, or one; also one that is gone, which only its id is known of. */
export function ClusterField({
  id,
  value,
  onChange,
  field,
}: {
  id: string;
  value: string;
  onChange: (clusterId: string) => void;
  field: string;
}) {
  const own = useAlarmTexts();
  const violations = useRefusals(field);
  const clusters = useObjects("cluster").map(({ metadata }) => ({ value: metadata.id, text: metadata.name }));
  const gone = value !== "" && clusters.every((cluster) => cluster.value !== value);
  return (
    <FormGroup label={own.text("alarm.of.cluster")} fieldId={id}>
      <Select
        id={id}
        value={value}
        onChange={onChange}
        options={[
          { value: "", text: own.text("alarm.of.allClusters") },
          ...clusters,
          ...(gone ? [{ value, text: value }] : []),
        ]}
      />
      <div className="field-help">
        <Violations violations={violations} />
      </div>
    </FormGroup>
  );
}
