package io.atoll.hypervisor.vm;

import java.util.SortedSet;

/** The state machine's answer to a command. */
public sealed interface Transition {

    /** Go ahead; this is the state while and, for immediate commands, after the command runs. */
    record Allowed(VmState next) implements Transition {}

    /** What the command asks for is already so; there is nothing to do. Makes retries harmless. */
    record AlreadyThere() implements Transition {}

    /** No, and what would be possible instead. */
    record Refused(String reason, SortedSet<VmCommand> allowedCommands) implements Transition {}
}
