package io.atoll.manager.vm.jpa;

import io.atoll.manager.persistence.RecordStore;
import io.atoll.manager.vm.internal.VmRecord;
import io.atoll.model.HostId;
import io.atoll.model.VmId;
import jakarta.persistence.EntityManager;
import java.util.List;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

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

    /** Notes that the VM's disks or network cards are others now, so that the spec beside its disks is written anew. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void hasOtherDevices(VmId vm) {
        touch(vm.value(), VmEntity::hasOtherDevices);
    }

    /** The VMs that run on a host, or may be running there. */
    @Transactional(readOnly = true)
    public List<VmId> at(HostId host) {
        return select("select vm from VmEntity vm where vm.hostId = ?1 order by vm.id", host.value()).stream()
                .map(VmRecord::id)
                .toList();
    }
}
