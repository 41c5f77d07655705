package io.atoll.manager.metrics;

import io.atoll.model.HostId;
import io.atoll.model.VmId;
import org.jspecify.annotations.Nullable;

/** Histories of single objects, as charts need them. Whether the object is there, and who may see it, is the caller's affair. */
public interface SampleCharts {
    /** What clients are told of the query's parameters. */
    String PARAMETERS = """
            `from` and `to` are times such as 2026-05-04T03:02:01Z; without them, the last hour. `resolution` is 20s, 1m, 5m, 15m, \
            1h, 2h, 6h, 1d, or auto: the finest that gives at most 600 points and reaches back so far. A step of which nothing \
            is known is null, never zero; the newest may not be written yet.""";

    SampleChart host(HostId host, Range range);

    SampleChart vm(VmId vm, Range range);

    /** What a client asked for, as it said it; null: not said. */
    record Range(
            @Nullable String from,
            @Nullable String to,
            @Nullable String resolution) {}
}
