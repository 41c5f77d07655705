package io.atoll.agent.identity;

import io.atoll.model.HostId;

/** Who this host is in which installation, as the manager answered at enrolment, and the settings chosen for it. */
public record AgentIdentity(
        HostId hostId,
        String installationId,
        String clusterId,
        String managerUrl,
        String zookeeperConnect,
        AgentSettings settings) {}
