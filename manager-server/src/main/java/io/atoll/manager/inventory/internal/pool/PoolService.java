package io.atoll.manager.inventory.internal.pool;

import io.atoll.manager.api.IfMatch;
import io.atoll.manager.api.InputCheck;
import io.atoll.manager.api.NamingPatch;
import io.atoll.manager.event.Change;
import io.atoll.manager.inventory.Host;
import io.atoll.manager.inventory.Pool;
import io.atoll.manager.inventory.VmCensus;
import io.atoll.manager.inventory.internal.InventoryEvents;
import io.atoll.manager.inventory.jpa.ClusterStore;
import io.atoll.manager.inventory.jpa.HostStore;
import io.atoll.manager.inventory.jpa.ImageStore;
import io.atoll.manager.inventory.jpa.PoolStore;
import io.atoll.manager.persistence.ConstraintGuard;
import io.atoll.manager.platform.Ids;
import io.atoll.manager.problem.AtollException;
import io.atoll.manager.problem.ErrorCode;
import io.atoll.manager.problem.Hint;
import io.atoll.manager.task.TaskId;
import io.atoll.manager.task.TaskObject;
import io.atoll.manager.task.TaskRequest;
import io.atoll.manager.task.Tasks;
import io.atoll.model.ClusterId;
import io.atoll.model.PoolId;
import java.time.Clock;
import java.util.List;
import java.util.regex.Pattern;
import org.hibernate.exception.ConstraintViolationException;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.stereotype.Component;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.json.JsonMapper;

/** Makes, names and deletes storage pools. */
@Service
@Transactional
public class PoolService {
    /** Absolute, without parts that lead elsewhere, in characters that mean nothing to any tool. */
    private static final Pattern PATH = Pattern.compile("(/(?!\\.{1,2}(/|$))[A-Za-z0-9._][A-Za-z0-9._-]{0,99}){1,16}");

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final PoolStores stores;
    private final VmCensus census;
    private final InventoryEvents events;
    private final Tasks tasks;
    private final Ids ids;
    private final Clock clock;

    PoolService(PoolStores stores, VmCensus census, InventoryEvents events, Tasks tasks, Ids ids, Clock clock) {
        this.stores = stores;
        this.census = census;
        this.events = events;
        this.tasks = tasks;
        this.ids = ids;
        this.clock = clock;
    }

    /** What the service reads and writes. */
    @Component
    record PoolStores(ClusterStore clusters, HostStore hosts, PoolStore pools, ImageStore images) {}

    /** A pool that is being made or deleted, and the task that does it. */
    public record Submitted(PoolId pool, TaskId task) {}

    public Submitted create(
            ClusterId cluster, NamingPatch name, @Nullable String type, @Nullable String path, String requestedBy) {
        var check = new InputCheck();
        var naming = name.ofNew(check);
        var kind = check.choice("spec.type", type, Pool.Type.class, Pool.Type.SHARED_DIRECTORY);
        var directory = check.present("spec.path", path, "/");
        check.require(
                PATH.matcher(directory).matches(),
                "spec.path",
                "spec.path must be an absolute path of letters, digits, '.', '_' and '-', without empty parts, '.' and '..'.");
        check.done();
        requireReadyHost(cluster);
        var pool = new Pool(
                new PoolId(ids.next()),
                naming,
                0,
                clock.instant(),
                cluster,
                kind,
                directory,
                Pool.State.CREATING,
                "",
                null);
        ConstraintGuard.unique("pool", naming.name(), () -> insert(pool));
        events.pool(pool.id(), Change.CREATED);
        return new Submitted(pool.id(), submit("pool.create", pool, requestedBy, PoolSteps.CREATE));
    }

    public void rename(PoolId id, IfMatch ifMatch, NamingPatch name) {
        var before = stores.pools.lock(id.value()).orElseThrow(() -> notFound(id));
        ifMatch.require(before.revision());
        var check = new InputCheck();
        var after = before.named(name.applyTo(before.naming(), check));
        check.done();
        ConstraintGuard.unique("pool", after.name(), () -> stores.pools.update(id.value(), _ -> after))
                .ifPresent(_ -> events.pool(id, Change.CHANGED));
    }

    public Submitted delete(PoolId id, IfMatch ifMatch, String requestedBy) {
        var pool = stores.pools.lock(id.value()).orElseThrow(() -> notFound(id));
        ifMatch.require(pool.revision());
        if (pool.state() == Pool.State.CREATING || pool.state() == Pool.State.DELETING) {
            throw new AtollException(ErrorCode.POOL_WRONG_STATE, "Pool %s is %s.".formatted(pool.name(), pool.state()));
        }
        var users = census.usersOf(id);
        var images = stores.images.namesIn(id);
        if (!users.isEmpty() || !images.isEmpty()) {
            throw new AtollException(
                    ErrorCode.POOL_IN_USE,
                    "Pool %s holds the VMs [%s] and the images [%s]. Delete them first."
                            .formatted(pool.name(), String.join(", ", users), String.join(", ", images)));
        }
        stores.pools.update(id.value(), before -> before.in(Pool.State.DELETING, ""));
        events.pool(id, Change.CHANGED);
        return new Submitted(id, submit("pool.delete", pool, requestedBy, PoolSteps.DELETE));
    }

    static AtollException notFound(PoolId id) {
        return new AtollException(ErrorCode.POOL_NOT_FOUND, "There is no storage pool %s.".formatted(id));
    }

    private TaskId submit(String kind, Pool pool, String requestedBy, List<String> steps) {
        return tasks.submit(TaskRequest.of(
                kind,
                List.of(TaskObject.locked("pool", pool.id(), pool.name())),
                JSON.valueToTree(new PoolSteps.Params(pool.id().toString())),
                requestedBy,
                steps.toArray(String[]::new)));
    }

    private void insert(Pool pool) {
        try {
            stores.pools.insert(pool);
        } catch (ConstraintViolationException | DataIntegrityViolationException e) {
            if (ConstraintGuard.violates(e, "pool_path_taken")) {
                throw AtollException.invalid(
                        "spec.path", "Another pool of this cluster is at %s already.".formatted(pool.path()));
            }
            throw e;
        }
    }

    private void requireReadyHost(ClusterId cluster) {
        if (stores.clusters.find(cluster.value()).isEmpty()) {
            throw new AtollException(ErrorCode.CLUSTER_NOT_FOUND, "There is no cluster %s.".formatted(cluster));
        }
        if (stores.hosts.in(cluster).stream().noneMatch(Host::isReady)) {
            throw new AtollException(
                    ErrorCode.HOST_WRONG_STATE,
                    "No host of the cluster is READY, so nobody can look at the directory.",
                    Hint.of("Enrol a host, or wait until one is connected."));
        }
    }
}
