package io.atoll.agent.operation;

import io.atoll.agent.identity.AtomicFiles;
import io.atoll.model.LeaderEpoch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Remembers, across restarts, the highest leader epoch ever seen, and refuses lower ones. */
public final class LeaderEpochs {
    private final Path file;
    private LeaderEpoch highest;

    private LeaderEpochs(Path file, LeaderEpoch highest) {
        this.file = file;
        this.highest = highest;
    }

    public static LeaderEpochs load(Path file) throws IOException {
        if (!Files.exists(file)) {
            return new LeaderEpochs(file, new LeaderEpoch(0));
        }
        try {
            return new LeaderEpochs(
                    file, new LeaderEpoch(Long.parseLong(Files.readString(file).strip())));
        } catch (IllegalArgumentException e) {
            throw new IOException(
                    "%s does not hold a leader epoch. Delete the file if it is damaged; the next leader sets it again."
                            .formatted(file),
                    e);
        }
    }

    public synchronized LeaderEpoch highest() {
        return highest;
    }

    /** Accepts an epoch that is not older than any seen; a newer one is on disk before this returns. */
    public synchronized void admit(LeaderEpoch epoch) {
        if (epoch.isOlderThan(highest)) {
            throw new RefusedException(
                    RefusalCode.STALE_LEADER,
                    "Leader epoch %s is older than %s, the newest this host has seen.".formatted(epoch, highest),
                    "This manager no longer leads; the new leader repeats what is still needed.");
        }
        if (highest.isOlderThan(epoch)) {
            try {
                AtomicFiles.write(file, epoch + "\n");
            } catch (IOException e) {
                throw new UncheckedIOException("The leader epoch could not be kept in " + file, e);
            }
            highest = epoch;
        }
    }
}
