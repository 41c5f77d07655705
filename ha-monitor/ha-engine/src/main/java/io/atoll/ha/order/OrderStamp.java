package io.atoll.ha.order;

import io.atoll.model.LeaderEpoch;

/**
 * Tells one writing of an order from another.
 *
 * @param leaderEpoch of the leadership that wants it
 * @param number another one with every writing
 */
public record OrderStamp(LeaderEpoch leaderEpoch, long number) {}
