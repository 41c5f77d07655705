package io.atoll.manager.placement.internal.rule;

import io.atoll.manager.api.Metadata;
import io.atoll.manager.api.ObjectView;
import io.atoll.manager.api.Page;
import io.atoll.manager.api.PageRequest;
import io.atoll.manager.api.list.FieldType;
import io.atoll.manager.api.list.ListDefinition;
import io.atoll.manager.api.list.ListQuery;
import io.atoll.manager.identity.Permission;
import io.atoll.manager.persistence.Row;
import io.atoll.manager.placement.internal.rule.PlacementRule.Enforcement;
import io.atoll.manager.placement.internal.rule.PlacementRule.Kind;
import io.atoll.model.ClusterId;
import io.atoll.model.HostId;
import io.atoll.model.VmId;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedSet;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Isolation;
import org.springframework.transaction.annotation.Transactional;

/** Rules as clients see them: what was wanted, whom it means now, where it does not hold. */
@Component
public class RuleViews {
    /** For the event stream, which serves all callers at once. */
    static final Predicate<Permission> ANYBODY = _ -> true;

    private static final int MOST_NAMED = 200;

    private static final String COLUMNS = "r.*";

    private static final ListDefinition LIST = ListDefinition.of("rules", COLUMNS, "placement_rule r", "r.id")
            .sortable("metadata.name", "lower(r.name)", FieldType.TEXT)
            .sortable("metadata.createdAt", "r.created_at", FieldType.TIME)
            .sortable("metadata.updatedAt", "r.updated_at", FieldType.TIME)
            .choice("spec.kind", "r.kind", Kind.class)
            .choice("spec.enforcement", "r.enforcement", Enforcement.class)
            .filterable("spec.enabled", "r.enabled", FieldType.BOOLEAN)
            .labels("r.labels")
            .sortedBy("metadata.name");

    private final JdbcClient jdbc;
    private final ListQuery lists;
    private final RuledClusters clusters;

    RuleViews(JdbcClient jdbc, ListQuery lists, RuledClusters clusters) {
        this.jdbc = jdbc;
        this.lists = lists;
        this.clusters = clusters;
    }

    /** What people want. Members are ids or whoever the selector chooses. */
    public record Spec(
            UUID clusterId,
            String description,
            Kind kind,
            Enforcement enforcement,
            boolean enabled,
            List<UUID> vmIds,
            @Nullable String vmSelector,
            List<UUID> hostIds,
            @Nullable String hostSelector,
            @Nullable String zoneLabel,
            @Nullable Integer maxSharePercent) {
        public Spec {
            vmIds = List.copyOf(vmIds);
            hostIds = List.copyOf(hostIds);
        }
    }

    /** How a rule stands. */
    public enum State {
        HOLDS,
        /** VMs are where the rule does not want them. */
        VIOLATED,
        /** It cannot be met together with others, as labels, VMs and hosts are now. */
        CONFLICTING,
        DISABLED
    }

    /**
     * Whom a rule means at this moment, and where it does not hold.
     *
     * @param vmCount how many VMs; {@code vms} names the first 200
     * @param mostPerZone how many of the VMs one zone, or one host, may hold; null: the rule does not count
     * @param violations where it does not hold now
     * @param conflicts why it cannot be met
     * @param keptByHa what a restart of its VMs by HA does with it
     * @param feasibility what the scheduler says; null: it was not asked, as in lists and events
     */
    public record Status(
            State state,
            int vmCount,
            List<Named> vms,
            int hostCount,
            List<Named> hosts,
            @Nullable Integer mostPerZone,
            List<ViolationView> violations,
            List<RuleConflict> conflicts,
            KeptByHaView keptByHa,
            @Nullable FeasibilityView feasibility) {
        public Status {
            vms = List.copyOf(vms);
            hosts = List.copyOf(hosts);
            violations = List.copyOf(violations);
            conflicts = List.copyOf(conflicts);
        }
    }

    /** Whether HA keeps a rule when it restarts VMs. */
    public enum KeptByHa {
        /** A VM that the rule leaves no host waits. */
        ALWAYS,
        /** Unless the VM would have to wait for it. */
        WHERE_POSSIBLE,
        NO
    }

    /** What HA does with a rule, and why. */
    public record KeptByHaView(KeptByHa degree, String reason) {}

    /** An object by its id and name. */
    public record Named(UUID id, String name) {}

    /** VMs that break the rule together, and the hosts they are on. */
    public record ViolationView(List<Named> vms, List<Named> hosts, String text) {
        public ViolationView {
            vms = List.copyOf(vms);
            hosts = List.copyOf(hosts);
        }
    }

    /** Whether the scheduler finds a way to run all VMs of the rule, and of those that share VMs with it, at once. */
    public record FeasibilityView(RuleFeasibility.Outcome outcome, List<String> reasons) {
        public FeasibilityView {
            reasons = List.copyOf(reasons);
        }
    }

