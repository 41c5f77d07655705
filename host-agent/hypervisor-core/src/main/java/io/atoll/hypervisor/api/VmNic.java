package io.atoll.hypervisor.api;

/** A virtio network card of a VM and what it is plugged into. */
public record VmNic(MacAddress mac, NicBackend backend) {}
