package io.atoll.manager.vm.internal.view;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.atoll.manager.ha.HaIntent.HealthPolicy;
import io.atoll.manager.ha.HaIntent.IsolationPolicy;
import io.atoll.manager.ha.HaIntent.Priority;
import io.atoll.manager.ha.HaIntent.StorageLossPolicy;
import io.atoll.manager.ha.HaStatus;
import io.atoll.manager.placement.PlacementReport;
import io.atoll.manager.vm.VmPowerState;
import io.atoll.manager.vm.internal.GuestFacts;
import io.atoll.manager.vm.internal.VmHardware;
import io.atoll.manager.vm.internal.VmStatus.Condition;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The parts of a VM as clients see it. */
public final class VmView {
    private VmView() {}

    /** What people want. */
    public record Spec(
            UUID clusterId,
            String description,
            int vcpuCount,
            long memoryMiB,
            @Nullable UUID imageId,
            UUID poolId,
            Ha ha,
            @Nullable CloudInit cloudInit,
            @Nullable UUID resourcePoolId,
            Resources resources,
            List<DiskView> disks,
            List<NicView> nics,
            VmHardware hardware) {}

    /**
     * What it is to get of its cluster; a core counts as 1000 MHz.
     *
     * @param cpuLimitMHz null: as much as its vCPUs can use
     * @param cpuShares those it counts with; 1000 for each vCPU where nobody said otherwise
     */
    public record Resources(
            long cpuReservationMHz, @Nullable Long cpuLimitMHz, int cpuShares, long memoryReservationMiB) {}

    /** What HA is to do for it. */
    public record Ha(
            @JsonProperty("protected") boolean wanted,
            Priority priority,
            List<UUID> restartAfter,
            IsolationPolicy isolationPolicy,
            StorageLossPolicy storageLossPolicy,
            HealthPolicy healthPolicy) {}

    /**
     * One disk.
     *
     * @param iopsLimit reads and writes a second that it may do; null: as many as it can
     * @param bytesPerSecondLimit what it may read and write a second; null: as much as it can
     */
    public record DiskView(
            int index,
            UUID poolId,
            int sizeGiB,
            @Nullable Long iopsLimit,
            @Nullable Long bytesPerSecondLimit) {}

    /** One network card; {@code networkId} is null on the hypervisor's user-mode network. */
    public record NicView(
            int index,
            @Nullable UUID networkId,
            String mac,
            @Nullable String address) {}

    /** What cloud-init was told. Passwords and the user data, which may hold some, are never shown. */
    public record CloudInit(String hostname, List<User> users, int userDataBytes) {}

    /** One account. */
    public record User(String name, List<String> sshKeys, boolean passwordSet) {}

    /**
     * What is known. Values from live samples are null where there are none.
     *
     * @param cpuModel the level of the CPU that the running guest sees; it keeps it wherever it moves, until it is stopped
     * @param cpuFeatures all features of that CPU
     * @param guest what the guest says of itself through the agent inside it; null where it does not
     */
    public record Status(
            VmPowerState powerState,
            String powerStateDetail,
            Instant since,
            @Nullable UUID hostId,
            @Nullable String hostName,
            @Nullable UUID lastHostId,
            long epoch,
            @Nullable String cpuModel,
            List<String> cpuFeatures,
            List<String> addresses,
            boolean guestAgent,
            @Nullable GuestFacts guest,
            @Nullable Long cpuUsedMillicores,
            @Nullable Long memoryResidentMiB,
            @Nullable Instant dataAt,
            @Nullable UUID activeTaskId,
            List<Condition> conditions,
            @Nullable PlacementReport placement,
            HaStatus ha,
            Snapshots snapshots) {}

    /**
     * Its snapshots, in figures.
     *
     * @param chainDepth how many files its longest disk is read through
     * @param mergeDebtBytes what its files hold that no snapshot needs, as of the last look
     * @param currentId the one it is at
     */
    public record Snapshots(
            int count,
            int chainDepth,
            long mergeDebtBytes,
            @Nullable UUID currentId) {}
}
