package io.atoll.manager.agentlink;

import io.atoll.model.HostId;
import java.util.List;
import java.util.Optional;

/** Which hosts there are to be watched; filled by the enrolment. Revoked hosts are not among them. */
public interface AgentDirectory {
    List<AgentEndpoint> endpoints();

    Optional<AgentEndpoint> endpoint(HostId host);
}
