package io.atoll.ha.facts;

import io.atoll.ha.lease.ChannelValue;

/**
 * A host's beat node as read from ZooKeeper.
 *
 * @param version of the node; a takeover is conditional on it
 */
public record Beat(ChannelValue value, long version) {}
