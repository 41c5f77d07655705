package io.atoll.manager.testing.agent;

import io.atoll.agent.v1.CreateImages;
import io.atoll.agent.v1.DeleteDiskImage;
import io.atoll.agent.v1.DiskImageReport;
import io.atoll.agent.v1.ImagesReport;
import io.atoll.agent.v1.MergeImages;
import io.atoll.agent.v1.SurveyImages;
import io.atoll.agent.v1.VmSpec;
import io.atoll.model.VmId;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The files of VMs' disks with what is written in them, by block. Knows which a guest writes to, and refuses what the storage would: to
 * remove what others stand on, to write into what several stand on, to start a VM on what is not there.
 */
public final class FakeImages {
    private static final long BLOCK_BYTES = 1L << 20;

    private final Map<VmId, Map<Integer, Map<String, File>>> files = new HashMap<>();
    private final Map<VmId, Map<Integer, String>> open = new HashMap<>();

    private static final class File {
        private @Nullable String base;
        private @Nullable String into;
        private final Map<String, String> blocks = new TreeMap<>();
        private long allocatedBytes;

        File(@Nullable String base) {
            this.base = base;
        }

        long bytes() {
            return allocatedBytes + blocks.size() * BLOCK_BYTES;
        }
    }

    synchronized void createFirst(VmId vm, int disk) {
        disk(vm, disk).putIfAbsent("", new File(null));
    }

    synchronized void create(CreateImages request) {
        var vm = VmId.parse(request.getVmId());
        for (var wanted : request.getImagesList()) {
            var disk = disk(vm, wanted.getDiskIndex());
            var base = present(disk, wanted.getBaseImageId());
            require(disk, base);
            var there = disk.putIfAbsent(wanted.getImageId(), new File(base));
            if (there != null && !base.equals(there.base)) {
                throw new RefusedByAgent("VOLUME_EXISTS", "It stands on another.");
            }
        }
    }

    /** A process opens its disks, or goes over to other files of them. */
    synchronized void open(VmSpec spec) {
        var vm = VmId.parse(spec.getVmId());
        for (var wanted : spec.getDisksList()) {
            var disk = disk(vm, wanted.getIndex());
            var image = present(disk, wanted.getImageId());
            require(disk, image);
            open.computeIfAbsent(vm, _ -> new TreeMap<>()).put(wanted.getIndex(), image);
        }
    }

    synchronized void close(VmId vm) {
        open.remove(vm);
    }

    /** The guest writes a block. */
    public synchronized void write(VmId vm, int disk, String block, String text) {
        var image = Objects.requireNonNull(open.get(vm), "nothing runs").get(disk);
        require(disk(vm, disk), image).blocks.put(block, text);
    }

    /** What the guest reads. */
    public synchronized Map<String, String> read(VmId vm, int disk) {
        return read(
                disk(vm, disk),
                Objects.requireNonNull(open.get(vm), "nothing runs").get(disk));
    }

    private static Map<String, String> read(Map<String, File> disk, @Nullable String image) {
        var file = require(disk, image);
        var seen = file.base == null ? new TreeMap<String, String>() : new TreeMap<>(read(disk, file.base));
        seen.putAll(file.blocks);
        return seen;
    }

    /** As if so much were written already. */
    public synchronized void grow(VmId vm, int disk, String image, long bytes) {
        require(disk(vm, disk), image).allocatedBytes = bytes;
    }

    /** Names of files that are there, traces of retired ones included. */
    public synchronized Set<String> names(VmId vm, int disk) {
        return new TreeSet<>(disk(vm, disk).keySet());
    }

    synchronized ImagesReport survey(SurveyImages request) {
        var vm = VmId.parse(request.getVmId());
        var report = ImagesReport.newBuilder();
        for (int index : request.getDiskIndexesList()) {
            disk(vm, index).forEach((id, file) -> {
                var image = DiskImageReport.newBuilder()
                        .setDiskIndex(index)
                        .setImageId(id)
                        .setAllocatedBytes(file.bytes())
                        .setVirtualSizeBytes(BLOCK_BYTES)
                        .setWrittenTo(id.equals(open.getOrDefault(vm, Map.of()).get(index)));
                if (file.base != null) {
                    image.setHasBase(true).setBaseImageId(file.base);
                }
                if (file.into != null) {
                    image.setRetired(true).setIntoImageId(file.into).setAllocatedBytes(0);
                }
                report.addImages(image);
            });
        }
        return report.build();
    }

    synchronized void merge(MergeImages request) {
        var vm = VmId.parse(request.getVmId());
        var disk = disk(vm, request.getDiskIndex());
        var upper = require(disk, request.getUpperImageId());
        if (request.getCommit()) {
            if (upper.into != null) {
                return;
            }
            commit(vm, request, disk, upper);
        } else if (request.getLowerImageId().equals(upper.base)) {
            var lower = require(disk, request.getLowerImageId());
            lower.blocks.forEach(upper.blocks::putIfAbsent);
            upper.base = lower.base;
        }
    }

    private void commit(VmId vm, MergeImages request, Map<String, File> disk, File upper) {
        if (!request.getLowerImageId().equals(upper.base)) {
            throw new RefusedByAgent("VOLUME_REFUSED", "It stands on another.");
        }
        if (above(disk, request.getLowerImageId()).size() > 1) {
            throw new RefusedByAgent("VOLUME_IN_USE", "Others stand on it.");
        }
        require(disk, request.getLowerImageId()).blocks.putAll(upper.blocks);
        above(disk, request.getUpperImageId()).forEach(id -> require(disk, id).base = request.getLowerImageId());
        upper.base = null;
        upper.into = request.getLowerImageId();
        upper.blocks.clear();
        open.getOrDefault(vm, new HashMap<>())
                .replace(request.getDiskIndex(), request.getUpperImageId(), request.getLowerImageId());
    }

    synchronized void delete(DeleteDiskImage request) {
        var vm = VmId.parse(request.getVmId());
        var disk = disk(vm, request.getDiskIndex());
        if (!above(disk, request.getImageId()).isEmpty()) {
            throw new RefusedByAgent("VOLUME_IN_USE", "Others stand on it.");
        }
        if (request.getImageId().equals(open.getOrDefault(vm, Map.of()).get(request.getDiskIndex()))) {
            throw new RefusedByAgent("DISK_IN_USE", "It is open.");
        }
        disk.remove(request.getImageId());
    }

    synchronized void forget(VmId vm) {
        files.remove(vm);
    }

    private static Set<String> above(Map<String, File> disk, String image) {
        var found = new TreeSet<String>();
        disk.forEach((id, file) -> {
            if (image.equals(file.base)) {
                found.add(id);
            }
        });
        return found;
    }

    private static String present(Map<String, File> disk, String image) {
        var current = image;
        for (var file = disk.get(current); file != null && file.into != null; file = disk.get(current)) {
            current = file.into;
        }
        return current;
    }

    private static File require(Map<String, File> disk, @Nullable String image) {
        var file = image == null ? null : disk.get(image);
        if (file == null) {
            throw new RefusedByAgent("VOLUME_NOT_FOUND", "There is no file \"%s\".".formatted(image));
        }
        return file;
    }

    private Map<String, File> disk(VmId vm, int index) {
        return files.computeIfAbsent(vm, _ -> new HashMap<>()).computeIfAbsent(index, _ -> new TreeMap<>());
    }
}
