package io.atoll.manager.inventory.internal.pool;

import io.atoll.agent.v1.DetachPool;
import io.atoll.manager.agentlink.AgentLink;
import io.atoll.manager.agentlink.AgentOutcome;
import io.atoll.manager.event.Change;
import io.atoll.manager.inventory.AgentAnswers;
import io.atoll.manager.inventory.Host;
import io.atoll.manager.inventory.Pool;
import io.atoll.manager.inventory.internal.InventoryEvents;
import io.atoll.manager.inventory.internal.view.InventoryAction;
import io.atoll.manager.inventory.internal.view.PoolViews;
import io.atoll.manager.inventory.jpa.HostStore;
import io.atoll.manager.inventory.jpa.PoolStore;
import io.atoll.manager.persistence.LeaderTransaction;
import io.atoll.manager.task.StepContext;
import io.atoll.manager.task.StepHandler;
import io.atoll.manager.task.StepOutcome;
import io.atoll.model.HostId;
import io.atoll.model.PoolId;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** The steps that make and delete pools. */
final class PoolSteps {
    static final List<String> CREATE = List.of("pool.found", "pool.attach-hosts");
    static final List<String> DELETE = List.of("pool.detach-hosts", "pool.forget");

    private PoolSteps() {}

    /** What the tasks work on. */
    record Params(String poolId) {}

    private static PoolId poolId(StepContext context) {
        return PoolId.parse(context.params(Params.class).poolId());
    }

    /** One host checks the directory and writes the pool's marker into it. Undone, the pool shows why it failed. */
    @Component
    static class Found implements StepHandler {
        private final PoolStore pools;
        private final HostStore hosts;
        private final PoolAttacher attacher;
        private final InventoryEvents events;
        private final LeaderTransaction transaction;

        Found(
                PoolStore pools,
                HostStore hosts,
                PoolAttacher attacher,
                InventoryEvents events,
                LeaderTransaction transaction) {
            this.pools = pools;
            this.hosts = hosts;
            this.attacher = attacher;
            this.events = events;
            this.transaction = transaction;
        }

        @Override
        public String name() {
            return "pool.found";
        }

        @Override
        public StepOutcome advance(StepContext context) {
            var pool = pools.find(poolId(context).value());
            if (pool.isEmpty()) {
                return StepOutcome.failed("POOL_NOT_FOUND", "The pool was deleted meanwhile.");
            }
            var host = chosenHost(context, pool.get());
            if (host.isEmpty()) {
                return StepOutcome.unavailable("HOST_WRONG_STATE", "No host of the cluster is READY.");
            }
            context.remember("host", host.get().id().toString());
            var outcome = attacher.attach(
                    pool.get(), host.get(), true, context.operation().toString(), context.epoch());
            if (outcome instanceof AgentOutcome.Completed) {
                set(context, Pool.State.READY, "");
            } else if (!(outcome instanceof AgentOutcome.Unavailable)) {
                context.remember("problem", AgentAnswers.explain(outcome));
            }
            return AgentAnswers.toStep(outcome);
        }

        @Override
        public StepOutcome undo(StepContext context) {
            set(
                    context,
                    Pool.State.FAILED,
                    context.recall("problem", String.class).orElse("The pool was not made."));
            return StepOutcome.done();
        }

        /** The same host on every attempt, so that the marker is written once. */
        private Optional<Host> chosenHost(StepContext context, Pool pool) {
            var remembered = context.recall("host", String.class).map(HostId::parse);
            return hosts.in(pool.clusterId()).stream()
                    .filter(host ->
                            remembered.isEmpty() ? host.isReady() : host.id().equals(remembered.get()))
                    .findFirst();
        }

        private void set(StepContext context, Pool.State state, String detail) {
            var id = poolId(context);
            transaction.run(
                    context.epoch(),
                    () -> pools.update(id.value(), pool -> pool.in(state, detail))
                            .ifPresent(_ -> events.pool(id, Change.CHANGED)));
        }
    }

