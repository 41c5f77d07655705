package io.atoll.hypervisor.api;

import io.atoll.model.VmEpoch;
import io.atoll.model.VmId;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.concurrent.CompletableFuture;

/**
 * The virtual machines of one host.
 *
 * <p>All methods may be called from any thread, and block for as long as the hypervisor takes (call them from virtual
 * threads); each has a deadline of its own, so a hostile or dying hypervisor process never hangs the caller. Commands to
 * one VM run one after the other, except that {@link #cancelMigration} and reads never wait for a running migration. A
 * refusal or failure is a {@link HypervisorException} with a stable code. Commands whose goal is already reached
 * (pausing a paused VM, stopping a stopped one) do nothing, so that a retry is harmless.
 *
 * <p>VMs belong to the host, not to this object: {@link #close} lets go of them and they run on, also when the calling
 * process is killed. {@link #adopt} finds them again.
 */
public interface Hypervisor extends AutoCloseable {

    /**
     * Weighs and limits all VMs of this host anew; those that are not named get what the kernel gives to everybody. VMs that come
     * later get what was said of them here. Answers what of it has an effect.
     */
    ResourceControl applyShares(SortedMap<VmId, VmShare> shares);

    /** What runs the VMs on this host, with which accelerator and why, and what the admin should know. Probed afresh. */
    HypervisorFacts facts();

    /**
     * Takes over the VMs that an earlier run left in the state folder, without touching the guests. A process is only
     * adopted when its id, its start time and the VM id it answers with all fit. Migrations under way are followed
     * further. Call once, before anything else; returns all VMs known afterwards, stopped and crashed ones included.
     */
    List<VmStatus> adopt();

    /** All VMs that have a state folder on this host, stopped ones included, ordered by id. */
    List<VmStatus> list();

    /** Empty when this host has no state folder for the VM. */
    Optional<VmStatus> find(VmId vm);

    /**
     * Starts a VM that is not here, or is stopped or crashed. Returns when its guest runs, or stands still before its
     * first instruction when {@code mode} is {@link StartMode#PAUSED}. On failure nothing of it is left running; the VM
     * is listed as crashed, with the reason, until it is started again or deleted.
     */
    VmStatus start(VmDefinition definition, VmEpoch epoch, StartMode mode);

    /** Stops the guest's processors; its memory is kept. */
    VmStatus pause(VmId vm);

    /** Lets a paused guest run on, or a VM started paused begin. */
    VmStatus resume(VmId vm);

    /**
     * Presses the power button (ACPI) and waits until the guest has gone. Fails with SHUTDOWN_TIMEOUT when it has not
     * by the deadline, or when {@code givenUp} completes before that; the guest then runs on.
     */
    VmStatus shutdown(VmId vm, Duration deadline, CompletableFuture<?> givenUp);

    /** The same, waited for to the end. */
    default VmStatus shutdown(VmId vm, Duration deadline) {
        return shutdown(vm, deadline, new CompletableFuture<>());
    }

    /** Ends the VM at once, like pulling the plug. What the guest had not flushed to disk is lost. */
    VmStatus stop(VmId vm);

    /** The same, and remembers that nobody wanted the VM to be off ({@code LET_GO}): another host is to run it. */
    VmStatus letGo(VmId vm);

    /** Presses the reset button. */
    VmStatus reset(VmId vm);

    /** Forgets a VM that has no process: removes its state folder (sockets, logs, metadata). Disks are never touched. */
    void delete(VmId vm);

    /** Keeps another epoch for the VM, for example after a migration that did not happen moved the owner back. */
    VmStatus recordEpoch(VmId vm, VmEpoch epoch);

    /**
     * Makes the VM one that runs only while the host holds its lease, or no such VM any more, without touching the guest.
     * VM_DEFINITION_UNSUPPORTED where a disk or the host does not allow it. VM_WRONG_STATE while the lease runs out: a VM
     * that stands still because of that must not go on by this way.
     */
    VmStatus setHighlyAvailable(VmId vm, boolean wanted);

    /**
     * On the target: a process that waits for the guest. Nothing of the guest runs until all of it has arrived, and of a
     * highly available one, or where the request says so, nothing until it is {@linkplain #admit admitted}.
     */
    IncomingEndpoint prepareIncoming(VmDefinition definition, VmEpoch epoch, IncomingRequest request);

