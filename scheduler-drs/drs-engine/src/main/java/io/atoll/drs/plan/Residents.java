package io.atoll.drs.plan;

import java.util.Arrays;

/** The VMs of one host as indices in ascending order. */
final class Residents {
    private int[] vms = new int[8];
    private int count;

    int size() {
        return count;
    }

    int get(int place) {
        return vms[place];
    }

    void add(int vm) {
        var place = -1 - Arrays.binarySearch(vms, 0, count, vm);
        if (count == vms.length) {
            vms = Arrays.copyOf(vms, count * 2);
        }
        System.arraycopy(vms, place, vms, place + 1, count - place);
        vms[place] = vm;
        count++;
    }

    void remove(int vm) {
        var place = Arrays.binarySearch(vms, 0, count, vm);
        System.arraycopy(vms, place + 1, vms, place, count - place - 1);
        count--;
    }

    /** A copy that stays as it is when VMs come and go. */
    int[] toArray() {
        return Arrays.copyOf(vms, count);
    }
}
