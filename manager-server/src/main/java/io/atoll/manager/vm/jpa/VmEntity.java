package io.atoll.manager.vm.jpa;

import io.atoll.manager.ha.HaIntent;
import io.atoll.manager.ha.HaIntent.HealthPolicy;
import io.atoll.manager.ha.HaIntent.IsolationPolicy;
import io.atoll.manager.ha.HaIntent.Priority;
import io.atoll.manager.ha.HaIntent.StorageLossPolicy;
import io.atoll.manager.inventory.ResourcePoolId;
import io.atoll.manager.inventory.VmResources;
import io.atoll.manager.persistence.JsonStrings;
import io.atoll.manager.persistence.NamedEntity;
import io.atoll.manager.task.TaskId;
import io.atoll.manager.vm.VmPowerState;
import io.atoll.manager.vm.internal.GuestFacts;
import io.atoll.manager.vm.internal.VmHardware;
import io.atoll.manager.vm.internal.VmRecord;
import io.atoll.manager.vm.internal.VmSpec;
import io.atoll.manager.vm.internal.VmStatus;
import io.atoll.manager.vm.internal.VmStatus.Condition;
import io.atoll.manager.vm.internal.VmStatus.Guest;
import io.atoll.manager.vm.internal.cloudinit.CloudInitSettings;
import io.atoll.model.ClusterId;
import io.atoll.model.HostId;
import io.atoll.model.ImageId;
import io.atoll.model.Mebibytes;
import io.atoll.model.PoolId;
import io.atoll.model.VmEpoch;
import io.atoll.model.VmId;
import jakarta.persistence.Column;
import jakarta.persistence.Convert;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.hibernate.annotations.ColumnTransformer;
import org.jspecify.annotations.Nullable;

/** A row of {@code vm}. */
@Entity
@Table(name = "vm")
class VmEntity extends NamedEntity {
    private UUID clusterId;
    private int vcpuCount;
    private long memoryMib;
    private @Nullable UUID imageId;
    private UUID poolId;
    private boolean haProtected;

    @Enumerated(EnumType.STRING)
    private Priority haPriority;

    @Convert(converter = JsonStrings.class)
    @Column(columnDefinition = "jsonb")
    @ColumnTransformer(write = "?::jsonb")
    private List<String> haRestartAfter;

    @Enumerated(EnumType.STRING)
    private IsolationPolicy haIsolationPolicy;

    @Enumerated(EnumType.STRING)
    private StorageLossPolicy haStorageLossPolicy;

    @Enumerated(EnumType.STRING)
    private HealthPolicy haHealthPolicy;

    @Convert(converter = JsonCloudInit.class)
    @Column(columnDefinition = "jsonb")
    @ColumnTransformer(write = "?::jsonb")
    private @Nullable CloudInitSettings cloudInit;

    @Convert(converter = JsonVmHardware.class)
    @Column(columnDefinition = "jsonb")
    @ColumnTransformer(write = "?::jsonb")
    private @Nullable VmHardware hardware;

    @Convert(converter = JsonStrings.class)
    @Column(columnDefinition = "jsonb")
    @ColumnTransformer(write = "?::jsonb")
    private List<String> hostNeeds;

    private @Nullable UUID resourcePoolId;
    private long cpuReservationMhz;
    private @Nullable Long cpuLimitMhz;
    private @Nullable Integer cpuShares;
    private long memoryReservationMib;

    @Enumerated(EnumType.STRING)
    private VmPowerState powerState;

    private String powerStateDetail;
    private Instant powerStateSince;
    private @Nullable UUID hostId;
    private @Nullable UUID lastHostId;
    private long epoch;
    private @Nullable String cpuModel;

    @Convert(converter = JsonStrings.class)
    @Column(columnDefinition = "jsonb")
    @ColumnTransformer(write = "?::jsonb")
    private List<String> guestAddresses;

    private boolean guestAgent;

    @Convert(converter = JsonGuestFacts.class)
    @Column(columnDefinition = "jsonb")
    @ColumnTransformer(write = "?::jsonb")
    private @Nullable GuestFacts guestFacts;

    @Convert(converter = JsonConditions.class)
    @Column(columnDefinition = "jsonb")
    @ColumnTransformer(write = "?::jsonb")
    private List<Condition> conditions;

    private @Nullable UUID activeTaskId;

