package io.atoll.ha.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.atoll.ha.storage.SlotContent.State;
import io.atoll.model.HostId;
import io.atoll.model.VmEpoch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real files past the cache, on the disk the build works on. */
class PoolChannelTest {
    private static final UUID INSTALLATION = UUID.randomUUID();
    private static final HostId ONE = new HostId(UUID.randomUUID());
    private static final HostId TWO = new HostId(UUID.randomUUID());
    private static final Duration LONG = Duration.ofSeconds(30);

    @TempDir
    Path folder;

    @Test
    void aSlotIsReadAsItWasWritten() throws Exception {
        var pool = TestPool.in(folder);
        write(pool, content(ONE, 1));
        try (var channel = channel(pool)) {
            var before = BootClock.nanos();
            var readings = fresh(channel, ONE, TWO);

            assertThat(readings.get(ONE)).isInstanceOfSatisfying(SlotReading.Value.class, value -> {
                assertThat(value.content()).isEqualTo(content(ONE, 1));
                assertThat(value.startNanos()).isGreaterThanOrEqualTo(before);
                assertThat(value.endNanos()).isBetween(value.startNanos(), BootClock.nanos());
            });
            assertThat(readings.get(TWO)).isInstanceOf(SlotReading.Missing.class);
        }
    }

    @Test
    void watchedSlotsAreReadAgainAndAgain() throws Exception {
        var pool = TestPool.in(folder);
        try (var slot = new LeaseSlot(pool, ONE);
                var channel = channel(pool)) {
            slot.write(content(ONE, 1));
            channel.watch(List.of(ONE), Duration.ofMillis(20));
            await().until(() -> sequence(channel.latest().get(ONE)) == 1);
            slot.write(content(ONE, 2));
            await().until(() -> sequence(channel.latest().get(ONE)) == 2);
            channel.watch(List.of(TWO), Duration.ofMillis(20));
            await().until(() -> channel.latest().get(TWO) instanceof SlotReading.Missing);
            assertThat(channel.latest()).containsOnlyKeys(TWO);
        }
    }

    @Test
    void anEmptyMountPointAndAnotherPoolSayNothing() throws Exception {
        var bare =
                new PoolLocation(TestPool.in(folder.resolve("a")).pool(), Files.createDirectory(folder.resolve("b")));
        unreadable(bare, "not mounted");
        var other =
                new PoolLocation(bare.pool(), TestPool.in(folder.resolve("c")).root());
        unreadable(other, "another pool");
        unreadable(TestPool.in(folder.resolve("d")), "does not exist");
        unreadable(new PoolLocation(bare.pool(), folder.resolve("nowhere")), "does not exist");
    }

    @Test
    void whatIsNotAWholeSlotOfThatHostSaysNothing() throws Exception {
        var pool = TestPool.in(folder);
        write(pool, content(ONE, 1));
        var file = TestPool.slots(pool).resolve(LeaseSlot.fileName(ONE));
        var good = Files.readAllBytes(file);

        Files.write(file, new byte[4096]);
        unreadable(pool, "zeros");
        Files.write(file, Arrays.copyOf(good, 512));
        unreadable(pool, "512 bytes");
        good[100] ^= 1;
        Files.write(file, good);
        unreadable(pool, "checksum");
        Files.write(file, content(TWO, 1).encode());
        unreadable(pool, "holds the block of host " + TWO);
        var foreign = new SlotContent(
                UUID.randomUUID(), ONE, UUID.randomUUID(), 1, State.RELEASED, new VmEpoch(0), Duration.ofSeconds(4));
        Files.write(file, foreign.encode());
        unreadable(pool, "of installation " + foreign.installation());
    }

    @Test
    void noLinkIsFollowedAndNoPipeWaitedFor() throws Exception {
        var elsewhere = TestPool.in(folder.resolve("elsewhere"));
        write(elsewhere, content(ONE, 1));
        var file = TestPool.slots(elsewhere).resolve(LeaseSlot.fileName(ONE));

        var linkedFolder = TestPool.in(folder.resolve("linked-folder"));
        Files.createSymbolicLink(
                linkedFolder.root().resolve(".atoll"), elsewhere.root().resolve(".atoll"));
        unreadable(linkedFolder, "a directory was expected");
        refusesToWrite(linkedFolder);

        var pool = TestPool.in(folder.resolve("pool"));
        Files.createDirectories(TestPool.slots(pool));
        var slot = TestPool.slots(pool).resolve(LeaseSlot.fileName(ONE));
        Files.createSymbolicLink(slot, file);
        unreadable(pool, "symbolic link");
        refusesToWrite(pool);
        Files.delete(slot);
        Files.createLink(slot, file);
        unreadable(pool, "ordinary file");
        refusesToWrite(pool);
        Files.delete(slot);
        new ProcessBuilder("mkfifo", slot.toString()).start().waitFor();
        unreadable(pool, "Opening");
        refusesToWrite(pool);
        assertThat(SlotContent.decode(Files.readAllBytes(file)))
                .as("what the links led to")
                .isEqualTo(new SlotContent.Decoded.Slot(content(ONE, 1)));
    }

