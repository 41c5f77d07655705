package io.atoll.manager.alarm.internal.definition;

import static io.atoll.manager.alarm.internal.definition.Condition.metric;
import static io.atoll.manager.alarm.internal.definition.Condition.state;

import io.atoll.manager.alarm.AlarmObjectKind;
import io.atoll.manager.alarm.AlarmSeverity;
import io.atoll.manager.alarm.internal.definition.Condition.Operator;
import io.atoll.manager.api.Naming;
import io.atoll.manager.cluster.Leadership;
import io.atoll.manager.cluster.LeadershipListener;
import io.atoll.manager.persistence.LeaderTransaction;
import io.atoll.manager.platform.Ids;
import io.atoll.model.LeaderEpoch;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * An installation begins with definitions that hardly anybody would want to be without, and gets those that a later version adds. Deleted ones
 * do not come back.
 */
@Component
class FirstDefinitions implements LeadershipListener {
    private static final Logger LOG = LoggerFactory.getLogger(FirstDefinitions.class);

    private final JdbcClient jdbc;
    private final DefinitionService definitions;
    private final LeaderTransaction transaction;
    private final Ids ids;
    private final Clock clock;

    FirstDefinitions(
            JdbcClient jdbc,
            DefinitionService definitions,
            LeaderTransaction transaction,
            Leadership leadership,
            Ids ids,
            Clock clock) {
        this.jdbc = jdbc;
        this.definitions = definitions;
        this.transaction = transaction;
        this.ids = ids;
        this.clock = clock;
        leadership.onChange(this);
    }

    private record First(
            int generation,
            String name,
            String description,
            AlarmObjectKind kind,
            boolean enabled,
            Condition condition) {
        First(String name, String description, AlarmObjectKind kind, boolean enabled, Condition condition) {
            this(FIRST_GENERATION, name, description, kind, enabled, condition);
        }

        /** One that installations of the first generation do not have. */
        static First later(String name, String description, AlarmObjectKind kind, Condition condition) {
            return new First(SECOND_GENERATION, name, description, kind, true, condition);
        }
    }

    private static final int FIRST_GENERATION = 1;
    private static final int SECOND_GENERATION = 2;
    private static final int LAST_GENERATION = 3;

