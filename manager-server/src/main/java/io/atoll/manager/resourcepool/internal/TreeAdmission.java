package io.atoll.manager.resourcepool.internal;

import io.atoll.manager.inventory.VmResources;
import io.atoll.manager.placement.ClusterLock;
import io.atoll.manager.placement.LiveClusters;
import io.atoll.manager.resourcepool.PoolAdmission;
import io.atoll.manager.resourcepool.internal.PoolLedger.Member;
import io.atoll.manager.resourcepool.jpa.ComputePoolStore;
import io.atoll.model.ClusterId;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Compares the promises of a cluster with and without what is wanted for a VM. */
@Service
@Transactional(propagation = Propagation.MANDATORY)
class TreeAdmission implements PoolAdmission {
    private final ComputePoolStore store;
    private final LiveClusters clusters;
    private final ClusterLock lock;
    private final PoolRefusals refusals;

    TreeAdmission(ComputePoolStore store, LiveClusters clusters, ClusterLock lock, PoolRefusals refusals) {
        this.store = store;
        this.clusters = clusters;
        this.lock = lock;
        this.refusals = refusals;
    }

    @Override
    public void requireThere(ClusterId cluster, VmResources wanted) {
        var pool = wanted.pool();
        if (pool == null) {
            return;
        }
        lock.take(cluster); // so that nobody deletes it before the VM is in it
        if (store.find(pool.value())
                .filter(found -> found.clusterId().equals(cluster))
                .isEmpty()) {
            throw ResourcePoolService.notFound(cluster, pool);
        }
    }

    @Override
    public void requireStart(Subject vm) {
        lock.take(vm.cluster());
        var now = ledger(vm.cluster());
        refusals.watching(
                vm.cluster(),
                vm.name(),
                () -> PoolCheck.require(
                        now.without(vm.id()), now.with(member(vm, true)), "VM %s cannot start".formatted(vm.name())));
    }

    @Override
    public void requireChange(Subject vm) {
        lock.take(vm.cluster());
        var now = ledger(vm.cluster());
        var running = now.vms().stream().anyMatch(one -> one.id().equals(vm.id()) && one.running());
        if (running) {
            refusals.watching(
                    vm.cluster(),
                    vm.name(),
                    () -> PoolCheck.require(
                            now,
                            now.with(member(vm, true)),
                            "The resources of VM %s cannot be changed while it runs".formatted(vm.name())));
        }
    }

    private static Member member(Subject vm, boolean running) {
        return new Member(vm.id(), vm.name(), running, vm.memory(), vm.resources());
    }

    private PoolLedger ledger(ClusterId cluster) {
        return ClusterShares.ledger(clusters.now(cluster), store.in(cluster));
    }
}
