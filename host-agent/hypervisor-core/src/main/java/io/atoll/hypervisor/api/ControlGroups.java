package io.atoll.hypervisor.api;

/**
 * Whether this host's VMs are in cgroups, so that those that are highly available can be frozen and ended together. Without
 * them high availability has no effect on this host.
 *
 * @param reason one sentence
 */
public record ControlGroups(boolean used, String reason) {}
