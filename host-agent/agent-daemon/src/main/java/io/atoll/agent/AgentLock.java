package io.atoll.agent;

import io.atoll.agent.identity.AtomicFiles;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/** Makes sure that one agent at a time uses a run directory. The kernel lets go of it however the agent ends. */
final class AgentLock implements AutoCloseable {
    private final FileChannel channel;

    private AgentLock(FileChannel channel) {
        this.channel = channel;
    }

    static AgentLock take(Path runDirectory) throws IOException {
        AtomicFiles.createPrivateFolder(runDirectory);
        var channel = open(runDirectory);
        if (tryLock(channel) == null) {
            channel.close();
            throw new IOException("Another agent uses %s already. See atoll-agent status, or give another --run-dir."
                    .formatted(runDirectory));
        }
        return new AgentLock(channel);
    }

    /** Whether an agent uses the directory now. */
    static boolean isTaken(Path runDirectory) throws IOException {
        if (!Files.isRegularFile(file(runDirectory))) {
            return false;
        }
        try (var channel = open(runDirectory)) {
            return tryLock(channel) == null;
        }
    }

    private static FileChannel open(Path runDirectory) throws IOException {
        return FileChannel.open(file(runDirectory), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (java.nio.channels.OverlappingFileLockException e) {
            return null; // by this very process
        }
    }

    private static Path file(Path runDirectory) {
        return runDirectory.resolve("agent.lock");
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
