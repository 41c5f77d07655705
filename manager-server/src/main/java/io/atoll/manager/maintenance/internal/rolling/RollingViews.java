package io.atoll.manager.maintenance.internal.rolling;

import io.atoll.manager.api.Page;
import io.atoll.manager.api.PageRequest;
import io.atoll.manager.api.list.FieldType;
import io.atoll.manager.api.list.ListDefinition;
import io.atoll.manager.api.list.ListQuery;
import io.atoll.manager.event.Change;
import io.atoll.manager.event.Events;
import io.atoll.manager.identity.Permission;
import io.atoll.manager.inventory.Inventory;
import io.atoll.manager.maintenance.internal.rolling.RollingHost.State;
import io.atoll.manager.persistence.Row;
import io.atoll.manager.problem.AtollException;
import io.atoll.manager.problem.ErrorCode;
import io.atoll.manager.task.TaskId;
import io.atoll.model.ClusterId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Isolation;
import org.springframework.transaction.annotation.Transactional;

/** Rolling maintenances as clients see them, and in the event stream. */
@Component
public class RollingViews {
    /** As {@link #state} says it, for the database to filter by. */
    private static final String STATE = """
            coalesce(r.outcome, case
                when exists (select 1 from rolling_host h where h.rolling_id = r.id and h.state = 'FAILED') then 'STOPPED'
                when r.paused then 'PAUSED' else 'RUNNING' end)""";

    /** Each comes with its hosts. */
    private static final int MOST_LISTED = 50;

    private static final ListDefinition LIST = ListDefinition.of(
                    "rolling-maintenances", "r.*", "rolling_maintenance r", "r.id")
            .sortable("createdAt", "r.created_at", FieldType.TIME)
            .filterable("endedAt", "r.ended_at", FieldType.TIME)
            .choice("state", STATE, RollingState.class)
            .choice("settings.action", "r.settings ->> 'action'", RollingAction.class)
            .filterable("settings.note", "r.settings ->> 'note'", FieldType.TEXT)
            .sortable("requestedBy", "r.requested_by", FieldType.TEXT)
            .sortedBy("-createdAt");

    private final RollingStore store;
    private final ListQuery lists;
    private final Events events;
    private final Inventory inventory;

    RollingViews(RollingStore store, ListQuery lists, Events events, Inventory inventory) {
        this.store = store;
        this.lists = lists;
        this.events = events;
        this.inventory = inventory;
    }

    /** Where one is. Names are API. */
    public enum RollingState {
        RUNNING,
        PAUSED,
        /** A host failed, and nothing new begins until somebody has looked. */
        STOPPED,
        SUCCEEDED,
        FAILED,
        CANCELLED
    }

    /**
     * One rolling maintenance.
     *
     * @param attention why it stopped or waits, and which hosts it leaves in maintenance; empty: nothing of that
     */
    public record RollingView(
            UUID id,
            long revision,
            UUID clusterId,
            RollingState state,
            String attention,
            RollingSettings settings,
            String requestedBy,
            UUID taskId,
            List<HostView> hosts,
            Instant createdAt,
            Instant updatedAt,
            @Nullable Instant endedAt,
            List<String> allowedActions) {}

    /**
     * One host of it, in the order in which they go.
     *
     * @param failedIn the state in which it failed; null: it did not
     * @param doing what goes on with it, or went on when it failed; null: nothing
     */
    public record HostView(
            UUID hostId,
            String hostName,
            boolean canary,
            State state,
            @Nullable State failedIn,
            @Nullable UUID taskId,
            Instant since,
            String reason,
            @Nullable Doing doing) {}

    /** What goes on with a host. Names are API. */
    public enum Doing {
        DRAINING,
        REBOOTING,
        RUNNING_HOOK,
        CHECKING,
        COMING_BACK
    }

    public Optional<RollingView> find(UUID id, Predicate<Permission> may) {
        return store.find(id).map(one -> view(one, store.hosts(id), may));
    }

    /**
     * Those of a cluster, each with its hosts: at most {@link #MOST_LISTED} at a time, however many are asked for. What is read in one look is of one
     * moment.
     */
    @Transactional(readOnly = true, isolation = Isolation.REPEATABLE_READ)
    public Page<RollingView> list(ClusterId cluster, PageRequest page, Predicate<Permission> may) {
        if (inventory.cluster(cluster).isEmpty()) {
            throw new AtollException(ErrorCode.CLUSTER_NOT_FOUND, "There is no cluster %s.".formatted(cluster));
        }
        var found = lists.page(
                LIST,
                new PageRequest(Math.min(page.limit(), MOST_LISTED), page.cursor(), page.filter(), page.sort()),
                "r.cluster_id = :cluster",
                Map.of("cluster", cluster.value()),
                (columns, _) -> RollingStore.rolling(new Row(columns)));
        var hosts = store.hostsOf(
                found.items().stream().map(RollingStore.Rolling::id).toList());
        return new Page<>(
                found.items().stream()
                        .map(one -> view(one, hosts.getOrDefault(one.id(), List.of()), may))
                        .toList(),
                found.nextCursor(),
                found.totalCount());
    }

