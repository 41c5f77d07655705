package io.atoll.manager.maintenance.internal.steps;

import io.atoll.manager.inventory.HostNews;
import io.atoll.manager.maintenance.MaintenanceState;
import io.atoll.manager.maintenance.internal.book.Evidence;
import io.atoll.manager.maintenance.internal.book.MaintenanceStore;
import io.atoll.manager.task.StepContext;
import io.atoll.manager.task.StepHandler;
import io.atoll.manager.task.StepOutcome;
import java.time.Duration;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** Looks from every side whether the host is empty, and keeps what was found; with the end of its task the host is in maintenance. */
@Component
class ProveEmptyStep implements StepHandler {
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(1);

    private final Bookkeeping books;
    private final MaintenanceStore maintenances;
    private final ProofReader reader;
    private final HostNews hosts;

    ProveEmptyStep(Bookkeeping books, MaintenanceStore maintenances, ProofReader reader, HostNews hosts) {
        this.books = books;
        this.maintenances = maintenances;
        this.reader = reader;
        this.hosts = hosts;
    }

    @Override
    public String name() {
        return StepNames.PROVE;
    }

    @Override
    public StepOutcome advance(StepContext context) {
        var id = context.params(StepParams.class).maintenanceId();
        var found = maintenances.find(id);
        if (found.isEmpty()) {
            return Endings.hostIsGone();
        }
        var facts = reader.read(found.get(), context.operation().task());
        var proof = facts.evidence(context.now());
        var safe = proof.stream().allMatch(Evidence::holds);
        var again = found.get().state() == MaintenanceState.IN_MAINTENANCE;
        context.result("safeToPowerOff", safe);
        if (!facts.isEmptied() && !again) {
            return StepOutcome.running(
                    50,
                    proof.stream()
                            .filter(part -> !part.holds())
                            .map(Evidence::detail)
                            .collect(Collectors.joining(" ", "Not empty yet. ", "")),
                    LOOK_AGAIN);
        }
        books.change(context.epoch(), id, one -> {
            maintenances.proved(id, proof, safe ? context.now() : null);
            hosts.changed(one.host());
            return true;
        });
        return StepOutcome.done();
    }
}
