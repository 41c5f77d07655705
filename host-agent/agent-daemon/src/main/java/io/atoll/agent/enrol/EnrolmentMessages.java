package io.atoll.agent.enrol;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The JSON that travels between a host that enrols and the manager. */
final class EnrolmentMessages {
    private EnrolmentMessages() {}

    record Request(
            String token,
            String csrPem,
            String hostname,
            String agentAddress,
            int agentPort,
            long clockMs,
            String agentVersion) {}

    record Response(
            String hostId,
            String installationId,
            String clusterId,
            String certificatePem,
            String caPem,
            @Nullable String crlPem,
            String zookeeperConnect,
            long serverTimeMs) {}

    /** What of an RFC 9457 problem a person at the host needs. */
    record Problem(
            @Nullable String code,
            @Nullable String detail,
            @Nullable List<Hint> hints) {
        record Hint(@Nullable String text) {}
    }
}
