package io.atoll.manager.vm.jpa;

import io.atoll.manager.persistence.RecordStore;
import io.atoll.manager.vm.internal.VmRecord;
import jakarta.persistence.EntityManager;
import org.springframework.stereotype.Repository;

/** The rows of {@code vm}. */
@Repository
public class VmStore extends RecordStore<VmEntity, VmRecord> {
    VmStore(EntityManager entities) {
        super(entities, VmEntity.class);
    }

    @Override
    protected VmEntity newEntity(VmRecord vm) {
        return new VmEntity(vm);
    }

    @Override
    protected void set(VmEntity entity, VmRecord vm) {
        entity.set(vm);
    }

    @Override
    protected VmRecord toRecord(VmEntity entity) {
        return entity.toRecord();
    }
}
