package io.atoll.agent.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.agent.vm.GuestWords;
import io.atoll.agent.vm.VmView;
import io.atoll.agent.watch.HostUpdate.Change;
import io.atoll.hypervisor.api.VmDefinition;
import io.atoll.hypervisor.api.VmEvent;
import io.atoll.hypervisor.api.VmHardware;
import io.atoll.hypervisor.api.VmStatus;
import io.atoll.hypervisor.vm.VmState;
import io.atoll.model.CpuBaseline;
import io.atoll.model.Mebibytes;
import io.atoll.model.VmEpoch;
import io.atoll.model.VmId;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UpdateLogTest {
    private static final Clock CLOCK = Clock.fixed(Instant.EPOCH, ZoneOffset.UTC);
    private final UpdateLog log = new UpdateLog("s1", 16, CLOCK);

    private static VmId id(int number) {
        return new VmId(new UUID(0, number));
    }

    private static VmView view(int number, long epoch) {
        var hardware = VmHardware.of(1, new Mebibytes(64), CpuBaseline.QEMU64);
        var definition = new VmDefinition(id(number), "vm" + number, hardware, List.of(), null, List.of());
        return new VmView(
                new VmStatus(
                        definition, new VmEpoch(epoch), new VmState.Running(), Instant.EPOCH, null, false, false, 0),
                GuestWords.NONE);
    }

    private static Change event(int number) {
        return new Change.VmHappened(new VmEvent(id(1), "RESET", "detail " + number, Instant.EPOCH));
    }

    @Test
    void givesWhatCameSinceInOrder() {
        for (var i = 0; i < 10; i++) {
            log.append(event(i));
        }
        assertThat(log.readAfter(10, 100)).isEmpty();
        assertThat(log.readAfter(7, 100)).extracting(HostUpdate::sequence).containsExactly(8L, 9L, 10L);
        assertThat(log.readAfter(0, 4)).extracting(HostUpdate::sequence).containsExactly(1L, 2L, 3L, 4L);
    }

    @Test
    void givesEverythingToOneThatWasAwayTooLongOrComesFromTheFuture() {
        log.append(new Change.VmChanged(view(1, 1)));
        log.append(new Change.VmChanged(view(2, 1)));
        log.append(new Change.VmGone(id(1), new VmEpoch(1)));
        for (var i = 0; i < 20; i++) {
            log.append(event(i));
        }
        for (var position : new long[] {-1, 0, 6, 24, Long.MAX_VALUE}) {
            var updates = log.readAfter(position, 100);
            assertThat(updates).hasSize(1);
            assertThat(updates.getFirst().sequence()).isEqualTo(23);
            assertThat(updates.getFirst().change()).isEqualTo(new Change.Everything(null, List.of(view(2, 1))));
        }
        assertThat(log.readAfter(7, 100)).hasSize(16);
    }

    @Test
    void keepsNoMoreThanItsCapacityInAFlood() {
        for (var i = 0; i < 100_000; i++) {
            log.append(event(i));
        }
        assertThat(log.sequence()).isEqualTo(100_000);
        assertThat(log.readAfter(99_984, 1_000)).hasSize(16);
        assertThat(log.readAfter(99_983, 1_000)).hasSize(1);
    }

    /** Whatever is read when, a subscriber that applies it ends with the same picture as one that was always there. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void everySubscriberEndsWithTheTruth(long seed) {
        var random = new Random(seed);
        var truth = new TreeMap<VmId, Long>();
        var picture = new TreeMap<VmId, Long>();
        var position = -1L;
        for (var step = 0; step < 2_000; step++) {
            var vm = random.nextInt(6);
            if (random.nextInt(3) == 0) {
                log.append(new Change.VmGone(id(vm), new VmEpoch(1)));
                truth.remove(id(vm));
            } else {
                log.append(new Change.VmChanged(view(vm, step + 1)));
                truth.put(id(vm), step + 1L);
            }
            if (random.nextInt(12) == 0) {
                position = apply(log.readAfter(position, 1 + random.nextInt(8)), position, picture);
            }
        }
        while (position != log.sequence()) {
            position = apply(log.readAfter(position, 5), position, picture);
        }
        assertThat(picture).as("seed %d", seed).isEqualTo(truth);
    }

    private static long apply(List<HostUpdate> updates, long position, Map<VmId, Long> picture) {
        var at = position;
        for (var update : updates) {
            switch (update.change()) {
                case Change.Everything(var _, var vms) -> {
                    picture.clear();
                    vms.forEach(vm -> picture.put(vm.id(), vm.status().epoch().value()));
                }
                case Change.VmChanged(var vm) ->
                    picture.put(vm.id(), vm.status().epoch().value());
                case Change.VmGone(var vm, var _) -> picture.remove(vm);
                case Change.VmHappened _, Change.HostChanged _ -> {}
            }
            at = update.sequence();
        }
        return at;
    }
}
