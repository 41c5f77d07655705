package io.atoll.ha.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atoll.model.HostId;
import io.atoll.model.LeaderEpoch;
import io.atoll.model.VmEpoch;
import io.atoll.model.VmId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OrderBlockTest {
    private static final UUID INSTALLATION = UUID.randomUUID();
    private static final HostId HOST = new HostId(UUID.randomUUID());

    @TempDir
    Path folder;

    private PoolLocation pool;

    @BeforeEach
    void setUp() throws IOException {
        pool = TestPool.in(folder);
    }

    private OrderBlock block() {
        return new OrderBlock(pool, INSTALLATION, HOST);
    }

    private static OrderContent order(long number, SortedMap<VmId, VmEpoch> vms) {
        return new OrderContent(INSTALLATION, HOST, new LeaderEpoch(3), number, vms);
    }

    private static SortedMap<VmId, VmEpoch> vms(int count) {
        var vms = new TreeMap<VmId, VmEpoch>();
        for (var i = 0; i < count; i++) {
            vms.put(new VmId(new UUID(9, i)), new VmEpoch(i));
        }
        return vms;
    }

    @Test
    void whatTheLeaderWroteLastIsRead() throws IOException {
        assertThat(block().read()).isEqualTo(new OrderReading.Missing());
        Files.createDirectories(TestPool.slots(pool));
        assertThat(block().read()).isEqualTo(new OrderReading.Missing());
        block().write(order(1, vms(OrderContent.MOST_VMS)));
        assertThat(block().read()).isEqualTo(new OrderReading.Value(order(1, vms(OrderContent.MOST_VMS))));
        block().write(order(2, vms(1)));
        assertThat(block().read()).isEqualTo(new OrderReading.Value(order(2, vms(1))));
        block().write(order(3, vms(0)));
        assertThat(block().read()).isEqualTo(new OrderReading.Value(order(3, vms(0))));
        assertThat(TestPool.slots(pool).resolve(HOST + ".order")).hasSize(4096);
    }

    @Test
    void anOrderToSomebodyElseIsNotObeyed() throws IOException {
        block().write(order(1, vms(2)));
        var other = new HostId(UUID.randomUUID());
        Files.copy(
                TestPool.slots(pool).resolve(OrderBlock.fileName(HOST)),
                TestPool.slots(pool).resolve(OrderBlock.fileName(other)));

        assertThat(new OrderBlock(pool, INSTALLATION, other).read()).isInstanceOf(OrderReading.Unreadable.class);
        assertThat(new OrderBlock(pool, UUID.randomUUID(), HOST).read()).isInstanceOf(OrderReading.Unreadable.class);
        assertThatThrownBy(() -> new OrderBlock(pool, INSTALLATION, other).write(order(1, vms(1))))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> order(1, vms(OrderContent.MOST_VMS + 1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("at most 160");
    }

    @Property(tries = 200)
    void aBlockWithOneWrongBitIsUnreadable(@ForAll @IntRange(max = 4096 * 8 - 1) int bit) {
        var block = new BlockBuffer();
        order(1, vms(5)).encodeTo(block);
        var at = bit / Byte.SIZE;
        block.bytes().put(at, (byte) (block.bytes().get(at) ^ (1 << (bit % Byte.SIZE))));
        assertThat(OrderContent.decodeFrom(block, INSTALLATION, HOST)).isInstanceOf(OrderReading.Unreadable.class);
    }

    @Property(tries = 100)
    void aBlockThatChecksAndMakesNoSenseIsUnreadable(@ForAll int count) {
        var block = new BlockBuffer();
        order(1, vms(5)).encodeTo(block);
        block.bytes().putInt(12, count);
        block.seal();
        if (count < 5 || count > OrderContent.MOST_VMS) {
            assertThat(OrderContent.decodeFrom(block, INSTALLATION, HOST)).isInstanceOf(OrderReading.Unreadable.class);
        }
        block.bytes().putInt(12, 5).putLong(48, -1);
        block.seal();
        assertThat(OrderContent.decodeFrom(block, INSTALLATION, HOST)).isInstanceOf(OrderReading.Unreadable.class);
    }
}
