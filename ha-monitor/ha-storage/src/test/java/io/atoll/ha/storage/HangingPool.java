package io.atoll.ha.storage;

import io.atoll.model.PoolId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Objects;
import java.util.UUID;

/** A pool on a file system of its own in user space, which stops answering when its server is stopped. For tests. */
public final class HangingPool implements AutoCloseable {
    private static final String PYTHON = "/usr/bin/python3";
    private static final String IMPORT = "import importlib.util as u, sys; "
            + "sys.exit(u.find_spec('fusepy') is None and u.find_spec('fuse') is None)";

    private final Process server;
    private final PoolLocation location;

    private HangingPool(Process server, PoolLocation location) {
        this.server = server;
        this.location = location;
    }

    /** Whether this machine can have one; needs /dev/fuse and Python's fusepy. */
    public static boolean isPossible() {
        try {
            var probe = new ProcessBuilder(PYTHON, "-c", IMPORT).start();
            return Files.isWritable(Path.of("/dev/fuse")) && probe.waitFor() == 0;
        } catch (IOException | InterruptedException e) {
            return false;
        }
    }

    /** Makes two folders below {@code folder}, mounts one on the other, and marks it as a pool. */
    public static HangingPool mount(Path folder) throws IOException, InterruptedException {
        var backing = Files.createDirectories(folder.resolve("backing"));
        var root = Files.createDirectories(folder.resolve("mounted"));
        var program = folder.resolve("pool_fs.py");
        try (var stream = HangingPool.class.getResourceAsStream("/pool_fs.py")) {
            Files.copy(Objects.requireNonNull(stream), program, StandardCopyOption.REPLACE_EXISTING);
        }
        var pool = new PoolLocation(new PoolId(UUID.randomUUID()), root);
        Files.writeString(backing.resolve(".atoll-pool"), "{\"poolId\":\"%s\"}".formatted(pool.pool()));
        var server = new ProcessBuilder(PYTHON, program.toString(), backing.toString(), root.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("pool_fs.log").toFile())
                .start();
        while (!Files.exists(root.resolve(".atoll-pool"))) {
            if (!server.isAlive()) {
                throw new IOException(Files.readString(folder.resolve("pool_fs.log")));
            }
            Thread.sleep(20);
        }
        return new HangingPool(server, pool);
    }

    public PoolLocation location() {
        return location;
    }

    public void hang() throws IOException {
        run("kill", "-STOP", Long.toString(server.pid()));
    }

    public void answerAgain() throws IOException {
        run("kill", "-CONT", Long.toString(server.pid()));
    }

    @Override
    public void close() throws IOException {
        server.destroyForcibly(); // whoever waits for it gets an error
        server.onExit().join();
        run("umount", "-l", location.root().toString());
    }

    private static void run(String... command) throws IOException {
        new ProcessBuilder(command).inheritIO().start().onExit().join();
    }
}
