/**
 * Stories that people write: a scenario file in (ha-monitor/docs/scenarios.md), a log or a result as JSON out. Start reading at
 * {@link io.atoll.ha.sim.scenario.ScenarioReader}.
 */
@NullMarked
package io.atoll.ha.sim.scenario;

import org.jspecify.annotations.NullMarked;
