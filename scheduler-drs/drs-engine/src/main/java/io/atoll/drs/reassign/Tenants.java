package io.atoll.drs.reassign;

import java.util.Arrays;

/** Who is on each machine, in no particular order; every change costs the same small time. */
final class Tenants {
    private static final int USUAL = 16;
    private final int[][] processes;
    private final int[] count;
    private final int[] index;

    Tenants(int[] machineOf, int machines) {
        processes = new int[machines][USUAL];
        count = new int[machines];
        index = new int[machineOf.length];
        for (var process = 0; process < machineOf.length; process++) {
            enter(process, machineOf[process]);
        }
    }

    int count(int machine) {
        return count[machine];
    }

    int get(int machine, int which) {
        return processes[machine][which];
    }

    void enter(int process, int machine) {
        var place = count[machine]++;
        if (place == processes[machine].length) {
            processes[machine] = Arrays.copyOf(processes[machine], 2 * place);
        }
        processes[machine][place] = process;
        index[process] = place;
    }

    void leave(int process, int machine) {
        var last = processes[machine][--count[machine]];
        processes[machine][index[process]] = last;
        index[last] = index[process];
    }
}
