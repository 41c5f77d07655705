package io.atoll.drs.lab.dpm;

import java.util.Arrays;

/** CPU use of VMs over a day, in percent of what each may use, a sample every five minutes. */
final class Trace {
    private final int[][] percentOfVm;
    private final int sampleCount;

    /** @param percentOfVm for each VM its samples, equally many, from 0 to 100 */
    Trace(int[][] percentOfVm) {
        this.percentOfVm = Arrays.stream(percentOfVm).map(int[]::clone).toArray(int[][]::new);
        sampleCount = percentOfVm[0].length;
    }

    int vmCount() {
        return percentOfVm.length;
    }

    int sampleCount() {
        return sampleCount;
    }

    int percent(int vm, int sample) {
        return percentOfVm[vm][sample];
    }

    /** What the VM asks for. */
    double demandMhz(int vm, int sample) {
        return percentOfVm[vm][sample] / 100.0 * VmSize.ofVm(vm, vmCount()).mhz;
    }
}