    /** With all actions: the stream drops those that a caller may not do. */
    void publish(UUID id, Change change) {
        find(id, _ -> true)
                .ifPresent(view -> events.publish(
                        "rolling-maintenance",
                        id.toString(),
                        view.settings().action().name(),
                        view.revision(),
                        change,
                        view));
    }

    private static RollingView view(RollingStore.Rolling one, List<RollingHost> hosts, Predicate<Permission> may) {
        var failed = hosts.stream().filter(host -> host.state() == State.FAILED).findFirst();
        var state = state(one, failed.isPresent());
        return new RollingView(
                one.id(),
                one.revision(),
                one.cluster().value(),
                state,
                attention(one, hosts),
                one.settings(),
                one.requestedBy(),
                one.task().value(),
                hosts.stream().map(host -> host(host, one.settings().action())).toList(),
                one.createdAt(),
                one.updatedAt(),
                one.endedAt(),
                may.test(Permission.HOST_MAINTAIN) ? actions(state) : List.of());
    }

    private static String attention(RollingStore.Rolling one, List<RollingHost> hosts) {
        var why = hosts.stream()
                .filter(host -> host.state() == State.FAILED)
                .findFirst()
                .map(host -> "Host %s failed: %s".formatted(host.name(), host.reason()))
                .orElseGet(() -> waiting(hosts));
        return Stream.of(why, stayingOut(one, hosts))
                .filter(text -> !text.isEmpty())
                .collect(Collectors.joining(" "));
    }

    /** Who was left out and is in maintenance all the same, and what comes of it; empty: nobody. */
    private static String stayingOut(RollingStore.Rolling one, List<RollingHost> hosts) {
        var names = hosts.stream()
                .filter(RollingHost::staysOut)
                .map(RollingHost::name)
                .toList();
        if (names.isEmpty()) {
            return "";
        }
        var many = names.size() > 1;
        var text = "%s %s left out and %s still in maintenance."
                .formatted(String.join(", ", names), many ? "were" : "was", many ? "are" : "is");
        return one.outcome() != null
                ? text
                        + " Take %s back into use when %s well."
                                .formatted(many ? "each" : "it", many ? "they are" : "it is")
                : text
                        + " That counts as out, of at most %d. Take %s back into use, or cancel: then all that are out come back."
                                .formatted(one.settings().mostHostsOut(), many ? "them" : "it");
    }

    private static RollingState state(RollingStore.Rolling one, boolean failed) {
        var outcome = one.outcome();
        if (outcome != null) {
            return RollingState.valueOf(outcome);
        }
        if (failed) {
            return RollingState.STOPPED;
        }
        return one.paused() ? RollingState.PAUSED : RollingState.RUNNING;
    }

    private static List<String> actions(RollingState state) {
        var actions = new ArrayList<String>();
        switch (state) {
            case RUNNING -> actions.addAll(List.of("pause", "cancel"));
            case PAUSED, STOPPED -> actions.addAll(List.of("resume", "cancel"));
            case SUCCEEDED, FAILED, CANCELLED -> {}
        }
        return actions;
    }

    /** Why nobody goes out although somebody should; empty: somebody is out, or nothing is in the way. */
    private static String waiting(List<RollingHost> hosts) {
        if (hosts.stream().anyMatch(RollingHost::isOut)) {
            return "";
        }
        return hosts.stream()
                .filter(host -> host.state() == State.WAITING && !host.reason().isEmpty())
                .findFirst()
                .map(host -> "Host %s waits: %s".formatted(host.name(), host.reason()))
                .orElse("");
    }

    private static @Nullable Doing doing(RollingHost host, RollingAction action) {
        var failedIn = host.failedIn();
        return switch (failedIn == null ? host.state() : failedIn) {
            case WAITING, DONE, FAILED, SKIPPED -> null;
            case ENTERING -> Doing.DRAINING;
            case ACTING ->
                switch (action) {
                    case NONE -> null;
                    case REBOOT -> Doing.REBOOTING;
                    case HOOK -> Doing.RUNNING_HOOK;
                };
            case CHECKING -> Doing.CHECKING;
            case LEAVING -> Doing.COMING_BACK;
        };
    }

    private static HostView host(RollingHost host, RollingAction action) {
        return new HostView(
                host.id().value(),
                host.name(),
                host.canary(),
                host.state(),
                host.failedIn(),
                id(host.task()),
                host.since(),
                host.staysOut() ? host.reason() + " It is still in maintenance, and counts as out." : host.reason(),
                doing(host, action));
    }

    private static @Nullable UUID id(@Nullable TaskId task) {
        return task == null ? null : task.value();
    }
}
