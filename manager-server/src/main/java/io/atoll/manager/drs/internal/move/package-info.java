/** Carries recommendations out, wave by wave. Start reading at {@link io.atoll.manager.drs.internal.move.MoveWaveStep}. */
@NullMarked
package io.atoll.manager.drs.internal.move;

import org.jspecify.annotations.NullMarked;
