package io.atoll.agent;

import io.atoll.agent.ha.HaAgent;
import io.atoll.agent.ha.HaGround;
import io.atoll.agent.host.KernelFiles;
import io.atoll.agent.identity.AgentIdentity;
import io.atoll.hypervisor.api.Hypervisor;
import io.atoll.model.ClusterId;
import java.io.IOException;
import java.nio.file.Path;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts HA together where this host can have it; elsewhere the agent goes on without, and says why. */
final class HighAvailability {
    private static final Logger LOG = LoggerFactory.getLogger(HighAvailability.class);

    private final AgentIdentity identity;
    private final String bootId;
    private final Path runDirectory;
    private final @Nullable Path controlGroup;
    private final Hypervisor hypervisor;

    HighAvailability(AgentIdentity identity, KernelFiles kernel, AgentDaemon.Setup setup) {
        this.identity = identity;
        this.bootId = kernel.text("sys/kernel/random/boot_id");
        this.runDirectory = setup.runDirectory();
        this.controlGroup = setup.controlGroup();
        this.hypervisor = setup.hypervisor();
    }

    /** Null: this host cannot have it. */
    @Nullable
    HaGround prepare() {
        var groups = hypervisor.facts().controlGroups();
        if (controlGroup == null || !groups.used()) {
            LOG.warn("No high availability on this host: {}", groups.reason());
            return null;
        }
        try {
            return HaGround.prepare(
                    UUID.fromString(identity.installationId()),
                    identity.hostId(),
                    UUID.fromString(bootId),
                    runDirectory.resolve("enforcer"),
                    controlGroup.resolve("ha"));
        } catch (IOException | IllegalArgumentException e) {
            LOG.error("No high availability on this host: its enforcers cannot be started", e);
            return null;
        }
    }

    HaAgent start(HaGround ground, HaAgent.Coordinates coordinates, HaAgent.Vms vms) {
        var host = new HaAgent.Host(
                identity.hostId(), identity.settings().name(), ClusterId.parse(identity.clusterId()), bootId);
        return HaAgent.start(host, ground, coordinates, vms);
    }
}
