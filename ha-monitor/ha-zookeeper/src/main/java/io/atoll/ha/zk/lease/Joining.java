package io.atoll.ha.zk.lease;

/** What came of wanting to beat under the present fence. */
public sealed interface Joining {
    /** The host may renew from now on. */
    record Joined(Fence fence, Beat beat) implements Joining {}

    /** The fence is up: empty the cgroup, then {@link BeatChannel#open} it. */
    record Closed(Fence fence) implements Joining {}

    /** No manager has admitted this host, or it was removed. */
    record NotAdmitted() implements Joining {}

    /** Nothing is known; join again. */
    record Failed(String reason) implements Joining {}
}
