package io.atoll.hypervisor.qemu;

import io.atoll.hypervisor.api.HypervisorFacts.Accelerator;
import java.time.InstantSource;
import java.util.function.Supplier;

/** What the VMs of one host share. */
record QemuHost(
        QemuSettings settings,
        InstantSource clock,
        Announcer announcer,
        Supplier<Accelerator> accelerator,
        String bootId,
        VmGroups groups) {}