    /** All other hosts attach the pool. One that cannot shows so, and is tried again later; the pool is there. */
    @Component
    static class AttachHosts implements StepHandler {
        private final PoolStore pools;
        private final HostStore hosts;
        private final PoolAttacher attacher;

        AttachHosts(PoolStore pools, HostStore hosts, PoolAttacher attacher) {
            this.pools = pools;
            this.hosts = hosts;
            this.attacher = attacher;
        }

        @Override
        public String name() {
            return "pool.attach-hosts";
        }

        @Override
        public StepOutcome advance(StepContext context) {
            var founder =
                    context.recall("host", String.class).map(HostId::parse).orElse(null);
            pools.find(poolId(context).value())
                    .ifPresent(pool -> hosts.in(pool.clusterId()).stream()
                            .filter(host -> host.isReady() && !host.id().equals(founder))
                            .forEach(host -> attacher.attach(
                                    pool, host, false, context.operation() + ":" + host.id(), context.epoch())));
            return StepOutcome.done();
        }
    }

    /** All connected hosts let go of the pool. One that is away does so when it comes and finds the pool unknown. */
    @Component
    static class DetachHosts implements StepHandler {
        private final PoolStore pools;
        private final HostStore hosts;
        private final AgentLink agents;
        private final InventoryEvents events;
        private final LeaderTransaction transaction;

        DetachHosts(
                PoolStore pools,
                HostStore hosts,
                AgentLink agents,
                InventoryEvents events,
                LeaderTransaction transaction) {
            this.pools = pools;
            this.hosts = hosts;
            this.agents = agents;
            this.events = events;
            this.transaction = transaction;
        }

        @Override
        public String name() {
            return "pool.detach-hosts";
        }

        @Override
        public StepOutcome advance(StepContext context) {
            var pool = pools.find(poolId(context).value());
            if (pool.isEmpty()) {
                return StepOutcome.done();
            }
            var request = DetachPool.newBuilder()
                    .setPoolId(pool.get().id().toString())
                    .build();
            for (var host : hosts.in(pool.get().clusterId())) {
                if (host.isReady()) {
                    var outcome = agents.run(
                            host.id(),
                            context.operation() + ":" + host.id(),
                            context.epoch(),
                            run -> run.setDetachPool(request),
                            _ -> {});
                    if (outcome instanceof AgentOutcome.Refused || outcome instanceof AgentOutcome.Failed) {
                        return AgentAnswers.toStep(outcome);
                    }
                }
            }
            return StepOutcome.done();
        }

        @Override
        public StepOutcome undo(StepContext context) {
            var id = poolId(context);
            transaction.run(
                    context.epoch(),
                    () -> pools.update(id.value(), pool -> pool.in(Pool.State.FAILED, "It could not be deleted."))
                            .ifPresent(_ -> events.pool(id, Change.CHANGED)));
            return StepOutcome.done();
        }
    }

    /** The pool goes from the inventory. Its files stay where they are. */
    @Component
    static class Forget implements StepHandler {
        private final PoolStore pools;
        private final PoolViews views;
        private final InventoryEvents events;
        private final LeaderTransaction transaction;

        Forget(PoolStore pools, PoolViews views, InventoryEvents events, LeaderTransaction transaction) {
            this.pools = pools;
            this.views = views;
            this.events = events;
            this.transaction = transaction;
        }

        @Override
        public String name() {
            return "pool.forget";
        }

        @Override
        public boolean cancellable() {
            return false;
        }

        @Override
        public StepOutcome advance(StepContext context) {
            var id = poolId(context);
            transaction.run(context.epoch(), () -> {
                views.find(id, InventoryAction.ANYBODY).ifPresent(view -> events.deleted("pool", view));
                pools.delete(id.value());
            });
            return StepOutcome.done();
        }
    }
}
