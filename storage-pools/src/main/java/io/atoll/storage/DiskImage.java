package io.atoll.storage;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * One file of a disk: the one it was made as, or a later one that stores only what was written since.
 *
 * @param index the disk's number in its VM
 * @param id the UUID of a later file in lower case; empty for the first
 */
public record DiskImage(int index, String id) {
    private static final Pattern ID = Pattern.compile("[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}");
    private static final Pattern FILE = Pattern.compile("disk-(\\d{1,2})(?:\\.(" + ID.pattern() + "))?\\.qcow2");
    private static final String BASE = "base";
    private static final Pattern RETIRED =
            Pattern.compile("disk-(\\d{1,2})\\.(" + ID.pattern() + ")\\.into\\.(" + ID.pattern() + "|" + BASE + ")");

    public DiskImage {
        if (index < 0 || index >= VmFolders.MAX_DISKS) {
            throw new StorageException(
                    StorageProblem.INPUT_INVALID,
                    "Disk number %d is not one of 0 to %d.".formatted(index, VmFolders.MAX_DISKS - 1),
                    "Use fewer disks.");
        }
        if (!id.isEmpty() && !ID.matcher(id).matches()) {
            throw new StorageException(
                    StorageProblem.INPUT_INVALID,
                    "An image of a disk is named by a UUID in lower case, not by %d other characters."
                            .formatted(id.length()),
                    "Send the id as the manager has it.");
        }
    }

    /** The file the disk was made as. */
    public static DiskImage first(int index) {
        return new DiskImage(index, "");
    }

    /** The name of its file, in the VM's folder. */
    public String fileName() {
        return id.isEmpty() ? "disk-%d.qcow2".formatted(index) : "disk-%d.%s.qcow2".formatted(index, id);
    }

    static Optional<DiskImage> ofFileName(String name) {
        var matcher = FILE.matcher(name);
        return matcher.matches()
                ? Optional.of(new DiskImage(
                        Integer.parseInt(matcher.group(1)), matcher.group(2) == null ? "" : matcher.group(2)))
                : Optional.empty();
    }

    /** The name this file gets when all it had is in another: whoever looks for it is led there. */
    String retiredName(DiskImage into) {
        return "disk-%d.%s.into.%s".formatted(index, id, into.id.isEmpty() ? BASE : into.id);
    }

    /** Which image is meant by a name of {@link #retiredName}, and where its content is. */
    static Optional<Retired> ofRetiredName(String name) {
        var matcher = RETIRED.matcher(name);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        var index = Integer.parseInt(matcher.group(1));
        var into = matcher.group(3).equals(BASE) ? "" : matcher.group(3);
        return Optional.of(new Retired(new DiskImage(index, matcher.group(2)), new DiskImage(index, into)));
    }

    record Retired(DiskImage image, DiskImage into) {}
}
