package io.atoll.manager.agentlink;

import io.atoll.model.HostId;

/** Certificates at the agents. Refusals and silence are {@code AtollException}s, as with every call that answers a value. */
public interface AgentTrust {
    /** Makes a fresh key on the host; answers the request to sign it, PEM. */
    String newCertificateRequest(HostId host);

    /** Installs the trust and, unless {@code certificatePem} is empty, the certificate for the newest request. */
    void install(HostId host, String certificatePem, String caPem, String crlPem);
}
