package io.atoll.ha.zk.lease;

/** Why a VM's present owner cannot be running it: checked again by the very transaction that gives the VM to another. */
public sealed interface OwnerAway {
    /** The owner is a host whose fence is up, at the version that was seen. */
    record Fenced(Fence fence) implements OwnerAway {}

    /** The owner itself said so in {@code vms/<id>/state}, at this version of the node: GONE, FAILED or STOPPED. */
    record SaidSo(int stateVersion) implements OwnerAway {}

    /**
     * The owner has written RELEASED for the present epoch beside the VM's disks, which it never takes back: that the owner node is
     * unchanged is all there is to check.
     */
    record Released() implements OwnerAway {}

    /** Nobody owns it. */
    record NoOwner() implements OwnerAway {}
}
