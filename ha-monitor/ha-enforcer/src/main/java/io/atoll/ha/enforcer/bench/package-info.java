/** Measures how long the enforcers ever look away: {@code ha-monitor/bin/enforcer-bench}. */
@NullMarked
package io.atoll.ha.enforcer.bench;

import org.jspecify.annotations.NullMarked;
