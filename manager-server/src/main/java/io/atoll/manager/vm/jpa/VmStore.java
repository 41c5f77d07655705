package io.atoll.manager.vm.jpa;

import io.atoll.manager.vm.internal.VmRecord;
import io.atoll.model.VmId;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Reads and writes VM rows. Writing needs the caller's transaction, for the event that goes with it. */
@Repository
public class VmStore {
    private final VmRepository rows;

    VmStore(VmRepository rows) {
        this.rows = rows;
    }

    @Transactional(readOnly = true)
    public Optional<VmRecord> find(VmId id) {
        return rows.findById(id.value()).map(VmEntity::toRecord);
    }

    /** The VM, unchanging until the caller's transaction ends. */
    @Transactional(propagation = Propagation.MANDATORY)
    public Optional<VmRecord> lock(VmId id) {
        return rows.lock(id.value()).map(VmEntity::toRecord);
    }

    @Transactional(propagation = Propagation.MANDATORY)
    public void insert(VmRecord vm) {
        rows.saveAndFlush(new VmEntity(vm));
    }

    /** Applies {@code change} to the newest version of the row; answers the result if it is a change, else nothing. */
    @Transactional(propagation = Propagation.MANDATORY)
    public Optional<VmRecord> update(VmId id, UnaryOperator<VmRecord> change) {
        var found = rows.lock(id.value());
        if (found.isEmpty()) {
            return Optional.empty();
        }
        var entity = found.get();
        var before = entity.toRecord();
        var after = change.apply(before);
        if (after.equals(before)) {
            return Optional.empty();
        }
        entity.set(after);
        rows.flush();
        return Optional.of(entity.toRecord());
    }

    @Transactional(propagation = Propagation.MANDATORY)
    public void delete(VmId id) {
        rows.deleteById(id.value());
        rows.flush();
    }
}
