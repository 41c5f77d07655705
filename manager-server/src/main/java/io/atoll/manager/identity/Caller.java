package io.atoll.manager.identity;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Who makes this request. A controller method takes it as a parameter.
 *
 * @param userId the user, also behind an API token
 * @param name as shown to people and written to the audit log: a user name, or {@code token:<name>}
 * @param sessionId the session, null for an API token
 * @param tokenId the API token, null for a session
 * @param address the client's network address
 */
public record Caller(
        UUID userId,
        String name,
        Role role,
        @Nullable UUID sessionId,
        @Nullable UUID tokenId,
        String address) {
    public boolean may(Permission permission) {
        return role.may(permission);
    }
}
