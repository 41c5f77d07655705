package io.atoll.hypervisor.api;

/**
 * Whether shares, limits and reservations of VMs have an effect on this host: the kernel's controllers, as they are switched on in
 * the cgroups of the VMs.
 *
 * @param cpu weights and limits of processing power
 * @param memory memory that the kernel spares when it takes some back
 * @param reason one sentence
 */
public record ResourceControl(boolean cpu, boolean memory, String reason) {}
