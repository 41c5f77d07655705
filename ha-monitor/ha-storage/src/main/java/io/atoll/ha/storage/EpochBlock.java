package io.atoll.ha.storage;

import io.atoll.ha.os.Errno;
import io.atoll.ha.os.OpenFlags;
import io.atoll.ha.os.Posix;
import io.atoll.ha.os.PosixException;
import io.atoll.model.VmId;
import java.io.IOException;
import java.util.List;

/**
 * The block beside a VM's disks that says who may run it: it never goes back to a lower epoch, nor to another host within
 * one, nor from released to held. Between reading and writing nobody else gets in, on this host or another, because the file is locked. Waits for the
 * storage: use it through {@link PoolChannel#run}.
 */
public final class EpochBlock {
    private static final String FILE = "epoch";
    private static final int READ_FLAGS = OpenFlags.READ | OpenFlags.DIRECT;
    private static final int WRITE_FLAGS =
            OpenFlags.READ_WRITE | OpenFlags.CREATE | OpenFlags.DIRECT | OpenFlags.DATA_SYNC;

    private final PoolLocation pool;
    private final VmId vm;
    private final BlockBuffer block = new BlockBuffer();

    public EpochBlock(PoolLocation pool, VmId vm) {
        this.pool = pool;
        this.vm = vm;
    }

    public EpochReading read() {
        try (var folder = folder();
                var file = folder.file(FILE, READ_FLAGS)) {
            return read(file);
        } catch (IOException e) {
            return e instanceof PosixException refused && refused.errorNumber() == Errno.ENOENT
                    ? new EpochReading.Missing()
                    : new EpochReading.Unreadable(String.valueOf(e.getMessage()));
        }
    }

    /** Claims the VM, unless the block is later, damaged, or another host's in the same epoch. */
    public EpochWrite write(EpochContent content) {
        return write(content, false);
    }

    /** Like {@link #write}, over a damaged block: only on the word of somebody who knows that the VM runs nowhere. */
    public EpochWrite repair(EpochContent content) {
        return write(content, true);
    }

    private EpochWrite write(EpochContent content, boolean overDamage) {
        if (!content.vm().equals(vm)) {
            throw new IllegalArgumentException("The block of VM %s cannot hold VM %s.".formatted(vm, content.vm()));
        }
        try (var folder = folder();
                var file = folder.file(FILE, WRITE_FLAGS)) {
            ConfinedFolder.require(
                    Posix.lockRange(file.descriptor(), 0, BlockBuffer.BYTES), "Locking the epoch block of VM " + vm);
            return switch (read(file)) {
                case EpochReading.Value(var present)
                when present.excludes(content) -> new EpochWrite.Overtaken(present);
                case EpochReading.Unreadable(var why) when !overDamage -> new EpochWrite.Refused(why);
                case EpochReading.Value(var _), EpochReading.Missing(), EpochReading.Unreadable(var _) ->
                    replace(folder, file, content);
            };
        } catch (IOException e) {
            return new EpochWrite.Refused(String.valueOf(e.getMessage()));
        }
    }

    private EpochWrite replace(ConfinedFolder folder, ConfinedFolder.OpenFile file, EpochContent content)
            throws IOException {
        content.encodeTo(block);
        var written = Posix.write(file.descriptor(), block.memory(), BlockBuffer.BYTES, 0);
        ConfinedFolder.require(written, "Writing the epoch block of VM " + vm);
        folder.sync();
        block.memory().fill((byte) 0);
        if (read(file) instanceof EpochReading.Value(var now) && now.equals(content)) {
            return new EpochWrite.Written(now);
        }
        return new EpochWrite.Refused(
                "The epoch block of VM %s reads back as something else than was written.".formatted(vm));
    }

    private EpochReading read(ConfinedFolder.OpenFile file) throws PosixException {
        var count = Posix.read(file.descriptor(), block.memory(), BlockBuffer.BYTES, 0);
        ConfinedFolder.require(count, "Reading the epoch block of VM " + vm);
        if (count == 0) {
            return new EpochReading.Missing();
        }
        return count == BlockBuffer.BYTES
                ? EpochContent.decodeFrom(block, vm)
                : new EpochReading.Unreadable("The epoch block of VM %s has %d bytes.".formatted(vm, count));
    }

    private ConfinedFolder folder() throws IOException {
        return ConfinedFolder.open(pool, List.of("vms", vm.toString()));
    }
}
