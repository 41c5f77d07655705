package io.atoll.manager.maintenance.internal;

import io.atoll.manager.api.Page;
import io.atoll.manager.api.PageRequest;
import io.atoll.manager.api.list.FieldType;
import io.atoll.manager.api.list.ListDefinition;
import io.atoll.manager.api.list.ListQuery;
import io.atoll.manager.identity.Permission;
import io.atoll.manager.maintenance.MaintenanceState;
import io.atoll.manager.maintenance.internal.book.Choice;
import io.atoll.manager.maintenance.internal.book.Evidence;
import io.atoll.manager.maintenance.internal.book.Item;
import io.atoll.manager.maintenance.internal.book.ItemState;
import io.atoll.manager.maintenance.internal.book.ItemStore;
import io.atoll.manager.maintenance.internal.book.Maintenance;
import io.atoll.manager.maintenance.internal.book.MaintenanceStore;
import io.atoll.manager.maintenance.internal.book.Purpose;
import io.atoll.manager.maintenance.internal.book.Terms;
import io.atoll.manager.task.TaskId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Maintenances as clients see them. */
@Component
public class MaintenanceViews {
    private static final ListDefinition LIST = ListDefinition.of("maintenances", "m.id", "host_maintenance m", "m.id")
            .sortable("createdAt", "m.created_at", FieldType.TIME)
            .choice("state", "m.state", MaintenanceState.class)
            .filterable("hostId", "m.host_id", FieldType.ID)
            .filterable("clusterId", "m.cluster_id", FieldType.ID)
            .sortable("hostName", "m.host_name", FieldType.TEXT)
            .sortedBy("-createdAt");

    private static final long BYTES_PER_MIB = 1L << 20;

    private final MaintenanceStore maintenances;
    private final ItemStore items;
    private final ListQuery lists;

    MaintenanceViews(MaintenanceStore maintenances, ItemStore items, ListQuery lists) {
        this.maintenances = maintenances;
        this.items = items;
        this.lists = lists;
    }

    /**
     * One maintenance.
     *
     * @param attention what only people can decide; empty: nothing
     * @param safeToPowerOff whether everything in {@code proof} spoke for it when it was looked last
     * @param progress of the VMs that are to leave
     * @param vms null in lists and events
     */
    public record MaintenanceView(
            UUID id,
            long revision,
            UUID clusterId,
            UUID hostId,
            String hostName,
            MaintenanceState state,
            Instant stateSince,
            boolean paused,
            String note,
            String requestedBy,
            Terms terms,
            UUID enterTaskId,
            @Nullable UUID exitTaskId,
            String attention,
            boolean safeToPowerOff,
            @Nullable Instant safeAt,
            List<Evidence> proof,
            Progress progress,
            @Nullable List<VmView> vms,
            Instant createdAt,
            Instant updatedAt,
            @Nullable Instant endedAt,
            List<String> allowedActions) {}

    /**
     * How far the drain is.
     *
     * @param left VMs that have left or were stopped; not those that stay
     * @param secondsLeft at the pace so far; null: nothing has moved yet, or nothing is left
     * @param longestPauseMs measured; null: nothing has moved yet
     */
    public record Progress(
            int total,
            int left,
            int underWay,
            int needSomebody,
            long bytesMoved,
            @Nullable Long secondsLeft,
            @Nullable Long longestPauseMs) {}

    /**
     * One VM of it.
     *
     * @param targetHostName where it goes or went; empty: nowhere, or not known yet
     * @param retryAt when it is tried again; null: it is not waiting for that
     */
    public record VmView(
            UUID vmId,
            String vmName,
            Purpose purpose,
            ItemState state,
            Choice choice,
            int wave,
            @Nullable UUID targetHostId,
            String targetHostName,
            @Nullable UUID taskId,
            int attempts,
            @Nullable Instant retryAt,
            String reason,
            long memoryMiB,
            @Nullable Long bytes,
            @Nullable Long totalMs,
            @Nullable Long pauseMs,
            @Nullable Instant begunAt,
            @Nullable Instant endedAt) {}

    /** For events, of which each reader gets those actions that they may do. */
    static final Predicate<Permission> ANYBODY = _ -> true;

    public Page<MaintenanceView> list(PageRequest page, Predicate<Permission> may) {
        var ids = lists.page(LIST, page, (row, _) -> row.getObject("id", UUID.class));
        var views = ids.items().stream()
                .map(id -> summary(id, may))
                .flatMap(Optional::stream)
                .toList();
        return new Page<>(views, ids.nextCursor(), ids.totalCount());
    }

