package io.atoll.drs.plan;

import java.util.SortedSet;

/** A VM and those that must go with it, with what they need together. */
final class Group {
    final SortedSet<Integer> vms;
    final double memoryMib;
    final double cpuMhz;
    final long vcpus;
    final double networkMbps;

    Group(SortedSet<Integer> vms, Ledger ledger) {
        this.vms = vms;
        var memory = 0.0;
        var cpu = 0.0;
        var count = 0L;
        var network = 0.0;
        for (var vm : vms) {
            memory += ledger.memoryMib(vm);
            cpu += ledger.loadMhz[vm];
            count += ledger.vms[vm].cpu().vcpuCount();
            network += ledger.vms[vm].needs().networkMbps();
        }
        memoryMib = memory;
        cpuMhz = cpu;
        vcpus = count;
        networkMbps = network;
    }

    int first() {
        return vms.first();
    }

    boolean contains(int vm) {
        return vms.contains(vm);
    }
}
