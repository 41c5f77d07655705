package io.atoll.hypervisor.api;

import io.atoll.model.VmId;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * All a hypervisor needs to know to run a VM. Source and target of a migration must be given equal definitions (but for
 * tap names): the guest's devices sit where the layout and their slots put them.
 *
 * @param name for people; at most 255 characters, no control characters. Never part of a command line
 * @param disks at most {@value #MAX_DISKS}; the guest boots from the first
 * @param seedIso shown to the guest as a CD-ROM, for example a cloud-init seed
 * @param nics at most {@value #MAX_NICS}
 * @param highlyAvailable the host runs it only while it holds its lease; needs cache mode NONE for every disk
 * @param layout where its devices sit
 */
public record VmDefinition(
        VmId id,
        String name,
        VmHardware hardware,
        List<VmDisk> disks,
        @Nullable Path seedIso,
        List<VmNic> nics,
        boolean highlyAvailable,
        DeviceLayout layout) {

    public static final int MAX_DISKS = 8;
    public static final int MAX_NICS = 8;
    private static final int MAX_NAME_CHARACTERS = 255;

    public VmDefinition {
        disks = placed(disks, VmDisk::slot, VmDisk::inSlot);
        nics = placed(nics, VmNic::slot, VmNic::inSlot);
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
        requireSlots("disk", disks.stream().map(VmDisk::slot).toList(), MAX_DISKS);
        requireSlots("NIC", nics.stream().map(VmNic::slot).toList(), MAX_NICS);
    }

    /** A VM whose devices stay where they are. */
    public VmDefinition(
            VmId id,
            String name,
            VmHardware hardware,
            List<VmDisk> disks,
            @Nullable Path seedIso,
            List<VmNic> nics,
            boolean highlyAvailable) {
        this(id, name, hardware, disks, seedIso, nics, highlyAvailable, DeviceLayout.FIXED);
    }

    /** A VM that runs for as long as its process does. */
    public VmDefinition(
            VmId id, String name, VmHardware hardware, List<VmDisk> disks, @Nullable Path seedIso, List<VmNic> nics) {
        this(id, name, hardware, disks, seedIso, nics, false);
    }

    public VmDefinition withHighAvailability(boolean wanted) {
        return new VmDefinition(id, name, hardware, disks, seedIso, nics, wanted, layout);
    }

    public VmDefinition in(DeviceLayout other) {
        return new VmDefinition(id, name, hardware, disks, seedIso, nics, highlyAvailable, other);
    }

    /** The disk in a slot. */
    public Optional<VmDisk> disk(int slot) {
        return disks.stream().filter(disk -> disk.slot() == slot).findFirst();
    }

    /** The network card in a slot. */
    public Optional<VmNic> nic(int slot) {
        return nics.stream().filter(nic -> nic.slot() == slot).findFirst();
    }

    /** The same VM with another disk in that slot, or with none. */
    public VmDefinition withDisk(int slot, @Nullable VmDisk disk) {
        return new VmDefinition(
                id, name, hardware, replaced(disks, VmDisk::slot, slot, disk), seedIso, nics, highlyAvailable, layout);
    }

    /** The same VM with another network card in that slot, or with none. */
    public VmDefinition withNic(int slot, @Nullable VmNic nic) {
        return new VmDefinition(
                id, name, hardware, disks, seedIso, replaced(nics, VmNic::slot, slot, nic), highlyAvailable, layout);
    }

    private static <T> List<T> replaced(List<T> parts, ToIntFunction<T> slotOf, int slot, @Nullable T part) {
        var next = new ArrayList<T>();
        parts.stream().filter(other -> slotOf.applyAsInt(other) != slot).forEach(next::add);
        if (part != null) {
            next.add(part);
        }
        next.sort(Comparator.comparingInt(slotOf));
        return next;
    }

    private static <T> List<T> placed(List<T> parts, ToIntFunction<T> slotOf, BiFunction<T, Integer, T> inSlot) {
        var next = new ArrayList<T>();
        for (var part : parts) {
            next.add(slotOf.applyAsInt(part) == VmDisk.BY_ORDER ? inSlot.apply(part, next.size()) : part);
        }
        return List.copyOf(next);
    }

    private static void requireSlots(String what, List<Integer> slots, int limit) {
        requireDistinct(what + " slot", slots);
        for (int slot : slots) {
            if (slot < 0 || slot >= limit) {
                throw new IllegalArgumentException(
                        "A %s has slot 0 to %d, %d was given.".formatted(what, limit - 1, slot));
            }
        }
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
