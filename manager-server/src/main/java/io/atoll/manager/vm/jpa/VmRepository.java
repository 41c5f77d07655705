package io.atoll.manager.vm.jpa;

import jakarta.persistence.LockModeType;
import java.util.Optional;
import java.util.UUID;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.Lock;
import org.springframework.data.jpa.repository.Query;

interface VmRepository extends JpaRepository<VmEntity, UUID> {
    /** The row, held until the transaction ends, so that changes by tasks, hosts and people come one after the other. */
    @Lock(LockModeType.PESSIMISTIC_WRITE)
    @Query("select vm from VmEntity vm where vm.id = :id")
    Optional<VmEntity> lock(UUID id);
}