    public Optional<MaintenanceView> find(UUID id, Predicate<Permission> may) {
        return maintenances.find(id).map(one -> {
            var all = items.of(id);
            return view(one, all, all.stream().map(MaintenanceViews::vm).toList(), may);
        });
    }

    /** Without the VMs. */
    public Optional<MaintenanceView> summary(UUID id, Predicate<Permission> may) {
        return maintenances.find(id).map(one -> view(one, items.of(id), null, may));
    }

    private static MaintenanceView view(
            Maintenance one, List<Item> items, @Nullable List<VmView> vms, Predicate<Permission> may) {
        return new MaintenanceView(
                one.id(),
                one.revision(),
                one.cluster().value(),
                one.host().value(),
                one.hostName(),
                one.state(),
                one.stateSince(),
                one.paused(),
                one.note(),
                one.requestedBy(),
                one.terms(),
                one.enterTask().value(),
                id(one.exitTask()),
                one.attention(),
                one.safeAt() != null,
                one.safeAt(),
                one.proof(),
                progress(items),
                vms,
                one.createdAt(),
                one.updatedAt(),
                one.endedAt(),
                may.test(Permission.HOST_MAINTAIN) ? actions(one) : List.of());
    }

    static List<String> actions(Maintenance one) {
        var actions = new ArrayList<String>();
        switch (one.state()) {
            case ENTERING -> {
                actions.add(one.paused() ? "resume" : "pause");
                actions.add("cancel");
            }
            case IN_MAINTENANCE -> {
                actions.add("prove");
                actions.add("exit");
            }
            case LEAVING, LEFT, CANCELLED -> {}
        }
        return actions;
    }

    private static @Nullable UUID id(@Nullable TaskId task) {
        return task == null ? null : task.value();
    }

    private static VmView vm(Item item) {
        var to = item.to();
        return new VmView(
                item.vm().value(),
                item.vmName(),
                item.purpose(),
                item.state(),
                item.choice(),
                item.wave(),
                to == null ? null : to.value(),
                item.toName(),
                id(item.task()),
                item.attempts(),
                item.retryAt(),
                item.reason(),
                item.memoryMiB(),
                item.figures().transferredBytes(),
                item.figures().totalMs(),
                item.figures().pauseMs(),
                item.begunAt(),
                item.endedAt());
    }

    /** The pace is that of all moves so far, the time between them included. */
    private static Progress progress(List<Item> all) {
        var leaving =
                all.stream().filter(item -> item.purpose() == Purpose.LEAVE).toList();
        var moved = all.stream().filter(item -> item.state() == ItemState.MOVED).toList();
        var bytes = moved.stream()
                .map(item -> item.figures().transferredBytes())
                .filter(Objects::nonNull)
                .mapToLong(Long::longValue)
                .sum();
        var longest = moved.stream()
                .map(item -> item.figures().pauseMs())
                .filter(Objects::nonNull)
                .max(Long::compare)
                .orElse(null);
        return new Progress(
                leaving.size(),
                (int) leaving.stream().filter(item -> item.state().hasLeft()).count(),
                (int) all.stream().filter(item -> item.state().underWay()).count(),
                (int) leaving.stream()
                        .filter(item -> item.state().needsSomebody())
                        .count(),
                bytes,
                secondsLeft(leaving, bytes),
                longest);
    }

    private static @Nullable Long secondsLeft(List<Item> leaving, long bytesMoved) {
        var first = leaving.stream()
                .map(Item::begunAt)
                .filter(Objects::nonNull)
                .min(Instant::compareTo)
                .orElse(null);
        var last = leaving.stream()
                .map(Item::endedAt)
                .filter(Objects::nonNull)
                .max(Instant::compareTo)
                .orElse(null);
        var bytesLeft = leaving.stream()
                .filter(item -> !item.state().settled() && item.choice() == Choice.MOVE)
                .mapToLong(item -> item.memoryMiB() * BYTES_PER_MIB)
                .sum();
        if (first == null || last == null || bytesMoved == 0 || bytesLeft == 0) {
            return null;
        }
        var seconds = Math.max(1, Duration.between(first, last).toSeconds());
        return (long) ((double) bytesLeft / bytesMoved * seconds);
    }
}
