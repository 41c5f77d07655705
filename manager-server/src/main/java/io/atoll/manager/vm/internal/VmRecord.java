package io.atoll.manager.vm.internal;

import io.atoll.model.VmId;
import java.time.Instant;
import java.util.Map;
import java.util.function.UnaryOperator;

/** A VM as the database holds it. Changes make a new record; an equal record is not written. */
public record VmRecord(
        VmId id,
        String name,
        Map<String, String> labels,
        long revision,
        Instant createdAt,
        VmSpec spec,
        VmStatus status) {
    public VmRecord {
        labels = Map.copyOf(labels);
    }

    public VmRecord withStatus(UnaryOperator<VmStatus> change) {
        return new VmRecord(id, name, labels, revision, createdAt, spec, change.apply(status));
    }

    public VmRecord withSpec(UnaryOperator<VmSpec> change) {
        return new VmRecord(id, name, labels, revision, createdAt, change.apply(spec), status);
    }

    public VmRecord named(String newName, Map<String, String> newLabels) {
        return new VmRecord(id, newName, newLabels, revision, createdAt, spec, status);
    }
}