    /**
     * On the target: waits until the guest has arrived and runs (or stands still: as it did on the source, or because it is
     * held). Fails with
     * MIGRATION_FAILED when the migration did not happen, MIGRATION_TIMEOUT when the deadline passes before; the target
     * then still waits.
     */
    VmStatus awaitIncoming(VmId vm, Duration deadline);

    /** On the target: lets a guest that was held on arrival go on as it did at the source. */
    VmStatus admit(VmId vm);

    /** On the target: ends the waiting process. Refused (VM_WRONG_STATE) once the guest is here, unless it is held. */
    VmStatus abortIncoming(VmId vm);

    /**
     * On the source: sends the guest to a target that waits for it. Returns when the target has confirmed that it has
     * everything; the process here is gone then and the VM is stopped ({@code MIGRATED_AWAY}). In every other case
     * (failure, cancel, deadline) the guest is left as it was, here, and an exception says why: MIGRATION_FAILED,
     * MIGRATION_CANCELLED, MIGRATION_TIMEOUT. {@code listener} is called on one thread, several times a second.
     */
    MigrationResult migrate(VmId vm, MigrationRequest request, MigrationListener listener);

    /**
     * On the source, after adoption: waits for a migration that an earlier run of the agent began, with the same
     * outcomes as {@link #migrate}. Also answers for a migration that has ended since, as long as the VM is not deleted
     * or started again. MIGRATION_FAILED when none is known.
     */
    MigrationResult rejoinMigration(VmId vm, MigrationListener listener);

    /** On the source: gives up a migration under way; the guest stays. Returns at once; migrate() tells the outcome. */
    void cancelMigration(VmId vm);

    /** What can be changed about the devices of a guest that is here. */
    DeviceChanges devices();

    /** Disks of several files, of a guest that is here. */
    DiskSnapshots snapshots();

    /** Where the VM's display answers (RFB without authentication; the folder keeps strangers out). */
    Path vncSocket(VmId vm);

    /** Where the VM's serial line answers, to one client at a time. */
    Path serialSocket(VmId vm);

    /** What the guest wrote on its serial line, bounded in size. Bytes, not text: the guest decides what they are. */
    Path serialLog(VmId vm);

    /**
     * The VM's display now, of any VM with a process. DISPLAY_TOO_LARGE where the guest has made it larger than
     * {@link ScreenPicture} allows. Two callers for the same VM wait for each other.
     */
    ScreenPicture screenshot(VmId vm);

    /**
     * Presses keys of a guest that runs, each chord when the one before was let go, and answers how far it came. VM_WRONG_STATE
     * when it does not run, before anything is pressed. Never repeats anything: a caller who hears nothing cannot know.
     *
     * @param givenUp ends it between two chords
     */
    KeysPressed type(VmId vm, Keystrokes keystrokes, CompletableFuture<?> givenUp);

    /** Counters of a VM with a process, now. */
    VmSample sample(VmId vm);

    /** Whether the agent inside the guest answers in time. */
    boolean pingGuestAgent(VmId vm, Duration deadline);

    /**
     * The network addresses the agent inside the guest reports. Claims of the guest, checked for form only: never base
     * a permission on them. Fails with GUEST_AGENT_UNAVAILABLE when it does not answer, or answers nonsense.
     */
    List<GuestInterface> guestInterfaces(VmId vm, Duration deadline);

    /**
     * What else the agent inside the guest says of it: operating system, file systems, the end of cloud-init; as much as it says
     * until the deadline. Fails with GUEST_AGENT_UNAVAILABLE when it does not answer at all.
     */
    GuestFacts guestFacts(VmId vm, Duration deadline);

    /**
     * Tells {@code listener} of every VM as it is now, and then of every change, in order. Closing the subscription
     * ends it.
     */
    Subscription subscribe(VmListener listener);

    /** Lets go of all VMs without touching them. */
    @Override
    void close();

    /** Ends a subscription. */
    @FunctionalInterface
    interface Subscription extends AutoCloseable {
        @Override
        void close();
    }

    /** Whether the guest runs at once. */
    enum StartMode {
        RUNNING,
        /** Everything is set up, locks included, but no guest instruction runs until resume. */
        PAUSED
    }
}
