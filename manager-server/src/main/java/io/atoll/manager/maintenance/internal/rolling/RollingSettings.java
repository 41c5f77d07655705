package io.atoll.manager.maintenance.internal.rolling;

import io.atoll.manager.maintenance.internal.book.BringHome;
import io.atoll.manager.maintenance.internal.book.Terms;

/**
 * How hosts go through maintenance.
 *
 * @param mostHostsOut how many hosts may be out at once
 * @param healthSeconds how long a host may take to be well again after the action
 */
public record RollingSettings(
        RollingAction action, int mostHostsOut, int healthSeconds, BringHome bringHome, Terms terms, String note) {}
