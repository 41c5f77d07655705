package io.atoll.ha.zk.server;

import io.atoll.model.HostId;

/**
 * One of the hosts that run the ensemble.
 *
 * @param number of the server, from 1; never another host's later on
 * @param address an IP address the other members and all clients reach the host at
 */
public record EnsembleMember(int number, HostId host, String address) {}
