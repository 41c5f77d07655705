package io.atoll.drs.reassign;

import io.atoll.drs.core.Dice;
import java.util.stream.IntStream;

/**
 * Throws the dice for a process. While a search is hot, the small ones go wherever they like and settle again later; so mostly those
 * are picked whose size matters at the temperature: big processes first.
 */
final class ProcessPicker {
    /** A process matters whose load would cost this share of the temperature. */
    private static final double MATTERS = 0.1;

    private static final int LEAST_ACTIVE = 100;
    /** One throw in so many is among all processes. */
    private static final int ANYBODY = 16;
    /** Two processes are alike with at most so many ranks of size between them. */
    private static final int ALIKE = 50;

    private final Dice dice;
    /** The biggest first. */
    private final int[] order;
    /** What the load of each would cost above the safety capacity, in the same order. */
    private final double[] size;

    private final double[] sizes;
    private final int[] rank;
    private int active;

    ProcessPicker(ReassignmentProblem problem, Dice dice) {
        this.dice = dice;
        sizes = sizes(problem);
        order = IntStream.range(0, sizes.length)
                .boxed()
                .sorted((one, other) -> Double.compare(sizes[other], sizes[one]))
                .mapToInt(Integer::intValue)
                .toArray();
        size = IntStream.of(order).mapToDouble(process -> sizes[process]).toArray();
        active = order.length;
        rank = new int[order.length];
        for (var i = 0; i < order.length; i++) {
            rank[order[i]] = i;
        }
    }

    private static double[] sizes(ReassignmentProblem problem) {
        var weight = problem.resources().loadWeight();
        var requirement = problem.processes().requirement();
        var sizes = new double[problem.processes().count()];
        for (var i = 0; i < requirement.length; i++) {
            sizes[i / weight.length] += (double) weight[i % weight.length] * requirement[i];
        }
        return sizes;
    }

    /** The size of each process. */
    double[] sizes() {
        return sizes;
    }

    double biggest() {
        return size[0];
    }

    void setTemperature(double temperature) {
        var low = 0;
        var high = order.length;
        while (low < high) {
            var middle = (low + high) >>> 1;
            if (size[middle] >= MATTERS * temperature) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        active = Math.max(Math.min(order.length, LEAST_ACTIVE), low);
    }

    /** One of about the size of {@code process}, maybe itself. */
    int alike(int process) {
        var first = Math.max(0, rank[process] - ALIKE);
        var last = Math.min(order.length - 1, rank[process] + ALIKE);
        return order[first + dice.below(last - first + 1)];
    }

    int next() {
        return dice.below(ANYBODY) == 0 ? dice.below(order.length) : order[dice.below(active)];
    }
}
