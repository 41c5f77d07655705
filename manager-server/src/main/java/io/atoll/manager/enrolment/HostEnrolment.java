package io.atoll.manager.enrolment;

/** The enrolment of a host, asked for by the host itself with a join token. */
public interface HostEnrolment {
    /**
     * Makes a host of the caller, in the caller's transaction. Refuses with JOIN_TOKEN_INVALID, _USED or _EXPIRED,
     * CLOCK_SKEW, CSR_REFUSED, HOST_NAME_TAKEN, VALIDATION_FAILED; after a refusal the token can still be used.
     */
    Enrolled enrol(Request request, String callerAddress);

    /** What the host says of itself; nothing of it is believed before it is checked. */
    record Request(
            String token,
            String csrPem,
            String hostname,
            String agentAddress,
            int agentPort,
            long clockMs,
            String agentVersion) {
        /** Never shows the token. */
        @Override
        public String toString() {
            return "Request[" + hostname + "]";
        }
    }

    /** What a new host needs to know. */
    record Enrolled(
            String hostId,
            String installationId,
            String clusterId,
            String certificatePem,
            String caPem,
            String crlPem,
            String zookeeperConnect,
            long serverTimeMs) {}
}
