package io.atoll.manager.power.internal;

import io.atoll.manager.inventory.Host;
import io.atoll.manager.inventory.VmCensus;
import io.atoll.manager.power.internal.driver.PowerDrivers;
import io.atoll.manager.power.internal.driver.PowerException;
import io.atoll.manager.power.internal.driver.PowerSettings;
import io.atoll.manager.power.internal.driver.PowerSettings.Ipmi;
import io.atoll.manager.power.internal.driver.PowerSettings.Redfish;
import io.atoll.manager.power.internal.driver.PowerSettings.WakeOnLan;
import io.atoll.manager.problem.AtollException;
import io.atoll.manager.problem.Cause;
import io.atoll.manager.problem.ErrorCode;
import io.atoll.manager.problem.Hint;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.springframework.stereotype.Component;

/** What must be so before a host's power is touched, or somebody's word about where its control is gets believed. */
@Component
class PowerGuard {
    private static final Pattern LITERAL = Pattern.compile("[0-9.]+|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*");

    private final VmCensus census;
    private final PowerDrivers drivers;

    PowerGuard(VmCensus census, PowerDrivers drivers) {
        this.census = census;
        this.drivers = drivers;
    }

    /** Refuses a host with VMs, unless somebody wants them to end with it. */
    void requireSpareable(Host host, boolean withVms) {
        if (!withVms) {
            occupied(host).ifPresent(refusal -> {
                throw refusal;
            });
        }
    }

    /** The refusal, where VMs run on the host or may be running there. */
    Optional<AtollException> occupied(Host host) {
        var vms = census.occupantsOf(host.id());
        return vms.isEmpty() ? Optional.empty() : Optional.of(occupied(host, vms));
    }

    private static AtollException occupied(Host host, List<String> vms) {
        var causes = vms.stream()
                .map(vm -> Cause.host(host.name(), "vms", "VM %s runs there, or may be running there.".formatted(vm)))
                .toList();
        return new AtollException(
                ErrorCode.HOST_IN_USE,
                "Host %s runs %s, or may be running them; they would end with it."
                        .formatted(host.name(), String.join(", ", vms)),
                causes,
                List.of(Hint.of("Migrate or stop these VMs first, or send force with the permission HOST_ENROL.")));
    }

    /** An address that is none of a management network is refused as soon as it is given; a name, when it is used. */
    void requireReachable(PowerSettings settings) {
        var host = switch (settings) {
            case Redfish redfish -> redfish.endpoint().host();
            case Ipmi ipmi -> ipmi.endpoint().host();
            case WakeOnLan wake -> wake.broadcast().host();
        };
        if (!LITERAL.matcher(host).matches()) {
            return;
        }
        try {
            drivers.address(host);
        } catch (PowerException e) {
            throw new AtollException(
                    e.code() == ErrorCode.POWER_UNREACHABLE ? ErrorCode.POWER_ADDRESS_REFUSED : e.code(),
                    String.valueOf(e.getMessage()),
                    List.of(Cause.field("address", String.valueOf(e.getMessage()))),
                    List.of(Hint.of(e.hint())));
        }
    }
}
