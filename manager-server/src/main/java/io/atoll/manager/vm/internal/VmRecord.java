package io.atoll.manager.vm.internal;

import io.atoll.manager.api.Naming;
import io.atoll.model.VmId;
import java.time.Instant;
import java.util.function.UnaryOperator;

/** A VM as the database holds it. Changes make a new record; an equal record is not written. */
public record VmRecord(VmId id, Naming naming, long revision, Instant createdAt, VmSpec spec, VmStatus status) {
    public VmRecord withStatus(UnaryOperator<VmStatus> change) {
        return new VmRecord(id, naming, revision, createdAt, spec, change.apply(status));
    }

    public VmRecord withSpec(VmSpec newSpec) {
        return new VmRecord(id, naming, revision, createdAt, newSpec, status);
    }

    public VmRecord named(Naming newNaming) {
        return new VmRecord(id, newNaming, revision, createdAt, spec, status);
    }

    public String name() {
        return naming.name();
    }
}
