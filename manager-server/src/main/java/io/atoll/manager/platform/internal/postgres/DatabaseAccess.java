package io.atoll.manager.platform.internal.postgres;

import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;

/** Where the database is and how to log in. */
record DatabaseAccess(String url, String user, String secret) implements JdbcConnectionDetails {
    @Override
    public String getUsername() {
        return user;
    }

    @Override
    public String getPassword() {
        return secret;
    }

    @Override
    public String getJdbcUrl() {
        return url;
    }

    /** Never shows the password. */
    @Override
    public String toString() {
        return "DatabaseAccess[%s as %s]".formatted(url, user);
    }
}
