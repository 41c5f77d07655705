package io.atoll.manager.vm.internal.snapshot;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The files of one disk as a host has found them, and what is to be done to have none that nobody needs. A file is needed where it is
 * written to, where a snapshot is in it, or where more than one other stands on it. Decides, and does nothing.
 *
 * @param images by their ids; the disk's first file has the empty one
 * @param needed the ids of the file that is written to and of those of snapshots
 */
public record ImageTree(Map<String, Image> images, Set<String> needed) {
    public ImageTree {
        images = Map.copyOf(new TreeMap<>(images));
        needed = Set.copyOf(needed);
    }

    /**
     * One file.
     *
     * @param base the one below it; null: it stands alone, or on an image of the pool
     * @param into where all it had is, of one that is retired
     */
    public record Image(
            @Nullable String base, long bytes, @Nullable String into) {
        public static Image on(@Nullable String base, long bytes) {
            return new Image(base, bytes, null);
        }

        public static Image retired(String into) {
            return new Image(null, 0, into);
        }
    }

    /** What is to be done next. */
    public sealed interface Action {
        /** Remove a file that nothing stands on and nobody needs, or the trace of one that is retired. */
        record Delete(String image) implements Action {}

        /** Put the upper one, which goes, into the lower one. */
        record Commit(String upper, String lower) implements Action {}

        /** Put what the upper one reads through from the lower into it; nothing stands on the lower one then. */
        record Pull(String upper, String lower) implements Action {}
    }

    /** Where the content of an image is that may be retired. */
    public String present(String image) {
        var seen = new HashSet<String>();
        var current = image;
        while (seen.add(current)) {
            var found = images.get(current);
            if (found == null || found.into() == null) {
                return current;
            }
            current = found.into();
        }
        return current;
    }

    /**
     * The next step towards a disk without files that nobody needs; empty: there is none, or not all that is needed was found, and then
     * nothing is touched.
     */
    public Optional<Action> next() {
        if (!isComplete()) {
            return Optional.empty();
        }
        var kept = kept();
        var sorted = new TreeMap<>(images);
        for (var entry : sorted.entrySet()) {
            var image = entry.getKey();
            var goes = entry.getValue().into() == null
                    ? above(image).isEmpty() && !kept.contains(image)
                    : !needed.contains(image) && !leadsOn(image);
            if (goes) {
                return Optional.of(new Action.Delete(image));
            }
        }
        for (var entry : sorted.entrySet()) {
            var above = above(entry.getKey());
            if (entry.getValue().into() == null && !kept.contains(entry.getKey()) && above.size() == 1) {
                return Optional.of(merge(above.getFirst(), entry.getKey()));
            }
        }
        return Optional.empty();
    }

    /** Whether all that is needed was found. */
    public boolean isComplete() {
        return images.keySet().containsAll(kept());
    }

    private Set<String> kept() {
        return needed.stream().map(this::present).collect(Collectors.toSet());
    }

    /** Whether another name leads through this one. */
    private boolean leadsOn(String image) {
        return images.entrySet().stream()
                .anyMatch(other ->
                        image.equals(other.getValue().into()) && !other.getKey().equals(image));
    }

    /** What moves fewer bytes; but a file that several stand on is not moved from under them. */
    private Action merge(String upper, String lower) {
        var fewer = bytes(upper) <= bytes(lower) && above(upper).size() <= 1 && !upper.isEmpty();
        return fewer ? new Action.Commit(upper, lower) : new Action.Pull(upper, lower);
    }

    /** How many files the one is read through, itself included. */
    public int depthOf(String image) {
        var seen = new HashSet<String>();
        var current = present(image);
        while (current != null && images.containsKey(current) && seen.add(current)) {
            current = images.get(current).base();
        }
        return Math.max(1, seen.size());
    }

    /** What files have that nobody needs. */
    public long debtBytes() {
        return images.entrySet().stream()
                .filter(entry -> !kept().contains(entry.getKey()))
                .mapToLong(entry -> entry.getValue().bytes())
                .sum();
    }

    private long bytes(String image) {
        var found = images.get(image);
        return found == null ? 0 : found.bytes();
    }

    private List<String> above(String image) {
        return images.entrySet().stream()
                .filter(entry -> image.equals(entry.getValue().base()))
                .map(Map.Entry::getKey)
                .sorted()
                .collect(Collectors.toList());
    }
}
