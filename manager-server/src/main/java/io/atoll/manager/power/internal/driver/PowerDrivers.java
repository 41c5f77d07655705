package io.atoll.manager.power.internal.driver;

import io.atoll.manager.egress.EgressException;
import io.atoll.manager.egress.ManagementNetworks;
import io.atoll.manager.power.internal.driver.PowerSettings.Ipmi;
import io.atoll.manager.power.internal.driver.PowerSettings.Redfish;
import io.atoll.manager.power.internal.driver.PowerSettings.WakeOnLan;
import io.atoll.manager.problem.ErrorCode;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Optional;

/** Makes the driver for a host's settings; the address is looked up and judged each time. */
public final class PowerDrivers {
    private final ManagementNetworks networks;
    private final IpmiTool ipmitool;
    private final Duration answerLimit;

    /**
     * Reaches controllers in these networks only.
     *
     * @param answerLimit how long a controller may take for one answer
     */
    public PowerDrivers(ManagementNetworks networks, IpmiTool ipmitool, Duration answerLimit) {
        this.networks = networks;
        this.ipmitool = ipmitool;
        this.answerLimit = answerLimit;
    }

    public PowerDriver of(PowerSettings settings, WakeOnLanDriver.Agent agent) throws PowerException {
        return switch (settings) {
            case Redfish redfish -> redfish(redfish);
            case Ipmi ipmi -> ipmi(ipmi);
            case WakeOnLan wake ->
                new WakeOnLanDriver(wake, address(wake.broadcast().host()), agent);
        };
    }

    /** The host's management controller; empty where it has none. */
    public Optional<PowerDriver> controller(PowerSettings settings) throws PowerException {
        return switch (settings) {
            case Redfish redfish -> Optional.of(redfish(redfish));
            case Ipmi ipmi -> Optional.of(ipmi(ipmi));
            case WakeOnLan _ -> Optional.empty();
        };
    }

    private PowerDriver redfish(Redfish settings) throws PowerException {
        return new RedfishDriver(settings, address(settings.endpoint().host()), answerLimit);
    }

    private PowerDriver ipmi(Ipmi settings) throws PowerException {
        return new IpmiDriver(settings, address(settings.endpoint().host()), ipmitool);
    }

    /** Refused here at the latest, and as early as somebody gives an address. */
    public InetAddress address(String host) throws PowerException {
        try {
            return networks.resolve(host);
        } catch (EgressException e) {
            throw new PowerException(
                    e.reason() == EgressException.Reason.ADDRESS_REFUSED
                            ? ErrorCode.POWER_ADDRESS_REFUSED
                            : ErrorCode.POWER_UNREACHABLE,
                    String.valueOf(e.getMessage()),
                    "Give the address of the host's management controller.");
        }
    }
}
