package io.atoll.ha.zk;

/** What a host says of itself when its agent has started. */
public record HostAnnouncement(String address, int port, String agentVersion, String bootId) {}
