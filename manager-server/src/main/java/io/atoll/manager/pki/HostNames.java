package io.atoll.manager.pki;

import org.jspecify.annotations.Nullable;

/**
 * The names a host's certificate request may carry besides its key.
 *
 * @param hostname the name the host asks to have
 * @param agentAddress IP address or DNS name at which others reach its agent
 * @param hostId its id when it has one already (rotation); null at the first enrolment, when no id may be claimed
 */
public record HostNames(
        String hostname, String agentAddress, @Nullable String hostId) {}
