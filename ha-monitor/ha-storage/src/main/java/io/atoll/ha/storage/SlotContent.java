package io.atoll.ha.storage;

import io.atoll.model.HostId;
import io.atoll.model.VmEpoch;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.UUID;

/**
 * What a host says of itself in its slot on a pool.
 *
 * @param bootId of the host's kernel, new with every boot
 * @param sequence grows with every block this host writes, on whichever pool; larger is later
 * @param epochFloor no VM had an epoch above this when the block was written, as far as the host knows
 * @param lease how long the host may run highly available VMs after the start of a renewal
 */
public record SlotContent(
        UUID installation, HostId host, UUID bootId, long sequence, State state, VmEpoch epochFloor, Duration lease) {

    /** "ATOLLHAS" */
    static final long MAGIC = 0x41544f4c4c484153L;

    static final int FORMAT = 1;
    static final int BODY_END = 84;

    private static final int STATE = 12;
    private static final int INSTALLATION = 16;
    private static final int HOST = 32;
    private static final int BOOT_ID = 48;
    private static final int SEQUENCE = 64;
    private static final int EPOCH_FLOOR = 72;
    private static final int LEASE_MS = 80;
    private static final Duration LONGEST_LEASE = Duration.ofHours(1);

    /** Whether the host may run highly available VMs. */
    public enum State {
        /** It may, until its lease runs out. */
        HOLDING(1),
        /** It runs none, and will run none before its slot holds again: the enforcers' acknowledgement. */
        RELEASED(2);

        private final int code;

        State(int code) {
            this.code = code;
        }
    }

    public SlotContent {
        if (sequence < 0) {
            throw new IllegalArgumentException(
                    "A slot's sequence must not be negative, %d was given.".formatted(sequence));
        }
        if (!lease.isPositive() || lease.compareTo(LONGEST_LEASE) > 0 || lease.toNanosPart() % 1_000_000 != 0) {
            throw new IllegalArgumentException(
                    "A lease lasts whole milliseconds, up to %s; %s was given.".formatted(LONGEST_LEASE, lease));
        }
    }

    /** What bytes turned out to be. */
    public sealed interface Decoded {
        record Slot(SlotContent content) implements Decoded {}

        /**
         * Nothing can be told from them.
         *
         * @param why follows on "the slot cannot be read: "
         */
        record Damaged(String why) implements Decoded {}
    }

    /** The block of 4,096 bytes, for tools and tests. */
    public byte[] encode() {
        var block = new BlockBuffer();
        encodeTo(block);
        var copy = new byte[BlockBuffer.BYTES];
        block.bytes().get(0, copy);
        return copy;
    }

    /** Reads a block of 4,096 bytes; whatever it holds, the answer is one of the two. */
    public static Decoded decode(byte[] bytes) {
        if (bytes.length != BlockBuffer.BYTES) {
            return new Decoded.Damaged("it has %d bytes instead of %d".formatted(bytes.length, BlockBuffer.BYTES));
        }
        var block = new BlockBuffer();
        block.bytes().put(0, bytes);
        return decodeFrom(block);
    }

    void encodeTo(BlockBuffer block) {
        block.begin(MAGIC, FORMAT);
        var bytes = block.bytes();
        bytes.putInt(STATE, state.code);
        put(bytes, INSTALLATION, installation);
        put(bytes, HOST, host.value());
        put(bytes, BOOT_ID, bootId);
        bytes.putLong(SEQUENCE, sequence);
        bytes.putLong(EPOCH_FLOOR, epochFloor.value());
        bytes.putInt(LEASE_MS, (int) lease.toMillis());
        block.seal();
    }

    static Decoded decodeFrom(BlockBuffer block) {
        var damage = block.damage(MAGIC, FORMAT, BODY_END);
        if (!damage.isEmpty()) {
            return new Decoded.Damaged(damage);
        }
        var bytes = block.bytes();
        var code = bytes.getInt(STATE);
        var leaseMs = bytes.getInt(LEASE_MS);
        var sequence = bytes.getLong(SEQUENCE);
        var floor = bytes.getLong(EPOCH_FLOOR);
        if (code < 1
                || code > State.values().length
                || sequence < 0
                || floor < 0
                || leaseMs < 1
                || leaseMs > LONGEST_LEASE.toMillis()) {
            return new Decoded.Damaged("its numbers make no sense");
        }
        return new Decoded.Slot(new SlotContent(
                uuid(bytes, INSTALLATION),
                new HostId(uuid(bytes, HOST)),
                uuid(bytes, BOOT_ID),
                sequence,
                code == State.HOLDING.code ? State.HOLDING : State.RELEASED,
                new VmEpoch(floor),
                Duration.ofMillis(leaseMs)));
    }

    static void put(ByteBuffer bytes, int at, UUID value) {
        bytes.putLong(at, value.getMostSignificantBits()).putLong(at + Long.BYTES, value.getLeastSignificantBits());
    }

    static UUID uuid(ByteBuffer bytes, int at) {
        return new UUID(bytes.getLong(at), bytes.getLong(at + Long.BYTES));
    }
}
