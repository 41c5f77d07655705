package io.atoll.manager.power.internal;

import io.atoll.manager.inventory.Host;
import io.atoll.manager.power.PowerKind;
import io.atoll.manager.power.PowerReading;
import io.atoll.manager.power.internal.driver.PowerSettings.Authority;
import io.atoll.manager.power.internal.driver.PowerSettings.Endpoint;
import io.atoll.manager.power.internal.driver.PowerSettings.Ipmi;
import io.atoll.manager.power.internal.driver.PowerSettings.Pinned;
import io.atoll.manager.power.internal.driver.PowerSettings.Redfish;
import io.atoll.manager.power.internal.driver.PowerSettings.WakeOnLan;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Power controls as clients see them: everything but the password. */
@Component
public class PowerViews {
    /**
     * How a host's power is controlled.
     *
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
            @Nullable SeenPower lastSeen,
            @Nullable PowerFailure lastFailure,
            long revision,
            Instant updatedAt) {}

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

    HostPowerView of(Host host, StoredPower power) {
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
                seen == null ? null : new SeenPower(seen.state(), seen.detail(), seen.at()),
                failure == null ? null : new PowerFailure(failure.code(), failure.detail()),
                power.revision(),
                power.updatedAt());
    }
}
