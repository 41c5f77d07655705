package io.atoll.manager.egress;

import java.time.Duration;

/** How much one transfer may take. Slower than the least rate over {@code ratePeriod} ends it. */
public record EgressLimits(long sizeBytes, Duration total, long leastBytesPerSecond, Duration ratePeriod) {}
