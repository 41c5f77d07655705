package io.atoll.manager.cluster;

/**
 * What a host is told to connect to, {@code host:port[,host:port…]}.
 *
 * @param embedded whether that is the server in this manager's process, which goes and comes with it
 */
public record ZookeeperAddress(String connect, boolean embedded) {}
