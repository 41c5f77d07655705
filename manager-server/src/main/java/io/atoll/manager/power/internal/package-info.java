/**
 * How the power module works inside: what is kept of each host's control, the tasks that switch, and what confirms them.
 * Start reading at {@link io.atoll.manager.power.internal.Confirmation}.
 */
@NullMarked
package io.atoll.manager.power.internal;

import org.jspecify.annotations.NullMarked;
