package io.atoll.drs.pool;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.drs.pool.Reservations.Pool;
import io.atoll.drs.pool.Reservations.Shortfall;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ReservationsTest {
    private static final Pool GOLD = new Pool("gold", null, 4000, false, null);
    private static final Pool WEB = new Pool("web", "gold", 1000, true, null);

    private static Reservations cluster(double capacity, Pool... pools) {
        return new Reservations(capacity, List.of(pools));
    }

    private static Reservations with(Reservations cluster, @Nullable String pool, double reserved) {
        cluster.add(pool, reserved);
        return cluster;
    }

    @Test
    void anExpandablePoolTakesFromItsParentAndAFixedOneDoesNot() {
        assertThat(cluster(10_000, GOLD, WEB).unreserved("web")).isEqualTo(4000);
        assertThat(cluster(10_000, GOLD, new Pool("web", "gold", 1000, false, null))
                        .unreserved("web"))
                .isEqualTo(1000);
        assertThat(cluster(10_000, GOLD, new Pool("web", "gold", 1000, true, 1500.0))
                        .unreserved("web"))
                .isEqualTo(1500);
        assertThat(cluster(10_000, GOLD, WEB).unreserved(null)).isEqualTo(6000);
    }

    @Test
    void whatAPoolTookFromItsParentIsGoneThere() {
        var cluster = with(cluster(10_000, GOLD, WEB), "web", 3500);
        assertThat(cluster.used("gold")).isEqualTo(3500);
        assertThat(cluster.unreserved("gold")).isEqualTo(500);
        assertThat(cluster.unreserved("web")).isEqualTo(500);
    }

    /** The two cases of "Expandable Reservations Example 1" in VMware's vSphere Resource Management, in GHz. */
    @Test
    void vSpheresOwnExampleComesOutAsItSays() {
        var mom = new Pool("mom", null, 6, false, null);
        var kid = new Pool("kid", "mom", 2, true, null);
        var one = with(with(cluster(100, mom, kid), "mom", 1), "kid", 2);
        var second = with(with(with(cluster(100, mom, kid), "mom", 1), "kid", 2), "kid", 2);
        assertThat(one.unreserved("kid")).isEqualTo(3);
        assertThat(second.worseThan(one)).isEmpty();

        var two = with(with(cluster(100, mom, kid), "mom", 3), "kid", 2);
        var refused = with(with(with(cluster(100, mom, kid), "mom", 3), "kid", 2), "kid", 2);
        assertThat(refused.worseThan(two)).contains(new Shortfall("mom", 2, 1, 6));
    }

    @Test
    void theShortfallNamesThePoolThatHasNoMore() {
        var before = with(cluster(10_000, GOLD, WEB), "web", 3500);
        var after = with(with(cluster(10_000, GOLD, WEB), "web", 3500), "web", 1000);
        assertThat(after.worseThan(before)).contains(new Shortfall("gold", 1000, 500, 4000));
    }

    @Test
    void theClusterHasNoParent() {
        var big = new Pool("big", null, 9000, false, null);
        assertThat(cluster(10_000, GOLD, big).worseThan(cluster(10_000, GOLD)))
                .contains(new Shortfall(null, 9000, 6000, 10_000));
    }

    @Test
    void aReservationThatIsLoweredBelowWhatIsInUseIsTooLittle() {
        var before = with(cluster(10_000, GOLD), "gold", 3000);
        var after = with(cluster(10_000, new Pool("gold", null, 2000, false, null)), "gold", 3000);
        assertThat(after.worseThan(before)).contains(new Shortfall("gold", 3000, 2000, 2000));
    }

    @Test
    void whatIsOvercommittedAlreadyMayBecomeLess() {
        var before = with(cluster(3000, GOLD), "gold", 1000);
        assertThat(with(cluster(3000, new Pool("gold", null, 3500, false, null)), "gold", 1000)
                        .worseThan(before))
                .isEmpty();
        assertThat(with(cluster(3000, GOLD), "gold", 2000).worseThan(before)).isEmpty();
        assertThat(with(with(cluster(3000, GOLD), "gold", 1000), null, 1).worseThan(before))
                .isPresent();
    }

    @Property(tries = 400)
    void asMuchAsIsUnreservedCanBeTakenAndNoMore(@ForAll long seed, @ForAll @IntRange(min = 1, max = 9000) int more) {
        var random = new Random(seed);
        var pools = new Pool[4];
        for (var p = 0; p < pools.length; p++) {
            var reservation = 500 * random.nextInt(3);
            pools[p] = new Pool(
                    "p" + p,
                    p == 0 || random.nextBoolean() ? null : "p" + random.nextInt(p),
                    reservation,
                    random.nextBoolean(),
                    random.nextInt(3) == 0 ? (Double) (reservation + 100.0 * random.nextInt(20)) : null);
        }
        var before = cluster(6000, pools);
        if (before.worseThan(cluster(6000)).isPresent()) {
            return; // not a tree that anybody could have made
        }
        var pool = "p" + random.nextInt(pools.length);
        var fits = with(cluster(6000, pools), pool, more).worseThan(before).isEmpty();
        assertThat(fits).isEqualTo(more <= unreserved(pools, pool));
    }

    /** The same by trying, unit by unit. */
    private static long unreserved(Pool[] pools, String pool) {
        var least = 0L;
        var most = 10_000L;
        while (least < most) {
            var middle = (least + most + 1) / 2;
            if (keeps(pools, pool, (double) middle)) {
                least = middle;
            } else {
                most = middle - 1;
            }
        }
        return Math.min(least, (long) cluster(6000, pools).unreserved(pool));
    }

    private static boolean keeps(Pool[] pools, String pool, double reserved) {
        var cluster = with(cluster(6000, pools), pool, reserved);
        for (var one : pools) {
            var used = cluster.used(one.name());
            if ((!one.expandable() && used > one.reservation()) || (one.limit() != null && used > one.limit())) {
                return false;
            }
        }
        return cluster.used(null) <= 6000;
    }
}
