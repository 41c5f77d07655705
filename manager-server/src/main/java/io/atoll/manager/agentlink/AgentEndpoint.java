package io.atoll.manager.agentlink;

import io.atoll.model.HostId;

/** Where an enrolled host's agent listens. */
public record AgentEndpoint(HostId host, String address, int port) {}
