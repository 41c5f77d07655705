package io.atoll.agent.cli;

/** What holds when an option is not given. */
final class Defaults {
    static final String STATE_DIRECTORY = "/var/lib/atoll-agent";
    static final String RUN_DIRECTORY = "/run/atoll-agent";
    static final String BRIDGE = "atbr0";
    static final int PORT = 7443;

    private Defaults() {}
}
