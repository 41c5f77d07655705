package io.atoll.ha.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atoll.ha.storage.SlotContent.Decoded;
import io.atoll.ha.storage.SlotContent.State;
import io.atoll.model.HostId;
import io.atoll.model.VmEpoch;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.UUID;
import java.util.zip.CRC32C;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class SlotContentTest {
    private static final SlotContent SAMPLE = new SlotContent(
            new UUID(1, 2),
            new HostId(new UUID(3, 4)),
            new UUID(5, 6),
            7,
            State.RELEASED,
            new VmEpoch(8),
            Duration.ofSeconds(4));

    @Property
    void whatIsWrittenIsRead(
            @ForAll long high,
            @ForAll long low,
            @ForAll @LongRange(min = 0) long sequence,
            @ForAll State state,
            @ForAll @LongRange(min = 0) long floor,
            @ForAll @IntRange(min = 1, max = 3_600_000) int leaseMs) {
        var content = new SlotContent(
                new UUID(high, low),
                new HostId(new UUID(low, high)),
                new UUID(~high, low),
                sequence,
                state,
                new VmEpoch(floor),
                Duration.ofMillis(leaseMs));

        assertThat(SlotContent.decode(content.encode())).isEqualTo(new Decoded.Slot(content));
    }

    @Property
    void oneBitFlippedAnywhereIsNoticed(@ForAll @IntRange(min = 0, max = 4096 * 8 - 1) int bit) {
        var bytes = SAMPLE.encode();
        bytes[bit / 8] ^= (byte) (1 << (bit % 8));

        assertThat(SlotContent.decode(bytes)).isInstanceOf(Decoded.Damaged.class);
    }

    @Property
    void anyBytesAreASlotOrDamagedAndNothingElseHappens(@ForAll @Size(max = 5000) byte[] bytes) {
        assertThat(SlotContent.decode(bytes)).isInstanceOf(Decoded.Damaged.class);
    }

    /** A hostile writer can make the checksum fit; then the numbers are looked at. */
    @Property
    void aFittingChecksumMakesNoSenseOfNonsense(
            @ForAll @IntRange(min = 8, max = 4091) int at, @ForAll @IntRange(min = 0, max = 255) int value) {
        var bytes = SAMPLE.encode();
        bytes[at] = (byte) value;
        seal(bytes);

        switch (SlotContent.decode(bytes)) {
            case Decoded.Slot(var content) -> assertThat(content.encode()).isEqualTo(bytes);
            case Decoded.Damaged(var why) -> assertThat(why).isNotEmpty();
        }
    }

    @Test
    void theLayoutIsTheOneThatIsWrittenDown() {
        var bytes = ByteBuffer.wrap(SAMPLE.encode());

        assertThat(bytes.getLong(0)).isEqualTo(0x41544f4c4c484153L);
        assertThat(bytes.getInt(8)).isEqualTo(1);
        assertThat(bytes.getInt(12)).as("RELEASED").isEqualTo(2);
        assertThat(new long[] {bytes.getLong(16), bytes.getLong(24)}).containsExactly(1, 2);
        assertThat(new long[] {bytes.getLong(32), bytes.getLong(40)}).containsExactly(3, 4);
        assertThat(new long[] {bytes.getLong(48), bytes.getLong(56)}).containsExactly(5, 6);
        assertThat(bytes.getLong(64)).isEqualTo(7);
        assertThat(bytes.getLong(72)).isEqualTo(8);
        assertThat(bytes.getInt(80)).isEqualTo(4000);
        var crc = new CRC32C();
        crc.update(bytes.array(), 0, 4092);
        assertThat(bytes.getInt(4092)).isEqualTo((int) crc.getValue());
    }

    @Test
    void zerosAreNoReleasedHost() {
        assertThat(SlotContent.decode(new byte[4096]))
                .isEqualTo(new Decoded.Damaged("it holds zeros where its kind should be"));
        assertThat(SlotContent.decode(new byte[0])).isEqualTo(new Decoded.Damaged("it has 0 bytes instead of 4096"));
    }

    @Test
    void aLeaseIsWholeMillisecondsAndNotForEver() {
        for (var lease : new Duration[] {Duration.ZERO, Duration.ofNanos(1_500_000), Duration.ofHours(2)}) {
            assertThatThrownBy(() -> new SlotContent(
                            SAMPLE.installation(),
                            SAMPLE.host(),
                            SAMPLE.bootId(),
                            1,
                            State.HOLDING,
                            SAMPLE.epochFloor(),
                            lease))
                    .hasMessageContaining(lease.toString());
        }
    }

    private static void seal(byte[] bytes) {
        var crc = new CRC32C();
        crc.update(bytes, 0, 4092);
        ByteBuffer.wrap(bytes).putInt(4092, (int) crc.getValue());
    }
}