    private static final List<First> ALL = List.of(
            new First(
                    "host-cpu",
                    "A host's processors are busy for long.",
                    AlarmObjectKind.HOST,
                    true,
                    metric("cpuUsedPercent", Operator.ABOVE, 90.0, 97.0, 5).held(300, 120)),
            new First(
                    "host-memory",
                    "A host runs out of memory; beyond that it swaps, or ends VMs.",
                    AlarmObjectKind.HOST,
                    true,
                    metric("memoryUsedPercent", Operator.ABOVE, 90.0, 95.0, 3).held(120, 120)),
            new First(
                    "host-disconnected",
                    "A host is silent, or what answers at its address is not it.",
                    AlarmObjectKind.HOST,
                    true,
                    state("connectionState", AlarmSeverity.CRITICAL, "DISCONNECTED", "REFUSED")
                            .held(15, 15)),
            new First(
                    "host-certificate-expiring",
                    "A host's certificate was not renewed in time. Renewal is automatic: something keeps it from happening.",
                    AlarmObjectKind.HOST,
                    true,
                    metric("certificateDaysLeft", Operator.BELOW, 14.0, 3.0, 1).held(60, 60)),
            new First(
                    "host-clock",
                    "A host's clock differs from the manager's.",
                    AlarmObjectKind.HOST,
                    true,
                    metric("clockSkewMs", Operator.ABOVE, 5_000.0, 60_000.0, 1_000)
                            .held(60, 60)),
            new First(
                    "pool-used",
                    "A storage pool fills up. VMs whose pool is full stop writing.",
                    AlarmObjectKind.POOL,
                    true,
                    metric("usedPercent", Operator.ABOVE, 80.0, 92.0, 2).held(60, 60)),
            new First(
                    "pool-unreachable",
                    "Some connected host does not reach a storage pool of its cluster.",
                    AlarmObjectKind.POOL,
                    true,
                    metric("hostsWithoutAccess", Operator.ABOVE, 1.0, null, 0).held(60, 30)),
            new First(
                    "vm-crashed",
                    "A VM ended by itself, and not because its guest shut down.",
                    AlarmObjectKind.VM,
                    true,
                    state("powerState", AlarmSeverity.CRITICAL, "CRASHED").held(0, 0)),
            new First(
                    "vm-unknown",
                    "A VM's host is silent, and nobody knows whether the VM runs.",
                    AlarmObjectKind.VM,
                    true,
                    state("powerState", AlarmSeverity.WARNING, "UNKNOWN").held(30, 15)),
            new First(
                    "ha-concern",
                    "HA of a cluster does not do what people expect; critical where it would restart nothing.",
                    AlarmObjectKind.CLUSTER,
                    true,
                    state("haConcern", AlarmSeverity.WARNING).held(15, 15)),
            new First(
                    "task-failed",
                    "A task failed. Off at first, because most failures are noticed by whoever asked.",
                    AlarmObjectKind.TASK,
                    false,
                    state("taskState", AlarmSeverity.WARNING, "FAILED").held(0, 0)),
            First.later(
                    "drain-waits",
                    "A host that is being emptied for maintenance waits for somebody's choice.",
                    AlarmObjectKind.HOST,
                    state("drainState", AlarmSeverity.WARNING, "WAITS_FOR_CHOICE")
                            .held(60, 15)),
            First.later(
                    "rolling-maintenance-stopped",
                    "A rolling maintenance has stopped, because a host of it failed.",
                    AlarmObjectKind.CLUSTER,
                    state("rollingMaintenanceState", AlarmSeverity.CRITICAL, "STOPPED")
                            .held(0, 0)),
            First.later(
                    "power-saving-failed",
                    "Power saving has put a host to sleep, and it does not wake or does not serve.",
                    AlarmObjectKind.HOST,
                    state("powerSavingState", AlarmSeverity.CRITICAL, "FAILED").held(0, 15)),
            First.later(
                    "power-saving-trouble",
                    "Power saving leaves a host alone, because something went wrong with it.",
                    AlarmObjectKind.HOST,
                    state("powerSavingState", AlarmSeverity.WARNING, "TROUBLE").held(0, 15)),
            First.later(
                    "power-control-failing",
                    "What switches a host off and on does not answer as it should: HA could not fence the host by it.",
                    AlarmObjectKind.HOST,
                    state("powerControlState", AlarmSeverity.WARNING, "FAILING").held(120, 15)),
            First.later(
                    "placement-rule-violated",
                    "A placement rule that must hold does not, and nobody has mended it yet.",
                    AlarmObjectKind.CLUSTER,
                    state("placementRuleState", AlarmSeverity.WARNING, "VIOLATED")
                            .held(300, 15)),
            First.later(
                    "resource-pool-overcommitted",
                    "More is reserved in a cluster or a resource pool than it has, as after hosts were lost.",
                    AlarmObjectKind.CLUSTER,
                    state("resourcePoolState", AlarmSeverity.WARNING, "OVERCOMMITTED")
                            .held(120, 15)),
            new First(
                    LAST_GENERATION,
                    "cpu-features-lacking",
                    "A host lacks CPU features of VMs that run on others: they cannot move to it until they have been stopped and started.",
                    AlarmObjectKind.CLUSTER,
                    true,
                    state("cpuBaselineState", AlarmSeverity.WARNING, "LACKING").held(30, 15)));

    @Override
    public void leading(LeaderEpoch epoch) {
        try {
            transaction.run(epoch, this::makeOnce);
        } catch (RuntimeException e) {
            LOG.warn("The first alarm definitions could not be made; the next leader tries again", e);
        }
    }

    @Override
    public void following() {}

    private void makeOnce() {
        jdbc.sql("insert into alarm_seed (only_row, generation) values (true, 0) on conflict do nothing")
                .update();
        var had = jdbc.sql("select generation from alarm_seed for update")
                .query(Integer.class)
                .single();
        ALL.stream().filter(one -> one.generation > had).forEach(this::make);
        jdbc.sql("update alarm_seed set generation = :last where generation < :last")
                .param("last", LAST_GENERATION)
                .update();
    }

    private void make(First one) {
        var taken = jdbc.sql("select exists (select from alarm_definition where lower(name) = lower(:name))")
                .param("name", one.name)
                .query(Boolean.class)
                .single();
        if (taken) {
            LOG.info(
                    "An alarm definition is called {} already; the one that comes with this version is left out",
                    one.name);
            return;
        }
        var now = clock.instant();
        definitions.insert(new AlarmDefinition(
                ids.next(),
                Naming.of(one.name, Map.of(), one.description),
                0,
                now,
                now,
                one.enabled,
                one.kind,
                Target.ALL,
                one.condition,
                one.name));
    }
}