    @Test
    void aSlotThatWasRemovedOrReplacedIsWrittenAnew() throws Exception {
        var pool = TestPool.in(folder);
        try (var slot = new LeaseSlot(pool, ONE);
                var channel = channel(pool)) {
            slot.write(content(ONE, 1));
            Files.delete(TestPool.slots(pool).resolve(LeaseSlot.fileName(ONE)));
            slot.write(content(ONE, 2));
            assertThat(sequence(fresh(channel, ONE).get(ONE))).isEqualTo(2);
        }
    }

    @Test
    void aPoolThatHangsIsSaidToHangAndHoldsNobody() throws Exception {
        assumeTrue(HangingPool.isPossible(), "No FUSE or no Python module fuse: no pool can be made to hang.");
        var good = TestPool.in(folder.resolve("good"));
        write(good, content(ONE, 1));
        try (var hanging = HangingPool.mount(folder);
                var other = channel(good)) {
            var bad = new PoolChannel(hanging.location(), INSTALLATION, Duration.ofMillis(300));
            write(hanging.location(), content(ONE, 5));
            bad.watch(List.of(ONE), Duration.ofMillis(20));
            await().until(() -> sequence(bad.latest().get(ONE)) == 5);
            hanging.hang();
            await().atMost(LONG).until(() -> bad.health() instanceof PoolHealth.Hanging);

            assertThat(bad.latest().get(ONE)).isInstanceOf(SlotReading.Unreadable.class);
            assertThat(bad.fresh(List.of(ONE), Duration.ofMillis(200))
                            .get(20, TimeUnit.SECONDS)
                            .get(ONE))
                    .isInstanceOfSatisfying(
                            SlotReading.Unreadable.class,
                            it -> assertThat(it.why()).contains("has not answered"));
            assertThatThrownBy(
                            () -> bad.run(_ -> "never", Duration.ofMillis(100)).get(20, TimeUnit.SECONDS))
                    .hasCauseInstanceOf(TimeoutException.class);
            assertThat(sequence(fresh(other, ONE).get(ONE)))
                    .as("the pool beside it")
                    .isEqualTo(1);
            for (var i = 0; i < 100; i++) {
                bad.fresh(List.of(ONE), LONG).isDone(); // more than it can ever take
            }

            hanging.answerAgain();
            await().atMost(LONG).until(() -> sequence(bad.latest().get(ONE)) == 5);
            hanging.hang();
            await().atMost(LONG).until(() -> bad.health() instanceof PoolHealth.Hanging);
            bad.close();
            assertThat(bad.health()).isEqualTo(new PoolHealth.Closed());
        }
    }

    private void refusesToWrite(PoolLocation pool) {
        assertThatThrownBy(() -> write(pool, content(ONE, 9))).isInstanceOf(IOException.class);
    }

    private static void unreadable(PoolLocation pool, String why) throws Exception {
        try (var channel = channel(pool)) {
            assertThat(fresh(channel, ONE).get(ONE))
                    .isInstanceOfSatisfying(
                            SlotReading.Unreadable.class,
                            it -> assertThat(it.why()).contains(why));
        }
    }

    private static PoolChannel channel(PoolLocation pool) {
        return new PoolChannel(pool, INSTALLATION, LONG);
    }

    private static SortedMap<HostId, SlotReading> fresh(PoolChannel channel, HostId... hosts) throws Exception {
        return channel.fresh(List.of(hosts), LONG).get();
    }

    private static void write(PoolLocation pool, SlotContent content) throws IOException {
        try (var slot = new LeaseSlot(pool, content.host())) {
            slot.write(content);
        }
    }

    private static long sequence(@Nullable SlotReading reading) {
        return reading instanceof SlotReading.Value value ? value.content().sequence() : -1;
    }

    private static SlotContent content(HostId host, long sequence) {
        return new SlotContent(
                INSTALLATION, host, new UUID(1, 2), sequence, State.HOLDING, new VmEpoch(3), Duration.ofSeconds(4));
    }
}
