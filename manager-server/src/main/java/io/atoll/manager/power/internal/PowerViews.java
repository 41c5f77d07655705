package io.atoll.manager.power.internal;

import io.atoll.manager.inventory.Host;
import io.atoll.manager.power.PowerDraw;
import io.atoll.manager.power.PowerKind;
import io.atoll.manager.power.PowerReading;
import io.atoll.manager.power.Wakeability;
import io.atoll.manager.power.Wakeability.NotWakeable;
import io.atoll.manager.power.Wakeability.Wakeable;
import io.atoll.manager.power.internal.PowerKnowledge.Known;
import io.atoll.manager.power.internal.driver.PowerSettings.Authority;
import io.atoll.manager.power.internal.driver.PowerSettings.Endpoint;
import io.atoll.manager.power.internal.driver.PowerSettings.Ipmi;
import io.atoll.manager.power.internal.driver.PowerSettings.Pinned;
import io.atoll.manager.power.internal.driver.PowerSettings.Redfish;
import io.atoll.manager.power.internal.driver.PowerSettings.WakeOnLan;
import io.atoll.manager.power.internal.wake.WakeAttempt;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Power controls as clients see them: everything but the password. */
@Component
public class PowerViews {
    private final PowerKnowledge knowledge;

    PowerViews(PowerKnowledge knowledge) {
        this.knowledge = knowledge;
    }

    /**
     * How a host's power is controlled.
     *
     * @param state ON where the host's agent is heard, OFF where that was confirmed and the host was not heard since
     * @param stateSince when that was seen; null where the state is UNKNOWN
     * @param provesOff whether this way of control can tell a host that is off from one that is silent
     * @param lastSeen the last look that came to something; null: nobody has looked since the control was set
     * @param lastFailure why the last look or order came to nothing; null: it came to something
     */
    public record HostPowerView(
            UUID hostId,
            String hostName,
            PowerKind kind,
            String address,
            int port,
            @Nullable String user,
            boolean secretSet,
            @Nullable String certificateSha256,
            @Nullable String caCertificatePem,
            boolean session,
            @Nullable String systemPath,
            @Nullable Integer cipherSuite,
            @Nullable String mac,
            int switchSeconds,
            int shutdownSeconds,
            int wakeSeconds,
            boolean provesOff,
            PowerReading.State state,
            @Nullable Instant stateSince,
            PowerDraw draw,
            WakeView wake,
            @Nullable SeenPower lastSeen,
            @Nullable PowerFailure lastFailure,
            long revision,
            Instant updatedAt) {}

    /**
     * What a host draws and what somebody has set that it draws.
     *
     * @param idleWatts what it was set to draw when it idles; null: nothing was set
     * @param fullWatts what it was set to draw when all its processors work; null: nothing was set
     * @param revision 0 where nothing was set
     */
    public record HostDrawView(
            UUID hostId,
            String hostName,
            @Nullable Integer idleWatts,
            @Nullable Integer fullWatts,
            PowerDraw draw,
            long revision) {}

    /**
     * Whether the host can be woken, as far as its past tells.
     *
     * @param reason why it is not counted on; null: it is
     * @param learnedSeconds from the order to an agent that answers: the longest of its newest wakes; null: it is not wakeable
     * @param learnedFrom of how many wakes
     * @param attempts the newest 20, the newest first; those before the control was set tell nothing of it and are not counted
     */
    public record WakeView(
            boolean wakeable,
            Wakeability.@Nullable Reason reason,
            String detail,
            @Nullable Long learnedSeconds,
            int learnedFrom,
            List<WakeAttemptView> attempts) {
        public WakeView {
            attempts = List.copyOf(attempts);
        }
    }

    /** One time that the host was to be woken; {@code seconds} is null and {@code failure} is not where it failed. */
    public record WakeAttemptView(
            UUID taskId,
            Instant at,
            boolean test,
            @Nullable Long seconds,
            @Nullable PowerFailure failure) {}

    /** What a look at the power saw. */
    public record SeenPower(PowerReading.State state, String detail, Instant at) {}

    /** Why a look or an order came to nothing; {@code code} is an error code. */
    public record PowerFailure(String code, String detail) {}

    /** What differs between the ways of control. */
    private record Way(
            Endpoint endpoint,
            @Nullable String user,
            @Nullable Redfish redfish,
            @Nullable Integer cipherSuite,
            @Nullable String mac) {}

    HostDrawView draw(Host host) {
        var known = knowledge.of(host);
        var set = known.set();
        return new HostDrawView(
                host.id().value(),
                host.name(),
                set == null ? null : set.idleWatts(),
                set == null ? null : set.fullWatts(),
                known.facts().draw(),
                set == null ? 0 : set.revision());
    }

    private static WakeView wake(Known known) {
        var attempts =
                known.wakes().attempts().stream().map(PowerViews::attempt).toList();
        return switch (known.facts().wakeability()) {
            case Wakeable(var wakeTime, var wakes) ->
                new WakeView(true, null, "It came back when it was last told to.", seconds(wakeTime), wakes, attempts);
            case NotWakeable(var reason, var detail) -> new WakeView(false, reason, detail, null, 0, attempts);
        };
    }

    private static WakeAttemptView attempt(WakeAttempt attempt) {
        var took = attempt.took();
        var failure = attempt.failure();
        return new WakeAttemptView(
                attempt.task(),
                attempt.at(),
                attempt.test(),
                took == null ? null : seconds(took),
                failure == null ? null : new PowerFailure(failure.code(), failure.detail()));
    }

    /** Rounded up: who waits that long has waited long enough. */
    private static long seconds(Duration time) {
        return time.plusMillis(999).toSeconds();
    }

    HostPowerView of(Host host, StoredPower power) {
        var known = knowledge.of(host);
        var facts = known.facts();
        var way = switch (power.settings()) {
            case Redfish redfish -> new Way(redfish.endpoint(), redfish.login().user(), redfish, null, null);
            case Ipmi ipmi -> new Way(ipmi.endpoint(), ipmi.login().user(), null, ipmi.cipherSuite(), null);
            case WakeOnLan wake -> new Way(wake.broadcast(), null, null, null, wake.mac());
        };
        var redfish = way.redfish();
        var seen = power.seen();
        var failure = power.failure();
        return new HostPowerView(
                host.id().value(),
                host.name(),
                power.settings().kind(),
                way.endpoint().host(),
                way.endpoint().port(),
                way.user(),
                way.user() != null,
                redfish != null && redfish.trust() instanceof Pinned(String sha256) ? sha256 : null,
                redfish != null && redfish.trust() instanceof Authority(String pem) ? pem : null,
                redfish != null && redfish.session(),
                redfish == null ? null : redfish.systemPath(),
                way.cipherSuite(),
                way.mac(),
                power.limits().switchSeconds(),
                power.limits().shutdownSeconds(),
                power.limits().wakeSeconds(),
                power.settings().kind().provesOff(),
                facts.state(),
                facts.stateSince(),
                facts.draw(),
                wake(known),
                seen == null ? null : new SeenPower(seen.state(), seen.detail(), seen.at()),
                failure == null ? null : new PowerFailure(failure.code(), failure.detail()),
                power.revision(),
                power.updatedAt());
    }
}
