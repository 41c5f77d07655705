package io.atoll.ha.restart;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.ha.facts.Protection;
import io.atoll.model.VmId;
import java.util.Arrays;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class RestartOrderTest {
    private final TreeMap<VmId, Protection> protections = new TreeMap<>();

    private static VmId vm(int number) {
        return new VmId(new UUID(0, number));
    }

    private void protect(int vm, int priority, Integer... startsAfter) {
        var usual = Protection.USUAL;
        var others = new TreeSet<VmId>();
        Arrays.stream(startsAfter).forEach(other -> others.add(vm(other)));
        protections.put(
                vm(vm), new Protection(priority, others, usual.isolation(), usual.storageLoss(), usual.restartsOn()));
    }

    private RestartOrder order() {
        return new RestartOrder(protections);
    }

    @Test
    void priorityDecidesAndThenTheId() {
        protect(1, 0);
        protect(2, 5);
        protect(3, 5);
        assertThat(order().of(new TreeSet<>(protections.keySet()))).containsExactly(vm(2), vm(3), vm(1));
    }

    @Test
    void whatOthersStartAfterComesBeforeThemWhateverItsPriority() {
        protect(1, 10, 2);
        protect(2, 0, 3);
        protect(3, -5);
        protect(4, 5);
        assertThat(order().of(new TreeSet<>(protections.keySet()))).containsExactly(vm(3), vm(2), vm(1), vm(4));
    }

    @Test
    void aCircleIsNamedAndDoesNotStopTheOrder() {
        protect(1, 0, 2);
        protect(2, 0, 3);
        protect(3, 0, 1);
        protect(4, 0, 1);
        assertThat(order().circle()).containsExactlyInAnyOrder(vm(1), vm(2), vm(3));
        assertThat(order().of(new TreeSet<>(protections.keySet()))).hasSize(4);
    }

    @Property(tries = 300)
    void everyVmOnceAndNobodyBeforeThoseItStartsAfter(@ForAll long seed) {
        var random = new Random(seed);
        protections.clear();
        var count = 1 + random.nextInt(30);
        for (var i = 0; i < count; i++) {
            var after =
                    random.ints(random.nextInt(4), 0, Math.max(1, i)).boxed().toArray(Integer[]::new);
            protect(i, random.nextInt(3), i == 0 ? new Integer[0] : after);
        }
        assertThat(order().circle()).isEmpty();
        var ordered = order().of(new TreeSet<>(protections.keySet()));
        assertThat(ordered).hasSize(count).doesNotHaveDuplicates();
        for (var vm : ordered) {
            for (var other :
                    java.util.Objects.requireNonNull(protections.get(vm)).startsAfter()) {
                assertThat(ordered.indexOf(other)).isLessThan(ordered.indexOf(vm));
            }
        }
    }
}
