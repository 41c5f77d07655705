package io.atoll.manager.inventory.jpa;

import io.atoll.manager.inventory.Host;
import io.atoll.manager.inventory.Host.Certificate;
import io.atoll.manager.inventory.Host.Endpoint;
import io.atoll.manager.inventory.Host.Facts;
import io.atoll.manager.inventory.Host.Link;
import io.atoll.manager.inventory.Host.SelfCheck;
import io.atoll.manager.inventory.HostHa;
import io.atoll.manager.inventory.HostPhase;
import io.atoll.manager.persistence.JsonStrings;
import io.atoll.manager.persistence.NamedEntity;
import io.atoll.model.ClusterId;
import io.atoll.model.HostId;
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

/** A row of {@code host}. */
@Entity
@Table(name = "host")
class HostEntity extends NamedEntity {
    private UUID clusterId;
    private String address;
    private int port;

    @Enumerated(EnumType.STRING)
    private HostPhase state;

    private String stateReason;
    private Instant stateSince;
    private @Nullable Instant lastSeenAt;
    private @Nullable Long clockSkewMs;
    private String bootId;
    private String agentVersion;
    private String qemuVersion;
    private String accelerator;
    private String acceleratorReason;
    private int cpuCount;
    private String cpuModel;

    @Convert(converter = JsonStrings.class)
    @Column(columnDefinition = "jsonb")
    @ColumnTransformer(write = "?::jsonb")
    private List<String> cpuFeatures;

    private long memoryMib;
    private String networkMode;
    private String migrationAddress;

    @Convert(converter = JsonSelfChecks.class)
    @Column(columnDefinition = "jsonb")
    @ColumnTransformer(write = "?::jsonb")
    private List<SelfCheck> checks;

    @Convert(converter = JsonHostHa.class)
    @Column(columnDefinition = "jsonb")
    @ColumnTransformer(write = "?::jsonb")
    private @Nullable HostHa ha;

    @Convert(converter = JsonStrings.class)
    @Column(columnDefinition = "jsonb")
    @ColumnTransformer(write = "?::jsonb")
    private List<String> guestCpuModels;

    @Convert(converter = JsonStrings.class)
    @Column(columnDefinition = "jsonb")
    @ColumnTransformer(write = "?::jsonb")
    private List<String> capabilities;

    @Convert(converter = JsonStrings.class)
    @Column(columnDefinition = "jsonb")
    @ColumnTransformer(write = "?::jsonb")
    private List<String> warnings;

    private @Nullable String certificateSerial;
    private @Nullable Instant certificateUntil;

    /** For Hibernate. */
    @SuppressWarnings("NullAway.Init")
    protected HostEntity() {}

    @SuppressWarnings("NullAway.Init") // set() does it
    HostEntity(Host host) {
        super(host.id().value(), host.naming(), host.createdAt());
        set(host);
    }

    final void set(Host host) {
        naming(host.naming());
        clusterId = host.clusterId().value();
        address = host.endpoint().address();
        port = host.endpoint().port();
        state = host.link().phase();
        stateReason = host.link().reason();
        stateSince = host.link().since();
        lastSeenAt = host.link().lastSeenAt();
        clockSkewMs = host.link().clockSkewMs();
        setFacts(host.facts());
        var certificate = host.certificate();
        certificateSerial = certificate == null ? null : certificate.serial();
        certificateUntil = certificate == null ? null : certificate.notAfter();
        warnings = host.warnings();
    }

    private void setFacts(Facts facts) {
        bootId = facts.bootId();
        agentVersion = facts.agentVersion();
        qemuVersion = facts.qemuVersion();
        accelerator = facts.accelerator();
        acceleratorReason = facts.acceleratorReason();
        cpuCount = facts.cpuCount();
        cpuModel = facts.cpuModel();
        cpuFeatures = facts.cpuFeatures();
        memoryMib = facts.memoryMiB();
        networkMode = facts.networkMode();
        migrationAddress = facts.migrationAddress();
        checks = facts.checks();
        ha = facts.ha();
        guestCpuModels = facts.guestCpuModels();
        capabilities = facts.capabilities();
    }

    Host toRecord() {
        var facts = new Facts(
                bootId,
                agentVersion,
                qemuVersion,
                accelerator,
                acceleratorReason,
                cpuCount,
                cpuModel,
                cpuFeatures,
                memoryMib,
                networkMode,
                migrationAddress,
                checks,
                ha,
                guestCpuModels,
                capabilities);
        var certificate = certificateSerial == null || certificateUntil == null
                ? null
                : new Certificate(certificateSerial, certificateUntil);
        return new Host(
                new HostId(id()),
                naming(),
                revision(),
                createdAt(),
                new ClusterId(clusterId),
                new Endpoint(address, port),
                new Link(state, stateReason, stateSince, lastSeenAt, clockSkewMs),
                facts,
                certificate,
                warnings);
    }
}
