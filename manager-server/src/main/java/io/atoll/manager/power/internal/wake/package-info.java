/**
 * What hosts did when they were told to wake, and what that promises of the next time. Never asks a host or a controller. Start
 * reading at {@link io.atoll.manager.power.internal.wake.WakeBook}.
 */
@NullMarked
package io.atoll.manager.power.internal.wake;

import org.jspecify.annotations.NullMarked;
