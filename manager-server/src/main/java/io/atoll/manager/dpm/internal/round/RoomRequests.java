package io.atoll.manager.dpm.internal.round;

import io.atoll.manager.api.DryRun;
import io.atoll.manager.dpm.DpmMode;
import io.atoll.manager.dpm.internal.book.ParkedHost;
import io.atoll.manager.dpm.internal.book.ParkedHostStore;
import io.atoll.manager.dpm.internal.book.ParkedState;
import io.atoll.manager.dpm.internal.book.RoomWishes;
import io.atoll.manager.dpm.internal.settings.DpmSettingsStore;
import io.atoll.manager.placement.RoomWanted;
import io.atoll.manager.problem.Hint;
import io.atoll.model.ClusterId;
import io.atoll.model.VmDemand;
import java.util.List;
import java.util.SortedSet;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Notes VMs that found no room while hosts sleep, so that one is woken, and tells whoever asked. */
@Component
class RoomRequests implements RoomWanted {
    private static final Logger LOG = LoggerFactory.getLogger(RoomRequests.class);

    private final DpmSettingsStore settings;
    private final ParkedHostStore hosts;
    private final RoomWishes wishes;
    private final TransactionTemplate transaction;

    RoomRequests(
            DpmSettingsStore settings,
            ParkedHostStore hosts,
            RoomWishes wishes,
            PlatformTransactionManager transactions) {
        this.settings = settings;
        this.hosts = hosts;
        this.wishes = wishes;
        transaction = new TransactionTemplate(transactions);
    }

    @Override
    public List<Hint> noted(ClusterId cluster, VmDemand vm, SortedSet<String> rules) {
        var resting = hosts.of(cluster).values().stream()
                .filter(host -> host.state() != ParkedState.FAILED)
                .toList();
        if (resting.isEmpty()) {
            return List.of();
        }
        var names = resting.stream().map(ParkedHost::name).collect(Collectors.joining(", "));
        var mode = settings.of(cluster).mode();
        if (mode != DpmMode.OFF) {
            afterwards(cluster, vm, rules);
        }
        return List.of(
                switch (mode) {
                    case OFF -> new Hint("Wake a host that sleeps: %s.".formatted(names), path(cluster, "hosts"));
                    case RECOMMEND ->
                        new Hint(
                                "Wake a host that sleeps: %s. Which one has room for the VM is recommended."
                                        .formatted(names),
                                path(cluster, "recommendations"));
                    case APPLY ->
                        new Hint(
                                "Asleep or on their way to or from it: %s. One is woken if it has room for the VM; ask again when it is awake."
                                        .formatted(names),
                                path(cluster, "hosts"));
                });
    }

    private static String path(ClusterId cluster, String part) {
        return "/api/v1/clusters/%s/dpm/%s".formatted(cluster, part);
    }

    /** The refused request's transaction is lost with everything in it, so the wish needs one of its own, after it. */
    private void afterwards(ClusterId cluster, VmDemand vm, SortedSet<String> rules) {
        if (!TransactionSynchronizationManager.isSynchronizationActive()
                || DryRun.TRANSACTION.equals(TransactionSynchronizationManager.getCurrentTransactionName())) {
            return;
        }
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
            @Override
            public void afterCompletion(int status) {
                Thread.ofVirtual().name("atoll-room-wish").start(() -> keep(cluster, vm, rules));
            }
        });
    }

    private void keep(ClusterId cluster, VmDemand vm, SortedSet<String> rules) {
        try {
            transaction.executeWithoutResult(_ -> wishes.put(cluster, vm, rules));
        } catch (DataAccessException | TransactionException e) {
            LOG.warn("vm={} its wish for room is lost, it has to be asked for again: {}", vm.id(), e.getMessage());
        }
    }
}
