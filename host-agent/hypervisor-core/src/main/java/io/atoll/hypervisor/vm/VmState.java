package io.atoll.hypervisor.vm;

/**
 * What a VM on this host is doing, as far as its hypervisor process tells. "Unknown" is deliberately missing: a host
 * always knows what runs on it, only others can be in doubt.
 */
public sealed interface VmState {

    /** No process; its memory is gone. */
    record Stopped(StopCause cause) implements VmState {}

    /** The process is being brought up; no guest instruction has run that the host knows of. */
    record Starting() implements VmState {}

    /** The guest runs. */
    record Running() implements VmState {}

    /** The guest's processors stand still, its memory is kept. */
    record Paused(PauseCause cause) implements VmState {}

    /** The guest was asked to shut down and still runs. */
    record Stopping() implements VmState {}

    /** The process waits for, or receives, the memory of a guest that still runs on another host. */
    record Incoming() implements VmState {}

    /** The guest runs (or stands still) here while its memory is being sent to another host. */
    record Migrating() implements VmState {}

    /** The process or the guest ended in a way nobody asked for. */
    record Crashed(String detail) implements VmState {
        /** Said of a guest whose operating system panicked and told so; its process has ended because of it. */
        public static final String GUEST_PANICKED = "the guest's operating system panicked";

        /** Whether it was the guest that failed, not its process. */
        public boolean isGuestPanic() {
            return detail.equals(GUEST_PANICKED);
        }
    }

    /** The state's name as the agent's protocol and the console write it, for example {@code RUNNING}. */
    default String label() {
        return switch (this) {
            case Stopped(var _) -> "STOPPED";
            case Starting() -> "STARTING";
            case Running() -> "RUNNING";
            case Paused(var _) -> "PAUSED";
            case Stopping() -> "STOPPING";
            case Incoming() -> "INCOMING";
            case Migrating() -> "MIGRATING";
            case Crashed(var _) -> "CRASHED";
        };
    }

    /** Whether a hypervisor process, and with it the VM's memory, is expected to exist. */
    default boolean hasProcess() {
        return switch (this) {
            case Stopped(var _), Crashed(var _) -> false;
            case Starting(), Running(), Paused(var _), Stopping(), Incoming(), Migrating() -> true;
        };
    }
}