    /** All rules of a cluster, with what is said of each because of the others. */
    private record Whole(AppliedRules rules, List<RuleConflict> conflicts, SortedSet<String> unknownToHa) {
        static Whole of(AppliedRules rules) {
            return new Whole(rules, RuleConflicts.of(rules), rules.atRestart().leftOut());
        }
    }

    /** What is read in one look is of one moment. */
    @Transactional(readOnly = true, isolation = Isolation.REPEATABLE_READ)
    public Page<ObjectView<Spec, Status>> list(ClusterId cluster, PageRequest page, Predicate<Permission> may) {
        var all = Whole.of(clusters.applied(cluster));
        return lists.page(
                LIST,
                page,
                "r.cluster_id = :cluster",
                Map.of("cluster", cluster.value()),
                (row, _) -> view(new Row(row), all, false, may));
    }

    /** One rule; {@code thorough} asks the scheduler as well. */
    @Transactional(readOnly = true, isolation = Isolation.REPEATABLE_READ)
    public Optional<ObjectView<Spec, Status>> find(
            ClusterId cluster, UUID id, boolean thorough, Predicate<Permission> may) {
        var all = Whole.of(clusters.applied(cluster));
        return jdbc.sql("select " + COLUMNS + " from placement_rule r where r.id = :id and r.cluster_id = :cluster")
                .param("id", id)
                .param("cluster", cluster.value())
                .query((row, _) -> view(new Row(row), all, thorough, may))
                .optional();
    }

    private static ObjectView<Spec, Status> view(Row row, Whole all, boolean thorough, Predicate<Permission> may)
            throws SQLException {
        var metadata = new Metadata(
                row.uuid("id"),
                row.text("name"),
                row.labels("labels"),
                row.bigint("revision"),
                row.instant("created_at"),
                row.instant("updated_at"));
        var rule = all.rules().all().stream()
                .filter(one -> one.rule().id().equals(metadata.id()))
                .findFirst()
                .orElseThrow(); // Read in the same transaction, or a moment ago.
        return new ObjectView<>(
                metadata,
                spec(rule.rule()),
                status(rule, all, thorough),
                may.test(Permission.INVENTORY_WRITE) ? List.of("edit", "delete") : List.of());
    }

    private static Spec spec(PlacementRule rule) {
        return new Spec(
                rule.clusterId().value(),
                rule.naming().description(),
                rule.kind(),
                rule.enforcement(),
                rule.enabled(),
                rule.vms().ids(),
                text(rule.vms().selector()),
                rule.hosts().ids(),
                text(rule.hosts().selector()),
                rule.zoneLabel(),
                rule.maxSharePercent());
    }

    private static @Nullable String text(@Nullable LabelSelector selector) {
        return selector == null ? null : selector.toString();
    }

    private static Status status(AppliedRule rule, Whole whole, boolean thorough) {
        var all = whole.rules();
        var enabled = rule.rule().enabled();
        var violations = enabled ? RuleViolations.of(rule, all) : List.<RuleViolations.Violation>of();
        var conflicts = whole.conflicts().stream()
                .filter(conflict -> conflict.rules().contains(rule.name()))
                .toList();
        var state = !enabled
                ? State.DISABLED
                : !conflicts.isEmpty() ? State.CONFLICTING : violations.isEmpty() ? State.HOLDS : State.VIOLATED;
        return new Status(
                state,
                rule.vms().size(),
                vms(rule.vms(), all),
                rule.hosts().size(),
                hosts(rule.hosts(), all),
                all.limit(rule).map(limit -> limit.mostVms()).orElse(null),
                violations.stream()
                        .map(one -> new ViolationView(vms(one.vms(), all), hosts(one.hosts(), all), one.text()))
                        .toList(),
                conflicts,
                KeptAtRestart.of(rule.rule(), whole.unknownToHa()),
                thorough && enabled ? feasibility(rule, all) : null);
    }

    private static FeasibilityView feasibility(AppliedRule rule, AppliedRules all) {
        var verdict =
                RuleFeasibility.of(all, RuledClusters.told(all), rule.rule().id());
        return new FeasibilityView(verdict.outcome(), verdict.reasons());
    }

    private static List<Named> vms(SortedSet<VmId> ids, AppliedRules all) {
        return ids.stream()
                .limit(MOST_NAMED)
                .map(id -> new Named(
                        id.value(),
                        Objects.requireNonNull(all.model().vms().get(id)).name()))
                .toList();
    }

    private static List<Named> hosts(SortedSet<HostId> ids, AppliedRules all) {
        return ids.stream()
                .limit(MOST_NAMED)
                .map(id -> new Named(
                        id.value(),
                        Objects.requireNonNull(all.model().hosts().get(id)).name()))
                .toList();
    }
}
