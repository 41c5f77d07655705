package io.atoll.manager.vm.internal;

import io.atoll.model.NetworkId;
import org.jspecify.annotations.Nullable;

/**
 * One network card of a VM.
 *
 * @param networkId none: the user-mode network of the hypervisor
 * @param address the address it was given on a network with STATIC addressing
 * @param hotPluggable it sits in a port of its own, where the VM was started with ports
 */
public record Nic(
        int index,
        @Nullable NetworkId networkId,
        String mac,
        @Nullable String address,
        boolean hotPluggable) {}
