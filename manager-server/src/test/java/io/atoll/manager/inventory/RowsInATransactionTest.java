package io.atoll.manager.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.manager.inventory.jpa.PoolStore;
import io.atoll.manager.testing.ManagerTest;
import io.atoll.manager.testing.ManagerUnderTest;
import io.atoll.manager.testing.agent.Datacenter;
import io.atoll.model.ClusterId;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * A row that was found in a list and is locked later in the same transaction is read anew. It was not once: of several who created VMs
 * without naming a network, all of whom look at the networks and then take an address of one, some were told 412.
 */
@ManagerTest
class RowsInATransactionTest {
    private final ManagerUnderTest manager;
    private final PoolStore pools;
    private final TransactionTemplate transaction;

    RowsInATransactionTest(ManagerUnderTest manager, PoolStore pools, PlatformTransactionManager transactions) {
        this.manager = manager;
        this.pools = pools;
        this.transaction = new TransactionTemplate(transactions);
    }

    @Test
    void aRowThatOthersChangeBetweenListAndLockIsLockedAsItIsNow() {
        try (var dc = Datacenter.of(manager, 1)) {
            var cluster = ClusterId.parse(dc.cluster());
            var id = UUID.fromString(dc.pool());
            transaction.executeWithoutResult(_ -> {
                assertThat(pools.in(cluster)).anyMatch(pool -> pool.id().value().equals(id));
                var others = CompletableFuture.runAsync(() -> transaction.executeWithoutResult(
                        _ -> pools.update(id, pool -> pool.in(pool.state(), "changed"))));
                others.join();
                assertThat(pools.lock(id))
                        .hasValueSatisfying(
                                pool -> assertThat(pool.stateDetail()).isEqualTo("changed"));
            });
        }
    }
}
