package io.atoll.hypervisor.api;

/**
 * Whether this host's VMs are in cgroups, so that those that are highly available can be frozen and ended together. Without
 * them high availability has no effect on this host.
 *
 * @param reason one sentence
 * @param control whether they can also be weighed and limited by them
 */
public record ControlGroups(boolean used, String reason, ResourceControl control) {
    /** Groups that weigh and limit nothing. */
    public ControlGroups(boolean used, String reason) {
        this(used, reason, new ResourceControl(false, false, reason));
    }
}
