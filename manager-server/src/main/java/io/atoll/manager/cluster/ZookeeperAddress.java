package io.atoll.manager.cluster;

/** What a host is told to connect to, {@code host:port[,host:port…]}. */
public record ZookeeperAddress(String connect) {}
