package io.atoll.manager.vm.internal;

import io.atoll.model.NetworkId;
import org.jspecify.annotations.Nullable;

/**
 * One network card of a VM.
 *
 * @param networkId none: the user-mode network of the hypervisor
 * @param address the address it was given on a network with STATIC addressing
 */
public record Nic(
        int index,
        @Nullable NetworkId networkId,
        String mac,
        @Nullable String address) {}
