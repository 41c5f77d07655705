package io.atoll.manager.maintenance.internal.rolling;

import io.atoll.manager.event.Change;
import io.atoll.manager.event.Events;
import io.atoll.manager.maintenance.internal.rolling.RollingHost.State;
import io.atoll.manager.task.TaskId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Rolling maintenances as clients see them, and in the event stream. */
@Component
public class RollingViews {
    private final RollingStore store;
    private final Events events;

    RollingViews(RollingStore store, Events events) {
        this.store = store;
        this.events = events;
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
     * @param attention why it stopped; empty: it did not
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
     */
    public record HostView(
            UUID hostId,
            String hostName,
            boolean canary,
            State state,
            @Nullable State failedIn,
            @Nullable UUID taskId,
            Instant since,
            String reason) {}

    public Optional<RollingView> find(UUID id) {
        return store.find(id).map(one -> view(one, store.hosts(id)));
    }

    void publish(UUID id, Change change) {
        find(id).ifPresent(view -> events.publish(
                "rolling-maintenance", id.toString(), view.settings().action().name(), view.revision(), change, view));
    }

    private static RollingView view(RollingStore.Rolling one, List<RollingHost> hosts) {
        var failed = hosts.stream().filter(host -> host.state() == State.FAILED).findFirst();
        var state = state(one, failed.isPresent());
        return new RollingView(
                one.id(),
                one.revision(),
                one.cluster().value(),
                state,
                failed.map(host -> "Host %s failed: %s".formatted(host.name(), host.reason()))
                        .orElse(""),
                one.settings(),
                one.requestedBy(),
                one.task().value(),
                hosts.stream().map(RollingViews::host).toList(),
                one.createdAt(),
                one.updatedAt(),
                one.endedAt(),
                actions(state));
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

    private static HostView host(RollingHost host) {
        return new HostView(
                host.id().value(),
                host.name(),
                host.canary(),
                host.state(),
                host.failedIn(),
                id(host.task()),
                host.since(),
                host.reason());
    }

    private static @Nullable UUID id(@Nullable TaskId task) {
        return task == null ? null : task.value();
    }
}
