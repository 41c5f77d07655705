package io.atoll.manager.metrics;

import io.atoll.model.VmId;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Figures of many VMs at equal steps, oldest first. Where nothing is known a value is not a number, never zero. */
public final class VmHistory {
    private final Instant begin;
    private final Duration step;
    private final int stepCount;
    private final SortedMap<VmId, Map<VmFigure, Values>> vms;

    private VmHistory(Instant begin, Duration step, int stepCount, SortedMap<VmId, Map<VmFigure, Values>> vms) {
        this.begin = begin;
        this.step = step;
        this.stepCount = stepCount;
        this.vms = vms;
    }

    private static final class Values {
        final float[] means;
        final float @Nullable [] maxima;

        Values(float[] means, float @Nullable [] maxima) {
            this.means = means;
            this.maxima = maxima;
        }

        static Values unknown(VmFigure figure, int steps) {
            return new Values(allUnknown(steps), figure.keepsMaximum() ? allUnknown(steps) : null);
        }

        private static float[] allUnknown(int steps) {
            var values = new float[steps];
            Arrays.fill(values, Float.NaN);
            return values;
        }
    }

    /** When the first step begins. */
    public Instant begin() {
        return begin;
    }

    public Duration step() {
        return step;
    }

    public int stepCount() {
        return stepCount;
    }

    /** The VMs of which anything is known. */
    public SortedSet<VmId> vms() {
        return Collections.unmodifiableSortedSet(new TreeSet<>(vms.keySet()));
    }

    /** The mean of each step; a copy. */
    public float[] means(VmId vm, VmFigure figure) {
        return values(vm, figure).means.clone();
    }

    /** The greatest value of each step, of a figure that keeps it; a copy. */
    public float[] maxima(VmId vm, VmFigure figure) {
        var maxima = values(vm, figure).maxima;
        if (maxima == null) {
            throw new IllegalArgumentException("No maximum of %s is kept.".formatted(figure));
        }
        return maxima.clone();
    }

    private Values values(VmId vm, VmFigure figure) {
        var figures = vms.get(vm);
        var values = figures == null ? null : figures.get(figure);
        return values == null ? Values.unknown(figure, stepCount) : values;
    }

    /** Collects a history row by row. */
    public static final class Builder {
        private final Instant begin;
        private final Duration step;
        private final int stepCount;
        private final Set<VmFigure> figures;
        /** Asked once for each value, of which there are many; sorted at the end. */
        private final Map<VmId, Map<VmFigure, Values>> vms = new HashMap<>();

        public Builder(Instant begin, Duration step, int stepCount, Set<VmFigure> figures) {
            this.begin = begin;
            this.step = step;
            this.stepCount = stepCount;
            this.figures = figures;
        }

        /** Sets one step of one figure; {@code maximum} is left aside where none is kept. */
        public Builder put(VmId vm, int step, VmFigure figure, float mean, float maximum) {
            var values = vms.computeIfAbsent(vm, _ -> unknown()).get(figure);
            if (values != null) {
                values.means[step] = mean;
                if (values.maxima != null) {
                    values.maxima[step] = maximum;
                }
            }
            return this;
        }

        private Map<VmFigure, Values> unknown() {
            var values = new EnumMap<VmFigure, Values>(VmFigure.class);
            figures.forEach(figure -> values.put(figure, Values.unknown(figure, stepCount)));
            return values;
        }

        public VmHistory build() {
            return new VmHistory(begin, step, stepCount, new TreeMap<>(vms));
        }
    }
}
