package io.atoll.hypervisor.api;

/**
 * A virtio network card of a VM and what it is plugged into.
 *
 * @param slot which of the VM's places for cards it has, below {@link VmDefinition#MAX_NICS}; {@link VmDisk#BY_ORDER}: the one that
 *     its position among the VM's cards gives it
 * @param hotPluggable it sits behind a port where the VM's layout has ports, so that it can come and go while the guest runs; else
 *     at a fixed place, where guests expect cards that were there before there were ports
 */
public record VmNic(MacAddress mac, NicBackend backend, int slot, boolean hotPluggable) {

    public VmNic(MacAddress mac, NicBackend backend) {
        this(mac, backend, VmDisk.BY_ORDER, false);
    }

    public VmNic inSlot(int next) {
        return new VmNic(mac, backend, next, hotPluggable);
    }
}
