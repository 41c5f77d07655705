package io.atoll.manager.metrics;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/** One object's figures over a time, column by column. All columns are as long as {@code times}; null: not known. */
public record SampleChart(
        @Schema(description = "When the first step begins; later than asked for where nothing older is kept")
        Instant from,

        @Schema(description = "When the last step ends") Instant to,
        int resolutionSeconds,

        @Schema(description = "Nothing older is kept in this resolution")
        Instant keptSince,

        @Schema(description = "When each step begins") List<Instant> times,

        @Schema(
                description =
                        "Steps of which some samples came from a host whose clock was off, dated by their receipt")
        List<Instant> clockOffTimes,

        @Schema(description = "By the figure's name, which carries its unit")
        SortedMap<String, Series> series) {
    /** One figure. */
    public record Series(
            @Schema(description = "The mean of each step") List<@Nullable Double> mean,

            @Schema(description = "The greatest value of each step, where it is kept") @Nullable
            List<@Nullable Double> max) {}
}
