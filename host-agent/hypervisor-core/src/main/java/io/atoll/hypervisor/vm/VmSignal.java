package io.atoll.hypervisor.vm;

/** What a driver observed of a VM, in words every driver can use. */
public sealed interface VmSignal {

    /** The process is up and the guest may run. */
    record Launched(boolean paused) implements VmSignal {}

    /** The guest's processors run (again). */
    record GuestRuns() implements VmSignal {}

    /** The guest's processors stand still. */
    record GuestPaused(PauseCause cause) implements VmSignal {}

    /** The guest did not follow a shutdown request within the caller's deadline. */
    record ShutdownIgnored() implements VmSignal {}

    /** All memory has arrived from the other host, and the guest is here now. */
    record IncomingArrived(boolean paused) implements VmSignal {}

    /** All memory has arrived from the other host, and the guest stands still here until it is let go on. */
    record IncomingHeld() implements VmSignal {}

    /** The migration to another host is off; the guest is still here. */
    record MigrationGivenUp(boolean paused) implements VmSignal {}

    /** The process ended, and this is why. */
    record ProcessEnded(StopCause cause) implements VmSignal {}

    /** The process ended, or the guest died, in a way nobody asked for. */
    record ProcessDied(String detail) implements VmSignal {}
}
