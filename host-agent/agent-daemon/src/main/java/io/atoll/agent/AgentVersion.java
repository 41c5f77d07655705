package io.atoll.agent;

/** The agent's own version, from its jar; a build that was never packaged has none. */
final class AgentVersion {
    private AgentVersion() {}

    static String current() {
        var version = AgentVersion.class.getPackage().getImplementationVersion();
        return version == null ? "unpackaged" : version;
    }
}
