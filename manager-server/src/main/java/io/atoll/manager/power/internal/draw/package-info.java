/**
 * What hosts draw, in watts: measured by their controllers, or reckoned from what somebody has set. Start reading at
 * {@link io.atoll.manager.power.internal.draw.Draws}.
 */
@NullMarked
package io.atoll.manager.power.internal.draw;

import org.jspecify.annotations.NullMarked;
