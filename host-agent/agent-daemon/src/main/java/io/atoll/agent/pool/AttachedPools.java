package io.atoll.agent.pool;

import io.atoll.agent.host.PoolState;
import io.atoll.agent.identity.AtomicFiles;
import io.atoll.agent.operation.RefusalCode;
import io.atoll.agent.operation.RefusedException;
import io.atoll.ha.storage.PoolLocation;
import io.atoll.model.PoolId;
import io.atoll.storage.QemuImg;
import io.atoll.storage.SharedDirectoryPool;
import io.atoll.storage.StorageException;
import io.atoll.storage.StorageLimits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** Attaches and detaches pools, and opens them when they are used. */
public final class AttachedPools {
    private static final Logger LOG = LoggerFactory.getLogger(AttachedPools.class);
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int OPEN_SECONDS = 10;

    private final Path file;
    private final TreeMap<PoolId, Entry> entries = new TreeMap<>();

    private AttachedPools(Path file) {
        this.file = file;
    }

    /** A line of the file. */
    private record Line(String id, String name, String path) {}

    private record Entry(PoolId id, String name, Path path) {}

    public static AttachedPools load(Path file) throws IOException {
        var pools = new AttachedPools(file);
        if (Files.exists(file)) {
            try {
                for (var line : JSON.readValue(Files.readAllBytes(file), Line[].class)) {
                    var id = PoolId.parse(line.id());
                    pools.entries.put(id, new Entry(id, line.name(), Path.of(line.path())));
                }
            } catch (JacksonException | IllegalArgumentException e) {
                throw new IOException(
                        "%s cannot be read. Delete it; the manager attaches the pools again.".formatted(file), e);
            }
        }
        return pools;
    }

    /** Attaches a pool; asking again with the same path changes nothing. */
    public PoolState attach(PoolId id, String name, String pathText, boolean createMarker) {
        var path = path(pathText);
        synchronized (this) {
            var there = entries.get(id);
            if (there != null && !there.path().equals(path)) {
                throw new RefusedException(
                        RefusalCode.VALIDATION_FAILED,
                        "Pool %s is attached at %s here, not at %s.".formatted(id, there.path(), path),
                        "Detach it first.");
            }
        }
        if (createMarker) {
            SharedDirectoryPool.createMarker(path, id);
        }
        var opened = open(path, id);
        synchronized (this) {
            entries.put(id, new Entry(id, name, path));
            save();
        }
        LOG.info("Attached pool={} path={}", id, path);
        return state(id, path, opened);
    }

    /** Forgets a pool; its content stays. */
    public synchronized void detach(PoolId id) {
        if (entries.remove(id) != null) {
            save();
            LOG.info("Detached pool={}", id);
        }
    }

    /** The pool, checked to be there now. */
    public SharedDirectoryPool require(PoolId id) {
        Entry entry;
        synchronized (this) {
            entry = entries.get(id);
        }
        if (entry == null) {
            throw new RefusedException(
                    RefusalCode.POOL_NOT_ATTACHED,
                    "Pool %s is not attached to this host.".formatted(id),
                    "Attach it first; the manager does so when the host becomes ready.");
        }
        return open(entry.path(), id);
    }

    /** Where the attached pools are mounted; looks at none of them. */
    public synchronized List<PoolLocation> locations() {
        return entries.values().stream()
                .map(entry -> new PoolLocation(entry.id(), entry.path()))
                .toList();
    }

    public List<PoolState> states() {
        List<Entry> all;
        synchronized (this) {
            all = List.copyOf(entries.values());
        }
        var states = new ArrayList<PoolState>();
        for (var entry : all) {
            try {
                states.add(state(entry.id(), entry.path(), open(entry.path(), entry.id())));
            } catch (StorageException | RefusedException e) {
                states.add(new PoolState(entry.id(), entry.path(), false, 0, 0, String.valueOf(e.getMessage()), false));
            }
        }
        return states;
    }

    private static PoolState state(PoolId id, Path path, SharedDirectoryPool pool) {
        var report = pool.report();
        return new PoolState(
                id,
                path,
                report.reachable(),
                report.capacity().value(),
                report.used().value(),
                report.detail(),
                report.directIo());
    }

    /** Opening looks at the storage, which may hang: the thread that does is left behind then. */
    private static SharedDirectoryPool open(Path path, PoolId id) {
        var opening = new CompletableFuture<SharedDirectoryPool>();
        Thread.ofPlatform().daemon().name("open-pool").start(() -> {
            try {
                opening.complete(SharedDirectoryPool.open(path, id, QemuImg.find(), StorageLimits.DEFAULT));
            } catch (RuntimeException e) {
                opening.completeExceptionally(e);
            }
        });
        try {
            return opening.get(OPEN_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof StorageException refused) {
                throw refused;
            }
            throw new IllegalStateException("Pool %s could not be opened.".formatted(id), e);
        } catch (TimeoutException e) {
            throw new RefusedException(
                    RefusalCode.POOL_UNREACHABLE,
                    "The storage of pool %s at %s did not answer within %d s.".formatted(id, path, OPEN_SECONDS),
                    e,
                    "Check the mount and the storage server.");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RefusedException(RefusalCode.CANCELLED, "Opening pool %s was interrupted.".formatted(id), e);
        }
    }

    private static Path path(String text) {
        try {
            var path = Path.of(text);
            if (path.isAbsolute() && path.equals(path.normalize()) && text.length() <= 1024) {
                return path;
            }
        } catch (InvalidPathException e) {
            // answered below
        }
        throw new RefusedException(
                RefusalCode.VALIDATION_FAILED,
                "The pool's path (%d characters) must be absolute, without . and .., and at most 1024 characters."
                        .formatted(text.length()));
    }

    private void save() {
        var lines = entries.values().stream()
                .map(entry -> new Line(
                        entry.id().toString(), entry.name(), entry.path().toString()))
                .toList();
        try {
            AtomicFiles.write(file, JSON.writeValueAsBytes(lines));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException("The attached pools could not be kept in " + file, e);
        }
    }
}
