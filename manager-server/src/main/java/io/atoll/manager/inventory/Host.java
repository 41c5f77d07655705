package io.atoll.manager.inventory;

import io.atoll.manager.api.Naming;
import io.atoll.model.ClusterId;
import io.atoll.model.HostId;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An enrolled host: where its agent listens, how the manager stands to it, and what it last said of itself. */
public record Host(
        HostId id,
        Naming naming,
        long revision,
        Instant createdAt,
        ClusterId clusterId,
        Endpoint endpoint,
        Link link,
        Facts facts,
        @Nullable Certificate certificate,
        List<String> warnings) {
    public Host {
        warnings = List.copyOf(warnings);
    }

    /** Where the agent listens. */
    public record Endpoint(String address, int port) {}

    /** How the manager stands to the host, since when, and why. {@code lastSeenAt} is when it was last heard, to some seconds. */
    public record Link(
            HostPhase phase,
            String reason,
            Instant since,
            @Nullable Instant lastSeenAt,
            @Nullable Long clockSkewMs) {
        /** This link in another phase; unchanged, time included, where it is so already. */
        public Link in(HostPhase newPhase, String newReason, Instant at) {
            if (phase == newPhase && reason.equals(newReason)) {
                return this;
            }
            return new Link(newPhase, newReason, phase == newPhase ? since : at, lastSeenAt, clockSkewMs);
        }

        public Link seen(Instant at, @Nullable Long skewMs) {
            return new Link(phase, reason, since, at, skewMs);
        }
    }

    /**
     * What the host says of itself.
     *
     * @param guestCpuModels QEMU's named models that guests can be given there; empty: nobody asked QEMU
     * @param capabilities what not every host can give a guest: {@code uefi}, {@code secure-boot}, {@code tpm}
     */
    public record Facts(
            String bootId,
            String agentVersion,
            String qemuVersion,
            String accelerator,
            String acceleratorReason,
            int cpuCount,
            String cpuModel,
            List<String> cpuFeatures,
            long memoryMiB,
            String networkMode,
            String migrationAddress,
            List<SelfCheck> checks,
            @Nullable HostHa ha,
            List<String> guestCpuModels,
            List<String> capabilities) {
        public Facts {
            guestCpuModels = List.copyOf(guestCpuModels);
            capabilities = List.copyOf(capabilities);
            cpuFeatures = List.copyOf(cpuFeatures);
            checks = List.copyOf(checks);
        }

        /** Before the first report. */
        public static Facts unknown(String agentVersion) {
            return new Facts(
                    "", agentVersion, "", "", "", 0, "", List.of(), 0, "", "", List.of(), null, List.of(), List.of());
        }

        public boolean known() {
            return !bootId.isEmpty();
        }
    }

    /** One of the host's checks of itself; {@code fix} says what to do, empty where nothing is wrong. */
    public record SelfCheck(
            String name,

            @Schema(allowableValues = {"OK", "WARNING", "FAILED"})
            String outcome,

            String detail,
            String fix) {}

    /** The certificate the host shows; the serial is lower-case hexadecimal. */
    public record Certificate(String serial, Instant notAfter) {}

    public String name() {
        return naming.name();
    }

    public boolean isReady() {
        return link.phase == HostPhase.READY;
    }

    public Host named(Naming newNaming) {
        return new Host(id, newNaming, revision, createdAt, clusterId, endpoint, link, facts, certificate, warnings);
    }

    public Host linked(Link newLink) {
        return new Host(id, naming, revision, createdAt, clusterId, endpoint, newLink, facts, certificate, warnings);
    }

    public Host reporting(Facts newFacts) {
        return new Host(id, naming, revision, createdAt, clusterId, endpoint, link, newFacts, certificate, warnings);
    }

    public Host warning(List<String> newWarnings) {
        return new Host(id, naming, revision, createdAt, clusterId, endpoint, link, facts, certificate, newWarnings);
    }

    public Host certified(Certificate newCertificate) {
        return new Host(id, naming, revision, createdAt, clusterId, endpoint, link, facts, newCertificate, warnings);
    }
}
