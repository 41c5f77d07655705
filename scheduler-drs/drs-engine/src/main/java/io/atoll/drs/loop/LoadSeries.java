package io.atoll.drs.loop;

import io.atoll.model.VmId;
import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What VMs asked for over a time, at equal steps, oldest first.
 *
 * @param mhzOfVm equally many values for each VM; not a number where the VM did not run or nobody knows
 */
public record LoadSeries(Duration step, int stepCount, SortedMap<VmId, double[]> mhzOfVm) {
    public LoadSeries {
        if (step.isNegative() || step.isZero()) {
            throw new IllegalArgumentException("A step (%s) must be longer than nothing.".formatted(step));
        }
        var copy = new TreeMap<VmId, double[]>();
        for (var entry : mhzOfVm.entrySet()) {
            if (entry.getValue().length != stepCount) {
                throw new IllegalArgumentException("VM %s has %d values instead of %d."
                        .formatted(entry.getKey(), entry.getValue().length, stepCount));
            }
            copy.put(entry.getKey(), entry.getValue().clone());
        }
        mhzOfVm = Collections.unmodifiableSortedMap(copy);
    }

    /** What is known of this step. */
    Map<VmId, Double> at(int stepIndex) {
        var known = HashMap.<VmId, Double>newHashMap(mhzOfVm.size());
        mhzOfVm.forEach((vm, mhz) -> {
            if (!Double.isNaN(mhz[stepIndex])) {
                known.put(vm, Math.max(0, mhz[stepIndex]));
            }
        });
        return known;
    }
}
