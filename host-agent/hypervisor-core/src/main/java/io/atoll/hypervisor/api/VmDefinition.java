package io.atoll.hypervisor.api;

import io.atoll.model.VmId;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * All a hypervisor needs to know to run a VM. Source and target of a migration must be given equal definitions (but for
 * tap names): the guest's devices sit where the order of disks and NICs puts them.
 *
 * @param name for people; at most 255 characters, no control characters. Never part of a command line
 * @param disks at most {@value #MAX_DISKS}; the guest boots from the first
 * @param seedIso shown to the guest as a CD-ROM, for example a cloud-init seed
 * @param nics at most {@value #MAX_NICS}
 * @param highlyAvailable the host runs it only while it holds its lease; needs cache mode NONE for every disk
 */
public record VmDefinition(
        VmId id,
        String name,
        VmHardware hardware,
        List<VmDisk> disks,
        @Nullable Path seedIso,
        List<VmNic> nics,
        boolean highlyAvailable) {

    public static final int MAX_DISKS = 8;
    public static final int MAX_NICS = 8;
    private static final int MAX_NAME_CHARACTERS = 255;

    public VmDefinition {
        disks = List.copyOf(disks);
        nics = List.copyOf(nics);
        if (name.isBlank() || name.length() > MAX_NAME_CHARACTERS) {
            throw new IllegalArgumentException("A VM's name has 1 to %d characters and is not blank; this one has %d."
                    .formatted(MAX_NAME_CHARACTERS, name.length()));
        }
        if (name.codePoints().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("A VM's name must not contain control characters.");
        }
        requireAtMost("disks", disks.size(), MAX_DISKS);
        requireAtMost("NICs", nics.size(), MAX_NICS);
        if (seedIso != null) {
            HostPaths.requireAbsolute("seed image", seedIso);
        }
        requireDistinct("disk", disks.stream().map(VmDisk::path).toList());
        requireDistinct("MAC address", nics.stream().map(VmNic::mac).toList());
    }

    /** A VM that runs for as long as its process does. */
    public VmDefinition(
            VmId id, String name, VmHardware hardware, List<VmDisk> disks, @Nullable Path seedIso, List<VmNic> nics) {
        this(id, name, hardware, disks, seedIso, nics, false);
    }

    public VmDefinition withHighAvailability(boolean wanted) {
        return new VmDefinition(id, name, hardware, disks, seedIso, nics, wanted);
    }

    private static void requireAtMost(String what, int count, int limit) {
        if (count > limit) {
            throw new IllegalArgumentException("A VM has at most %d %s, %d were given.".formatted(limit, what, count));
        }
    }

    private static void requireDistinct(String what, List<?> values) {
        Set<Object> seen = new HashSet<>();
        for (var value : values) {
            if (!seen.add(value)) {
                throw new IllegalArgumentException("The %s %s is given twice.".formatted(what, value));
            }
        }
    }
}
