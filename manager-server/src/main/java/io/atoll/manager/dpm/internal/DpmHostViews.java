package io.atoll.manager.dpm.internal;

import io.atoll.manager.dpm.internal.book.ParkedHost;
import io.atoll.manager.dpm.internal.book.ParkedHostStore;
import io.atoll.manager.dpm.internal.book.ParkedState;
import io.atoll.manager.dpm.internal.book.Trouble;
import io.atoll.manager.dpm.internal.book.TroubleStore;
import io.atoll.manager.dpm.internal.round.DpmRoundStore;
import io.atoll.manager.dpm.internal.round.DpmRoundView;
import io.atoll.manager.dpm.internal.round.DpmRoundView.HostReason;
import io.atoll.manager.dpm.internal.settings.DpmSettingsStore;
import io.atoll.manager.identity.Permission;
import io.atoll.manager.inventory.Host;
import io.atoll.manager.inventory.Inventory;
import io.atoll.manager.power.HostPower;
import io.atoll.manager.power.PowerDraw;
import io.atoll.manager.power.PowerFacts;
import io.atoll.manager.power.PowerReading;
import io.atoll.manager.power.Wakeability;
import io.atoll.model.ClusterId;
import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The hosts of a cluster as power saving sees them: which sleeps, and why each of the others does not. */
@Component
public class DpmHostViews {
    private final Inventory inventory;
    private final HostPower power;
    private final ParkedHostStore hosts;
    private final TroubleStore troubles;
    private final DpmRoundStore rounds;
    private final DpmSettingsStore settings;
    private final Clock clock;

    DpmHostViews(
            Inventory inventory,
            HostPower power,
            ParkedHostStore hosts,
            TroubleStore troubles,
            DpmRoundStore rounds,
            DpmSettingsStore settings,
            Clock clock) {
        this.inventory = inventory;
        this.power = power;
        this.hosts = hosts;
        this.troubles = troubles;
        this.rounds = rounds;
        this.settings = settings;
        this.clock = clock;
    }

    /** How a host stands. Names are API. */
    public enum HostState {
        AWAKE,
        DRAINING,
        SWITCHING_OFF,
        ASLEEP,
        WAKING,
        EXITING,
        /** It did not wake. */
        FAILED,
        /** Silent, or off, and not by power saving. */
        AWAY;

        private static HostState of(Host host, @Nullable ParkedHost parked) {
            if (parked == null) {
                return host.isReady() ? AWAKE : AWAY;
            }
            return switch (parked.state()) {
                case DRAINING -> DRAINING;
                case SWITCHING_OFF -> SWITCHING_OFF;
                case ASLEEP -> ASLEEP;
                case WAKING -> WAKING;
                case EXITING -> EXITING;
                case FAILED -> FAILED;
            };
        }
    }

    /**
     * One host.
     *
     * @param since when it came into the state
     * @param why it was parked, or is woken; empty: neither
     * @param taskId what carries that out; null: nothing does
     * @param excluded whether somebody wants it to stay on
     * @param proven whether it has been woken by its present control, so that it may be parked
     * @param provenDetail why it may not; empty: it may
     * @param learnedWakeSeconds the longest of its newest wakes; null: none is known
     * @param watts what it draws; null: nobody can tell
     * @param reason why it is not asleep, or why it is, as of the last round; null: nobody has looked yet
     */
    public record View(
            UUID hostId,
            String hostName,
            HostState state,
            Instant since,
            String why,
            @Nullable UUID taskId,
            boolean excluded,
            boolean powerControlled,
            boolean proven,
            String provenDetail,
            @Nullable Long learnedWakeSeconds,
            @Nullable Integer watts,
            PowerDraw.Source wattsSource,
            @Nullable Integer idleWatts,
            PowerReading.State powerState,
            @Nullable DpmReason reason,
            List<String> allowedActions) {}

    /** By name. */
    public List<View> of(ClusterId cluster, Predicate<Permission> may) {
        var powers = power.facts(cluster);
        var parked = hosts.of(cluster);
        var known = troubles.of(cluster);
        var excluded = settings.of(cluster).excluded();
        var reasons = reasons(cluster);
        return inventory.hosts(cluster).stream()
                .sorted(Comparator.comparing((Host host) -> host.name().toLowerCase(Locale.ROOT))
                        .thenComparing(Host::id))
                .filter(host -> powers.containsKey(host.id()))
                .map(host -> view(
                        host,
                        parked.get(host.id()),
                        powers.get(host.id()),
                        excluded.contains(host.id()),
                        reason(
                                known.get(host.id()),
                                parked.get(host.id()),
                                reasons.get(host.id().value())),
                        may))
                .toList();
    }

    private Map<UUID, DpmReason> reasons(ClusterId cluster) {
        var found = new HashMap<UUID, DpmReason>();
        rounds.last(cluster)
                .map(DpmRoundView::hosts)
                .orElse(List.of())
                .forEach((HostReason one) -> found.put(one.hostId(), one.reason()));
        return found;
    }

    /** What went wrong counts more than what the last round thought. */
    private @Nullable DpmReason reason(
            @Nullable Trouble trouble, @Nullable ParkedHost parked, @Nullable DpmReason ofRound) {
        if (trouble == null || !trouble.holds(clock.instant())) {
            return ofRound;
        }
        var counts = parked == null || parked.state() == ParkedState.FAILED;
        return counts ? trouble.timedReason() : ofRound;
    }

    private static View view(
            Host host,
            @Nullable ParkedHost parked,
            @Nullable PowerFacts facts,
            boolean excluded,
            @Nullable DpmReason reason,
            Predicate<Permission> may) {
        var wake = facts == null ? null : facts.wakeability();
        var idle = parked == null ? null : parked.idle();
        var task = parked == null ? null : parked.task();
        var wakeable = parked != null
                && (parked.state().mayBeWoken() || parked.state() == ParkedState.DRAINING)
                && may.test(Permission.HOST_POWER);
        return new View(
                host.id().value(),
                host.name(),
                HostState.of(host, parked),
                parked == null ? host.link().since() : parked.since(),
                parked == null ? "" : parked.reason(),
                task == null ? null : task.value(),
                excluded,
                facts != null && facts.kind() != null,
                wake instanceof Wakeability.Wakeable,
                wake instanceof Wakeability.NotWakeable not ? not.detail() : "",
                wake instanceof Wakeability.Wakeable known
                        ? (Long) known.wakeTime().toSeconds()
                        : null,
                facts == null ? null : facts.draw().watts(),
                facts == null ? PowerDraw.Source.UNKNOWN : facts.draw().source(),
                idle == null ? null : (Integer) idle.watts(),
                facts == null ? PowerReading.State.UNKNOWN : facts.state(),
                reason,
                wakeable ? List.of("wake") : List.of());
    }
}
