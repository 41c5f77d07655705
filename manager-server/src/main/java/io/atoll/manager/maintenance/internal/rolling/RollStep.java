package io.atoll.manager.maintenance.internal.rolling;

import io.atoll.manager.event.Change;
import io.atoll.manager.maintenance.internal.rolling.RollingEngine.Decision;
import io.atoll.manager.maintenance.internal.rolling.RollingHost.State;
import io.atoll.manager.persistence.LeaderTransaction;
import io.atoll.manager.problem.AtollException;
import io.atoll.manager.task.StepContext;
import io.atoll.manager.task.StepHandler;
import io.atoll.manager.task.StepOutcome;
import io.atoll.model.HostId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/**
 * Takes the hosts through maintenance. Each look asks the engine what is next; each decision is carried out in one transaction with
 * the host's row, so a successor of a killed manager begins nothing twice.
 */
@Component
class RollStep implements StepHandler {
    static final String NAME = "maintenance.roll";

    private static final Duration LOOK_AGAIN = Duration.ofSeconds(1);
    private static final int MOST_ASKED_AT_A_LOOK = 3;
    private static final int FROM_OUR_OWN_FAULTS = 500;

    private final RollingStore store;
    private final RollingWork work;
    private final RollingGround ground;
    private final RollingWaits waits;
    private final RollingViews views;
    private final LeaderTransaction transactions;

    RollStep(
            RollingStore store,
            RollingWork work,
            RollingGround ground,
            RollingWaits waits,
            RollingViews views,
            LeaderTransaction transactions) {
        this.store = store;
        this.work = work;
        this.ground = ground;
        this.waits = waits;
        this.views = views;
        this.transactions = transactions;
    }

    /** What the task was asked to do. */
    record Params(UUID rollingId) {}

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public StepOutcome advance(StepContext context) {
        var id = context.params(Params.class).rollingId();
        var found = store.find(id);
        if (found.isEmpty()) {
            return StepOutcome.failed(
                    "MAINTENANCE_NOT_FOUND", "The cluster was removed, and its rolling maintenance with it.");
        }
        decisions(found.get(), store.hosts(id), context.now()).forEach(decision -> carryOut(context, id, decision));
        var after = store.hosts(id);
        context.result("stillInMaintenance", stillOut(after));
        return RollingEngine.isOver(after)
                ? StepOutcome.done()
                : running(after, found.get().paused());
    }

    /** HA is asked only about a host that would go out now; where it objects, the next one has its chance. */
    private List<Decision> decisions(RollingStore.Rolling rolling, List<RollingHost> hosts, Instant now) {
        var looks = looks(hosts);
        var firm = ground.look(rolling.cluster(), hosts, rolling.settings());
        for (var asked = 0; ; asked++) {
            var decisions = RollingEngine.next(
                    hosts, looks, waits.with(firm, rolling, hosts, now), rolling.settings(), rolling.paused(), now);
            var enters = decisions.stream()
                    .filter(Decision.Enter.class::isInstance)
                    .map(Decision::host)
                    .findFirst();
            if (enters.isPresent() && asked == MOST_ASKED_AT_A_LOOK) {
                return decisions.stream()
                        .filter(decision -> !(decision instanceof Decision.Enter))
                        .toList();
            }
            if (enters.isEmpty() || waits.coverage(rolling, enters.get(), now).isEmpty()) {
                return decisions;
            }
        }
    }

    private static List<String> stillOut(List<RollingHost> hosts) {
        return hosts.stream()
                .filter(RollingHost::staysOut)
                .map(RollingHost::name)
                .toList();
    }

    private SortedMap<HostId, RollingEngine.Look> looks(List<RollingHost> hosts) {
        var looks = new TreeMap<HostId, RollingEngine.Look>();
        hosts.stream().filter(host -> host.state().isAtWork()).forEach(host -> looks.put(host.id(), work.look(host)));
        return looks;
    }

    /** A refusal is the host's failure; it stops the rest, and says why. */
    private void carryOut(StepContext context, UUID id, Decision decision) {
        try {
            write(context, id, decision, () -> work.carryOut(decision, id, context));
        } catch (AtollException e) {
            if (e.code().status() >= FROM_OUR_OWN_FAULTS) {
                throw e;
            }
            var why = String.valueOf(e.getMessage());
            write(context, id, decision, () -> RollingEngine.refused(decision, why, context.now()));
        }
    }

    /** Makes the host's next row. */
    @FunctionalInterface
    private interface NextRow {
        RollingHost host();
    }

    private void write(StepContext context, UUID id, Decision decision, NextRow next) {
        transactions.run(context.epoch(), () -> {
            var rolling = store.lock(id);
            var same = store.hosts(id).stream()
                    .anyMatch(host -> host.equals(decision.host())
                            || (decision instanceof Decision.Note
                                    && host.id().equals(decision.host().id())));
            if (rolling.isPresent() && same) {
                save(id, next.host());
            }
        });
    }

    private void save(UUID id, RollingHost host) {
        store.save(id, host);
        store.touch(id);
        views.publish(id, Change.CHANGED);
    }

    private static StepOutcome running(List<RollingHost> hosts, boolean paused) {
        var done = hosts.stream()
                .filter(host -> host.state() == State.DONE || host.state() == State.SKIPPED)
                .count();
        var failed = hosts.stream().filter(host -> host.state() == State.FAILED).findFirst();
        var now = hosts.stream()
                .filter(host -> host.state().isAtWork())
                .map(host -> "%s is %s".formatted(host.name(), host.state()))
                .collect(Collectors.joining(", "));
        var waits = hosts.stream()
                .filter(host -> host.state() == State.WAITING && !host.reason().isEmpty())
                .findFirst();
        var detail = "%d of %d hosts are done".formatted(done, hosts.size())
                + (now.isEmpty() ? "" : "; " + now)
                + failed.map(host -> "; stopped, since %s failed: %s".formatted(host.name(), host.reason()))
                        .orElse(paused ? "; paused" : "")
                + waits.map(host -> "; %s waits: %s".formatted(host.name(), host.reason()))
                        .orElse("")
                + (stillOut(hosts).isEmpty()
                        ? ""
                        : "; left out but still in maintenance: " + String.join(", ", stillOut(hosts)));
        return StepOutcome.running((int) (100 * done / hosts.size()), detail, LOOK_AGAIN);
    }

    /** Hosts on their way in are taken back, those that are out come back into use as they are. */
    @Override
    public StepOutcome undo(StepContext context) {
        var id = context.params(Params.class).rollingId();
        var waiting = 0;
        for (var host : store.hosts(id)) {
            if (host.isOut()) {
                var decision = work.takeBack(id, host, context);
                if (decision != null) {
                    carryOut(context, id, decision);
                }
                waiting += decision instanceof Decision.Note(var after)
                                && !after.state().isOut()
                        ? 0
                        : 1;
            }
        }
        return waiting == 0
                ? StepOutcome.done()
                : StepOutcome.running(0, "Waiting for %d hosts".formatted(waiting), LOOK_AGAIN);
    }
}