    /** Grows with every change of what the spec beside the disks says. Which one lies there is not the entity's matter. */
    private long specGeneration;

    /** For Hibernate. */
    @SuppressWarnings("NullAway.Init")
    protected VmEntity() {}

    @SuppressWarnings("NullAway.Init") // set() does it
    VmEntity(VmRecord record) {
        super(record.id().value(), record.naming(), record.createdAt());
        set(record);
    }

    final void set(VmRecord record) {
        if (specGeneration == 0 || saysOtherThan(record)) {
            specGeneration++;
        }
        naming(record.naming());
        setSpec(record.spec());
        setStatus(record.status());
    }

    /** Its disks or network cards, which have tables of their own, are others now. */
    void hasOtherDevices() {
        specGeneration++;
    }

    private boolean saysOtherThan(VmRecord record) {
        var now = toRecord();
        return !now.name().equals(record.name())
                || !now.spec().with(VmResources.USUAL).equals(record.spec().with(VmResources.USUAL))
                || !now.status().epoch().equals(record.status().epoch());
    }

    private void setSpec(VmSpec spec) {
        clusterId = spec.clusterId().value();
        vcpuCount = spec.vcpuCount();
        memoryMib = spec.memory().value();
        imageId = spec.imageId() == null ? null : spec.imageId().value();
        poolId = spec.poolId().value();
        setHa(spec.ha());
        cloudInit = spec.cloudInit();
        hardware = spec.hardware().equals(VmHardware.USUAL) ? null : spec.hardware();
        hostNeeds = List.copyOf(spec.hardware().hostNeeds());
        setResources(spec.resources());
    }

    private void setResources(VmResources resources) {
        resourcePoolId = resources.pool() == null ? null : resources.pool().value();
        cpuReservationMhz = resources.cpuReservationMhz();
        cpuLimitMhz = resources.cpuLimitMhz();
        cpuShares = resources.cpuShares();
        memoryReservationMib = resources.memoryReservationMib();
    }

    private VmResources resources() {
        return new VmResources(
                resourcePoolId == null ? null : new ResourcePoolId(resourcePoolId),
                cpuReservationMhz,
                cpuLimitMhz,
                cpuShares,
                memoryReservationMib);
    }

    private void setHa(HaIntent ha) {
        haProtected = ha.wanted();
        haPriority = ha.priority();
        haRestartAfter = ha.restartAfter().stream().map(VmId::toString).toList();
        haIsolationPolicy = ha.isolation();
        haStorageLossPolicy = ha.storageLoss();
        haHealthPolicy = ha.health();
    }

    private HaIntent ha() {
        return new HaIntent(
                haProtected,
                haPriority,
                haRestartAfter.stream().map(VmId::parse).toList(),
                haIsolationPolicy,
                haStorageLossPolicy,
                haHealthPolicy);
    }

    private void setStatus(VmStatus status) {
        powerState = status.powerState();
        powerStateDetail = status.detail();
        powerStateSince = status.since();
        hostId = status.host() == null ? null : status.host().value();
        lastHostId = status.lastHost() == null ? null : status.lastHost().value();
        epoch = status.epoch().value();
        cpuModel = status.cpuModel();
        guestAddresses = status.guest().addresses();
        guestAgent = status.guest().agentConnected();
        guestFacts = status.guest().facts();
        conditions = status.conditions();
        activeTaskId = status.activeTask() == null ? null : status.activeTask().value();
    }

    VmRecord toRecord() {
        var spec = new VmSpec(
                new ClusterId(clusterId),
                vcpuCount,
                new Mebibytes(memoryMib),
                imageId == null ? null : new ImageId(imageId),
                new PoolId(poolId),
                ha(),
                cloudInit,
                resources(),
                hardware == null ? VmHardware.USUAL : hardware);
        var status = new VmStatus(
                powerState,
                powerStateDetail,
                powerStateSince,
                hostId == null ? null : new HostId(hostId),
                lastHostId == null ? null : new HostId(lastHostId),
                new VmEpoch(epoch),
                cpuModel,
                new Guest(guestAddresses, guestAgent, guestFacts),
                conditions,
                activeTaskId == null ? null : new TaskId(activeTaskId));
        return new VmRecord(new VmId(id()), naming(), revision(), createdAt(), spec, status);
    }
}
