package io.atoll.manager.vm.internal.steps;

import io.atoll.agent.v1.WriteSpec;
import io.atoll.manager.agentlink.AgentLink;
import io.atoll.manager.agentlink.AgentOutcome;
import io.atoll.manager.cluster.Leadership;
import io.atoll.manager.inventory.AgentAnswers;
import io.atoll.manager.platform.Ids;
import io.atoll.manager.vm.internal.VmRecord;
import io.atoll.model.CpuBaseline;
import io.atoll.model.HostId;
import io.atoll.model.LeaderEpoch;
import io.atoll.model.VmId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Brings changed specs to the disks of their VMs, on the leader. A start does not wait for it: it brings its own. What cannot
 * be written, because no connected host reaches the pool, is tried again until it is.
 */
@Component
class SpecKeeper {
    private static final Logger LOG = LoggerFactory.getLogger(SpecKeeper.class);
    private static final int AT_ONCE = 32;
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(30);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(4);

    private final Workshop shop;
    private final SpecSealer sealer;
    private final AgentLink agents;
    private final Leadership leadership;
    private final Ids ids;
    private final Clock clock;
    private final Map<VmId, Postponed> postponed = new ConcurrentHashMap<>();
    private final Set<VmId> underWay = ConcurrentHashMap.newKeySet();

    SpecKeeper(Workshop shop, SpecSealer sealer, AgentLink agents, Leadership leadership, Ids ids, Clock clock) {
        this.shop = shop;
        this.sealer = sealer;
        this.agents = agents;
        this.leadership = leadership;
        this.ids = ids;
        this.clock = clock;
    }

    /** After a failure, until when nothing is tried, and how long that is. */
    private record Postponed(Instant until, Duration pause) {
        /** Long after its pause nobody wrote it: it was deleted, or another manager leads. */
        boolean isForgotten(Instant now) {
            return until.plus(LONGEST_PAUSE).isBefore(now);
        }

        static Duration after(@Nullable Postponed before) {
            if (before == null) {
                return FIRST_PAUSE;
            }
            var doubled = before.pause.multipliedBy(2);
            return doubled.compareTo(LONGEST_PAUSE) < 0 ? doubled : LONGEST_PAUSE;
        }
    }

    @Scheduled(fixedDelayString = "${atoll.vm.spec-interval:1s}")
    void bringAll() {
        var epoch = leadership.epoch();
        if (epoch.isEmpty()) {
            return;
        }
        try {
            var now = clock.instant();
            postponed.values().removeIf(one -> one.isForgotten(now));
            sealer.unwritten(AT_ONCE + postponed.size()).stream()
                    .filter(vm -> !isPostponed(vm, now) && !underWay.contains(vm))
                    .limit(Math.max(0, AT_ONCE - underWay.size()))
                    .forEach(vm -> begin(vm, epoch.get()));
        } catch (DataAccessException e) {
            LOG.debug("specs are brought to their disks later: {}", e.getMessage());
        }
    }

    private boolean isPostponed(VmId vm, Instant now) {
        var entry = postponed.get(vm);
        return entry != null && now.isBefore(entry.until());
    }

    /** In a thread of its own: a host that hangs keeps nothing else from happening on time. */
    private void begin(VmId vm, LeaderEpoch epoch) {
        underWay.add(vm);
        Thread.ofVirtual().name("spec-of-" + vm).start(() -> {
            try {
                bring(vm, epoch);
            } catch (RuntimeException e) {
                postpone(vm, String.valueOf(e.getMessage())); // Deleted meanwhile, or this manager was deposed.
            } finally {
                underWay.remove(vm);
            }
        });
    }

    private void bring(VmId vm, LeaderEpoch epoch) {
        long generation = sealer.generation(vm);
        var record = shop.read(epoch, vm);
        var host = PlacementSteps.reaching(
                shop, record, Optional.ofNullable(record.status().host()));
        var problem = host.isEmpty()
                ? Optional.of("no connected host reaches its pool")
                : write(record, host.get(), epoch, generation);
        problem.ifPresentOrElse(why -> postpone(vm, why), () -> postponed.remove(vm));
    }

    /** Answers why it was not written; empty when it was. */
    private Optional<String> write(VmRecord vm, HostId host, LeaderEpoch epoch, long generation) {
        var model = vm.status().cpuModel();
        var cpu = model == null ? shop.books().demands().baseline(vm) : CpuBaseline.read(model);
        var file = sealer.sealedOnce(
                vm.id(),
                epoch,
                generation,
                () -> sealer.seal(shop.books().specs().of(vm, cpu), vm.status().epoch(), generation));
        var request = WriteSpec.newBuilder()
                .setPoolId(vm.spec().poolId().toString())
                .setVmId(vm.id().toString())
                .setSpecFile(file);
        var outcome = agents.run(host, "spec:" + ids.next(), epoch, run -> run.setWriteSpec(request), _ -> {});
        if (outcome instanceof AgentOutcome.Completed) {
            sealer.written(vm.id(), epoch, generation, file);
            return Optional.empty();
        }
        return Optional.of(AgentAnswers.explain(outcome));
    }

    /** Said aloud the first time only: a pool that stays away would fill the log. */
    private void postpone(VmId vm, String why) {
        var now = clock.instant();
        var entry = postponed.compute(vm, (_, before) -> {
            var pause = Postponed.after(before);
            return new Postponed(now.plus(pause), pause);
        });
        LOG.atLevel(entry.pause().equals(FIRST_PAUSE) ? Level.INFO : Level.DEBUG)
                .log(
                        "vm={} its spec is not beside its disks yet, trying again in {} s: {}",
                        vm,
                        entry.pause().toSeconds(),
                        why);
    }
}
