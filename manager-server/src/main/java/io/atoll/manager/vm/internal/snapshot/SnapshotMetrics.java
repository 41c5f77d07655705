package io.atoll.manager.vm.internal.snapshot;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What snapshots cost all VMs together. A VM's own figures are in its status. */
@Component
class SnapshotMetrics implements MeterBinder {
    private final JdbcClient jdbc;

    SnapshotMetrics(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        gauge(registry, "atoll.vm.chain.depth.files", "files", "The most files that a VM's disk is read through", """
                select coalesce(max(chain_depth), 0) from vm""");
        gauge(registry, "atoll.vm.merge.debt.bytes", "bytes", "What files of VMs hold that no snapshot needs", """
                select coalesce(sum(merge_debt_bytes), 0) from vm""");
        gauge(registry, "atoll.vm.snapshots", "snapshots", "Snapshots of all VMs", "select count(*) from vm_snapshot");
    }

    private void gauge(MeterRegistry registry, String name, String unit, String what, String query) {
        Gauge.builder(name, () -> ask(query)).baseUnit(unit).description(what).register(registry);
    }

    /** No figure while the database does not answer. */
    private double ask(String query) {
        try {
            return jdbc.sql(query).query(Double.class).single();
        } catch (DataAccessException _) {
            return Double.NaN;
        }
    }
}
