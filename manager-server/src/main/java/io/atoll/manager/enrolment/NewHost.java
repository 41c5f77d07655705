package io.atoll.manager.enrolment;

import io.atoll.model.ClusterId;
import io.atoll.model.HostId;

/** A host that passed every check of the enrolment. */
public record NewHost(
        HostId id, ClusterId cluster, String name, String agentAddress, int agentPort, String agentVersion) {}
