package io.atoll.manager.platform;

/** One part the manager stands on, as a bean; asked for by {@code GET /api/v1/health}. Answers within two seconds. */
public interface HealthCheck {
    /** A plain lower-case word: database, zookeeper. */
    String name();

    /** Whether requests can be served without it. */
    boolean essential();

    Health check();

    /**
     * How the part is.
     *
     * @param detail one sentence for people; never an address with a password in it
     */
    record Health(boolean up, String detail) {}
}
