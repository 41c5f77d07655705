/** What hosts draw and what their sleep saves. Start reading at {@link io.atoll.manager.dpm.internal.energy.EnergyMeter}. */
@NullMarked
package io.atoll.manager.dpm.internal.energy;

import org.jspecify.annotations.NullMarked;
