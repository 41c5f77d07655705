package io.atoll.storage;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import io.atoll.model.VmId;
import io.atoll.storage.seed.NoCloudSeed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The folders of VMs in one pool: their paths, the spec and the seed in them, and their end. */
public final class VmFolders {
    static final String VMS = "vms";
    private static final String PRIVATE = "rwx------";
    private static final String SPEC = "spec.json";
    private static final String SEED = "seed.iso";
    static final int MAX_DISKS = 64;

    private final SharedDirectoryPool pool;
    private final PoolRoot root;
    private final StorageLimits limits;

    VmFolders(SharedDirectoryPool pool, PoolRoot root, StorageLimits limits) {
        this.pool = pool;
        this.root = root;
        this.limits = limits;
    }

    /** The folder of a VM, whether it exists or not. */
    public Path folder(VmId vm) {
        return root.path().resolve(VMS).resolve(vm.toString());
    }

    /** Where disk number {@code index} of a VM is, whether it exists or not. */
    public Path diskPath(VmId vm, int index) {
        return folder(vm).resolve(diskName(index));
    }

    public Path seedPath(VmId vm) {
        return folder(vm).resolve(SEED);
    }

    /**
     * Where the guest's UEFI variables are, whether they exist or not. Those with the keys of Secure Boot are others: variables that were
     * made without would let anything run.
     */
    public Path uefiVariablesPath(VmId vm, boolean secureBoot) {
        return folder(vm).resolve(secureBoot ? "uefi-vars-secure.fd" : "uefi-vars.fd");
    }

    /** The folder of the state of the guest's TPM, made if missing: it holds keys, so nobody else reads it. */
    public Path makeTpmFolder(VmId vm) {
        pool.requireAttached();
        return root.makeDirectory(PRIVATE, VMS, vm.toString(), "tpm");
    }

    public Path specPath(VmId vm) {
        return folder(vm).resolve(SPEC);
    }

    /** The VMs that have a folder here, sorted. */
    public List<VmId> list() {
        pool.requireAttached();
        return root.directory(VMS).map(root::idNames).orElse(List.of()).stream()
                .map(VmId::parse)
                .sorted()
                .toList();
    }

    /** Decides by the spec that is there, if one can be read, whether another takes its place. */
    @FunctionalInterface
    public interface SpecChoice {
        boolean replaces(Optional<byte[]> present);
    }

    /**
     * Replaces the VM's spec as one step if {@code choice} wants it; answers whether. No other host changes it meanwhile. The
     * VM's folder must be there: a spec must not bring back a VM that was deleted.
     */
    public boolean replaceSpec(VmId vm, byte[] json, SpecChoice choice) {
        requireSpecSize(json);
        pool.requireAttached();
        var folder = root.directory(VMS, vm.toString())
                .orElseThrow(() -> new StorageException(
                        StorageProblem.VOLUME_NOT_FOUND,
                        "The pool has no folder of VM %s.".formatted(vm),
                        "Make its disks first."));
        try (var _ = FolderLock.exclusive(root, folder)) {
            if (!choice.replaces(legibleSpec(vm))) {
                return false;
            }
            root.write(folder, SPEC, json);
            return true;
        }
    }

    private Optional<byte[]> legibleSpec(VmId vm) {
        try {
            return readSpec(vm);
        } catch (StorageException e) {
            if (e.problem() == StorageProblem.VOLUME_REFUSED) {
                return Optional.empty(); // Too large to be one of ours.
            }
            throw e;
        }
    }

    /** Writes the VM's spec as one step. The bytes are the caller's own; at most {@link StorageLimits#maxSpecSize()}. */
    public void writeSpec(VmId vm, byte[] json) {
        requireSpecSize(json);
        root.write(makeFolder(vm), SPEC, json);
    }

    private void requireSpecSize(byte[] json) {
        if (json.length > limits.maxSpecSize().value()) {
            throw new StorageException(
                    StorageProblem.INPUT_INVALID,
                    "The VM's spec has %d bytes, the limit is %s.".formatted(json.length, limits.maxSpecSize()),
                    "Shorten its user data or its notes.");
        }
    }

    public Optional<byte[]> readSpec(VmId vm) {
        pool.requireAttached();
        var folder = root.directory(VMS, vm.toString());
        if (folder.isEmpty()) {
            return Optional.empty();
        }
        var spec = root.file(folder.get(), SPEC);
        try (var stream = Files.newInputStream(spec, NOFOLLOW_LINKS)) {
            var limit = Math.toIntExact(limits.maxSpecSize().value());
            var json = stream.readNBytes(limit + 1);
            if (json.length > limit) {
                throw new StorageException(
                        StorageProblem.VOLUME_REFUSED,
                        "%s is larger than %s.".formatted(spec, limits.maxSpecSize()),
                        "Restore it, or start the VM from the manager, which writes it anew.");
            }
            return Optional.of(json);
        } catch (NoSuchFileException _) {
            return Optional.empty();
        } catch (IOException e) {
            throw StorageException.io("Reading " + spec, e);
        }
    }

    /** Writes the disk that tells cloud-init in the guest who it is, and returns its path. */
    public Path writeSeed(VmId vm, NoCloudSeed seed) {
        return root.replace(makeFolder(vm), SEED, seed::writeIso);
    }

    /**
     * Removes the VM's folder with everything in it. Refused while a QEMU anywhere has one of its disks open. Answers
     * whether there was anything to remove.
     */
    public boolean delete(VmId vm) {
        pool.requireAttached();
        var leftover = root.directory(VMS, PoolRoot.GOING_PREFIX + vm);
        leftover.ifPresent(this::deleteUnused);
        var folder = root.directory(VMS, vm.toString());
        folder.ifPresent(found -> deleteUnused(putAside(found)));
        return leftover.isPresent() || folder.isPresent();
    }

    private Path putAside(Path folder) {
        try (var _ = FolderLock.exclusive(root, folder);
                var _ = VolumeLock.acquire(disks(folder))) {
            return root.putAside(folder);
        }
    }

    /** A QEMU that slipped in just before the folder was renamed keeps its disks, under their proper path. */
    private void deleteUnused(Path going) {
        try {
            VolumeLock.acquire(disks(going)).close();
        } catch (StorageException e) {
            root.putBack(going);
            throw e;
        }
        // Nothing in it is open here any more: NFS keeps files that are, under names that keep the folder from going.
        root.deleteTree(going);
    }

    /** The VM's folder, made if missing: readable to its owner alone, since disks hold what guests know. */
    Path makeFolder(VmId vm) {
        pool.requireAttached();
        return root.makeDirectory(PRIVATE, VMS, vm.toString());
    }

    /** The files of the disks in a VM's folder. */
    List<Path> disks(Path folder) {
        return root.names(folder).stream()
                .filter(name -> DiskImage.ofFileName(name).isPresent())
                .map(name -> root.file(folder, name))
                .toList();
    }

    static String diskName(int index) {
        return DiskImage.first(index).fileName();
    }
}
