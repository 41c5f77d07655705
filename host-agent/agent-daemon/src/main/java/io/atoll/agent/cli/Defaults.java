package io.atoll.agent.cli;

/** What holds when an option is not given. */
public final class Defaults {
    public static final String STATE_DIRECTORY = "/var/lib/atoll-agent";
    public static final String RUN_DIRECTORY = "/run/atoll-agent";
    public static final String BRIDGE = "atbr0";
    public static final int PORT = 7443;

    private Defaults() {}
}
