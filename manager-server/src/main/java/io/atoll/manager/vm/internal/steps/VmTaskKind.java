package io.atoll.manager.vm.internal.steps;

import java.util.List;

/** The tasks on VMs and their steps, in order. Undone in reverse. */
public enum VmTaskKind {
    CREATE_AND_START("vm.create", Names.PLACE, Names.CLAIM, Names.CREATE_DISKS, Names.START),
    CREATE("vm.create", Names.CHOOSE_HOST, Names.CREATE_DISKS),
    START("vm.start", Names.PLACE, Names.CLAIM, Names.START),
    SHUTDOWN("vm.shutdown", Names.UNPROTECT, Names.SHUTDOWN, Names.RELEASE),
    SHUTDOWN_THEN_STOP("vm.shutdown", Names.UNPROTECT, Names.SHUTDOWN, Names.STOP, Names.RELEASE),
    STOP("vm.stop", Names.UNPROTECT, Names.STOP, Names.RELEASE),
    RESET("vm.reset", Names.RESET),
    PAUSE("vm.pause", Names.PAUSE),
    RESUME("vm.resume", Names.RESUME),
    MIGRATE("vm.migrate", Names.PLACE_TARGET, Names.PREPARE_INCOMING, Names.SEND_MEMORY, Names.HAND_OVER, Names.ARRIVE),
    GROW_DISK("vm.grow-disk", Names.GROW_DISK),
    ADD_DISK("vm.add-disk", Names.CREATE_DISK, Names.APPLY_DEVICES),
    REMOVE_DISK("vm.remove-disk", Names.APPLY_DEVICES, Names.FORGET_DEVICE, Names.DELETE_DISK),
    LIMIT_DISK("vm.limit-disk", Names.APPLY_DEVICES),
    ADD_NIC("vm.add-nic", Names.APPLY_DEVICES),
    REMOVE_NIC("vm.remove-nic", Names.APPLY_DEVICES, Names.FORGET_DEVICE),
    SNAPSHOT("vm.snapshot", Names.CREATE_IMAGES, Names.TAKE_SNAPSHOT, Names.LOOK_AT_IMAGES),
    REVERT("vm.revert-snapshot", Names.REVERT_DISKS, Names.MERGE_IMAGES),
    STOP_THEN_REVERT(
            "vm.revert-snapshot", Names.UNPROTECT, Names.STOP, Names.RELEASE, Names.REVERT_DISKS, Names.MERGE_IMAGES),
    DELETE_SNAPSHOT("vm.delete-snapshot", Names.MERGE_IMAGES),
    DELETE("vm.delete", Names.UNPROTECT, Names.DELETE_FILES, Names.FORGET);

    private final String kind;

    @SuppressWarnings("ImmutableEnumChecker") // List.of
    private final List<String> steps;

    VmTaskKind(String kind, String... steps) {
        this.kind = kind;
        this.steps = List.of(steps);
    }

    /** The task's kind in the API. */
    public String kind() {
        return kind;
    }

    public List<String> steps() {
        return steps;
    }

    /** Names of the steps, shown to people. */
    static final class Names {
        static final String PLACE = "vm.place";
        static final String CHOOSE_HOST = "vm.choose-host";
        static final String CLAIM = "vm.claim-ownership";
        static final String CREATE_DISKS = "vm.create-disks";
        static final String START = "vm.start-guest";
        static final String SHUTDOWN = "vm.shutdown-guest";
        static final String STOP = "vm.stop-guest";
        static final String UNPROTECT = "vm.end-protection";
        static final String RELEASE = "vm.release-ownership";
        static final String RESET = "vm.reset-guest";
        static final String PAUSE = "vm.pause-guest";
        static final String RESUME = "vm.resume-guest";
        static final String PLACE_TARGET = "vm.place-target";
        static final String PREPARE_INCOMING = "vm.prepare-target";
        static final String SEND_MEMORY = "vm.send-memory";
        static final String HAND_OVER = "vm.hand-over-ownership";
        static final String ARRIVE = "vm.confirm-arrival";
        static final String GROW_DISK = "vm.grow-disk-file";
        static final String CREATE_DISK = "vm.create-disk";
        static final String APPLY_DEVICES = "vm.apply-devices";
        static final String FORGET_DEVICE = "vm.forget-device";
        static final String DELETE_DISK = "vm.delete-disk";
        static final String CREATE_IMAGES = "vm.create-images";
        static final String TAKE_SNAPSHOT = "vm.take-snapshot";
        static final String LOOK_AT_IMAGES = "vm.look-at-images";
        static final String REVERT_DISKS = "vm.revert-disks";
        static final String MERGE_IMAGES = "vm.merge-images";
        static final String DELETE_FILES = "vm.delete-files";
        static final String FORGET = "vm.forget";

        private Names() {}
    }
}
