package io.atoll.manager.power.internal.driver;

import io.atoll.manager.power.internal.draw.WattsByLoad;
import java.util.OptionalInt;
import tools.jackson.databind.JsonNode;

/**
 * What the chassis of a system draws: {@code PowerWatts} of its EnvironmentMetrics (Redfish 2020.4 and later), or the first
 * {@code PowerControl} of its Power resource, which that replaces. A controller that has neither measures nothing.
 */
final class RedfishWatts {
    private RedfishWatts() {}

    static OptionalInt of(RedfishConnection connection, JsonNode system) throws PowerException {
        var chassis = system.path("Links").path("Chassis").path(0).path("@odata.id");
        if (chassis.isMissingNode()) {
            return OptionalInt.empty();
        }
        var resource = connection.get(connection.checked(chassis));
        var metrics = resource.path("EnvironmentMetrics").path("@odata.id");
        if (!metrics.isMissingNode()) {
            var reading = connection
                    .get(connection.checked(metrics))
                    .path("PowerWatts")
                    .path("Reading");
            if (!absent(reading)) {
                return OptionalInt.of(watts(connection, reading));
            }
        }
        var power = resource.path("Power").path("@odata.id");
        if (power.isMissingNode()) {
            return OptionalInt.empty();
        }
        var consumed = connection
                .get(connection.checked(power))
                .path("PowerControl")
                .path(0)
                .path("PowerConsumedWatts");
        return absent(consumed) ? OptionalInt.empty() : OptionalInt.of(watts(connection, consumed));
    }

    private static boolean absent(JsonNode reading) {
        return reading.isMissingNode() || reading.isNull();
    }

    private static int watts(RedfishConnection connection, JsonNode reading) throws PowerException {
        double watts = reading.isNumber() ? reading.asDouble() : Double.NaN;
        if (watts >= 0 && watts <= WattsByLoad.MOST_WATTS) {
            return (int) Math.round(watts);
        }
        throw connection.unreadable("It says that the host draws %s W; believed is a number from 0 to %d."
                .formatted(Words.printable(reading.toString()), WattsByLoad.MOST_WATTS));
    }
}
