package io.atoll.manager.drs.internal.outcome;

import io.atoll.drs.loop.MoveOutcome;
import io.atoll.drs.loop.MoveOutcome.Figures;
import io.atoll.manager.drs.internal.RecommendationStore;
import io.atoll.manager.drs.internal.RecommendationViews.Moment;
import io.atoll.manager.drs.internal.RecommendationViews.OutcomeFigures;
import io.atoll.manager.metrics.HostFigure;
import io.atoll.manager.metrics.SampleChart;
import io.atoll.manager.metrics.SampleCharts;
import io.atoll.manager.metrics.SampleCharts.Range;
import io.atoll.manager.metrics.VmFigure;
import io.atoll.manager.persistence.Row;
import io.atoll.model.HostId;
import io.atoll.model.VmId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Judges each migration once, ten minutes after it, by the samples of five minutes before and five minutes after. */
@Component
public class OutcomeKeeper {
    private static final Duration LOOKED_AT = Duration.ofMinutes(5);

    /** The guest finds its pace again, and its samples are written. */
    private static final Duration SETTLING = Duration.ofMinutes(5);

    private static final int MOST_AT_ONCE = 200;
    private static final double MILLICORES_PER_CORE = 1_000;

    private final JdbcClient jdbc;
    private final SampleCharts charts;
    private final RecommendationStore recommendations;
    private final TransactionTemplate transaction;
    private final Clock clock;

    OutcomeKeeper(
            JdbcClient jdbc,
            SampleCharts charts,
            RecommendationStore recommendations,
            PlatformTransactionManager transactions,
            Clock clock) {
        this.jdbc = jdbc;
        this.charts = charts;
        this.recommendations = recommendations;
        this.transaction = new TransactionTemplate(transactions);
        this.clock = clock;
    }

    /** A migration that was not judged yet; vCPUs are 0 where the VM is gone, cores where the host is. */
    private record Moved(
            UUID id,
            VmId vm,
            int vcpuCount,
            HostId source,
            int sourceCores,
            HostId target,
            int targetCores,
            Instant begin,
            Instant end) {}

    /** Judges all that are due. */
    public void judge() {
        for (var moved : due()) {
            var before = figures(moved, moved.begin.minus(LOOKED_AT));
            var after = figures(moved, moved.end.plus(SETTLING));
            var outcome = MoveOutcome.of(before, after);
            transaction.executeWithoutResult(_ -> recommendations.judged(
                    moved.id, outcome.verdict(), new OutcomeFigures(moment(before), moment(after))));
        }
    }

    private List<Moved> due() {
        var limit = clock.instant().minus(SETTLING).minus(LOOKED_AT).minus(Duration.ofMinutes(1));
        return jdbc.sql("""
                select r.id, r.vm_id, coalesce(v.vcpu_count, 0) as vcpus, r.source_host_id, r.target_host_id,
                       coalesce(s.cpu_count, 0) as source_cores, coalesce(t.cpu_count, 0) as target_cores,
                       coalesce(r.moving_at, r.ended_at) as moving_at, r.ended_at
                  from drs_recommendation r
                  left join vm v on v.id = r.vm_id
                  left join host s on s.id = r.source_host_id
                  left join host t on t.id = r.target_host_id
                 where r.state = 'MOVED' and r.outcome is null and r.ended_at < :limit
                 order by r.ended_at limit :most
                """)
                .param("limit", OffsetDateTime.ofInstant(limit, ZoneOffset.UTC))
                .param("most", MOST_AT_ONCE)
                .query((columns, _) -> {
                    var row = new Row(columns);
                    return new Moved(
                            row.uuid("id"),
                            new VmId(row.uuid("vm_id")),
                            row.integer("vcpus"),
                            new HostId(row.uuid("source_host_id")),
                            row.integer("source_cores"),
                            new HostId(row.uuid("target_host_id")),
                            row.integer("target_cores"),
                            row.instant("moving_at"),
                            row.instant("ended_at"));
                })
                .list();
    }

    private Figures figures(Moved moved, Instant from) {
        var range = new Range(from.toString(), from.plus(LOOKED_AT).toString(), "auto");
        return new Figures(
                readyShare(mean(charts.vm(moved.vm, range), VmFigure.CPU_READY.series()), moved.vcpuCount),
                cpuShare(moved.source, moved.sourceCores, range),
                cpuShare(moved.target, moved.targetCores, range));
    }

    /** Of a VM that was deleted since nobody knows how many vCPUs it had. */
    static double readyShare(double readyMillicores, int vcpuCount) {
        return vcpuCount == 0 ? Double.NaN : readyMillicores / (vcpuCount * MILLICORES_PER_CORE);
    }

    private double cpuShare(HostId host, int cores, Range range) {
        return cores == 0
                ? Double.NaN
                : mean(charts.host(host, range), HostFigure.CPU_USED.series()) / (cores * MILLICORES_PER_CORE);
    }

    private static double mean(SampleChart chart, String series) {
        var values = chart.series().get(series);
        return values == null
                ? Double.NaN
                : values.mean().stream()
                        .filter(Objects::nonNull)
                        .mapToDouble(Double::doubleValue)
                        .average()
                        .orElse(Double.NaN);
    }

    private static Moment moment(Figures figures) {
        return new Moment(known(figures.readyShare()), known(figures.sourceShare()), known(figures.targetShare()));
    }

    private static @Nullable Double known(double value) {
        return Double.isFinite(value) ? value : null;
    }
}
