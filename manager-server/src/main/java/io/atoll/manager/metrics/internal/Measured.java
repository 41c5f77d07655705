package io.atoll.manager.metrics.internal;

import io.atoll.manager.metrics.Figure;
import io.atoll.model.VmId;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;

/**
 * What one message of a host says, as rates and amounts. A figure that is not known is not a number.
 *
 * @param receivedAt by this manager's clock
 * @param at when it was taken, as far as that can be told
 * @param clockOff the host's clock cannot be believed, so {@code at} is the receipt
 * @param host nothing where the message has nothing of the host itself
 */
record Measured(Instant receivedAt, Instant at, boolean clockOff, List<Values> host, List<OfVm> vms) {
    /** By ordinal of a {@link io.atoll.manager.metrics.HostFigure} or {@link io.atoll.manager.metrics.VmFigure}. */
    static final class Values {
        private final double[] values;

        Values(int figures) {
            values = new double[figures];
            Arrays.fill(values, Double.NaN);
        }

        Values set(Figure figure, double value) {
            values[figure.ordinal()] = value;
            return this;
        }

        double get(int figure) {
            return values[figure];
        }

        double get(Figure figure) {
            return values[figure.ordinal()];
        }
    }

    record OfVm(VmId vm, Values values) {}
}
