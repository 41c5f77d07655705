package io.atoll.drs.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.offset;

import io.atoll.drs.pool.ShareTree.Claim;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.SortedMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class ShareTreeTest {
    private static final double NO_LIMIT = Double.MAX_VALUE;
    private static final double ROUNDING = 1e-6;

    @Test
    void aPoolGetsByItsSharesAndItsMembersByTheirs() {
        var granted = ShareTree.divide(
                List.of(
                        Claim.ofPool("gold", null, 8000, 0, NO_LIMIT),
                        Claim.ofPool("silver", null, 4000, 0, NO_LIMIT),
                        Claim.ofLeaf("a", "gold", 1000, 0, NO_LIMIT, 9000),
                        Claim.ofLeaf("b", "gold", 3000, 0, NO_LIMIT, 9000),
                        Claim.ofLeaf("c", "silver", 1, 0, NO_LIMIT, 9000)),
                12_000);
        assertThat(granted.get("gold")).isCloseTo(8000, offset(ROUNDING));
        assertThat(granted.get("a")).isCloseTo(2000, offset(ROUNDING));
        assertThat(granted.get("b")).isCloseTo(6000, offset(ROUNDING));
        assertThat(granted.get("c")).isCloseTo(4000, offset(ROUNDING));
    }

    @Test
    void whatAPoolReservesAndDoesNotAskForGoesToOthers() {
        var granted = ShareTree.divide(
                List.of(
                        Claim.ofPool("gold", null, 8000, 6000, NO_LIMIT),
                        Claim.ofLeaf("a", "gold", 1000, 0, NO_LIMIT, 1000),
                        Claim.ofLeaf("b", null, 1000, 0, NO_LIMIT, 9000)),
                10_000);
        assertThat(granted.get("gold")).isCloseTo(1000, offset(ROUNDING));
        assertThat(granted.get("b")).isCloseTo(9000, offset(ROUNDING));
    }

    @Test
    void reservationsBeyondWhatThereIsAreCutAlike() {
        var granted = ShareTree.divide(
                List.of(Claim.ofLeaf("a", null, 1, 6000, NO_LIMIT, 0), Claim.ofLeaf("b", null, 9, 2000, NO_LIMIT, 0)),
                4000);
        assertThat(granted.get("a")).isCloseTo(3000, offset(ROUNDING));
        assertThat(granted.get("b")).isCloseTo(1000, offset(ROUNDING));
    }

    @Test
    void whoseParentClaimsNothingIsRefused() {
        assertThatThrownBy(() -> ShareTree.divide(List.of(Claim.ofLeaf("a", "gone", 1, 0, NO_LIMIT, 1)), 1))
                .isInstanceOf(IllegalArgumentException.class);
    }

    /** A random tree: pools are in pools of a lower number, leaves in any pool or none. */
    private static List<Claim<String>> tree(long seed) {
        var random = new Random(seed);
        var claims = new ArrayList<Claim<String>>();
        var pools = random.nextInt(6);
        for (var p = 0; p < pools; p++) {
            claims.add(Claim.ofPool(
                    "pool" + p,
                    p == 0 || random.nextBoolean() ? null : "pool" + random.nextInt(p),
                    1 + random.nextInt(8000),
                    random.nextInt(3) == 0 ? random.nextInt(5000) : 0,
                    random.nextInt(3) == 0 ? random.nextInt(9000) : NO_LIMIT));
        }
        var leaves = 1 + random.nextInt(12);
        for (var l = 0; l < leaves; l++) {
            var limit = random.nextInt(3) == 0 ? random.nextInt(6000) : NO_LIMIT;
            claims.add(Claim.ofLeaf(
                    "vm" + l,
                    pools == 0 || random.nextInt(3) == 0 ? null : "pool" + random.nextInt(pools),
                    1 + random.nextInt(8000),
                    random.nextInt(2) == 0 ? Math.min(limit, random.nextInt(3000)) : 0,
                    limit,
                    random.nextInt(8000)));
        }
        return claims;
    }

    private static double topSum(List<Claim<String>> claims, SortedMap<String, Double> granted) {
        return claims.stream()
                .filter(claim -> claim.parent() == null)
                .mapToDouble(claim -> at(granted, claim.id()))
                .sum();
    }

    private static double at(SortedMap<String, Double> granted, String id) {
        return Objects.requireNonNull(granted.get(id));
    }

    @Property(tries = 400)
    void sumsNeverExceedWhatThereIsAndLimitsHold(@ForAll long seed, @ForAll @IntRange(max = 40_000) int amount) {
        var claims = tree(seed);
        var granted = ShareTree.divide(claims, amount);
        assertThat(topSum(claims, granted)).isLessThanOrEqualTo(amount + ROUNDING);
        for (var claim : claims) {
            assertThat(at(granted, claim.id())).isBetween(0.0, claim.limit());
            if (claim.pool()) {
                var members = claims.stream()
                        .filter(one -> claim.id().equals(one.parent()))
                        .mapToDouble(one -> at(granted, one.id()))
                        .sum();
                assertThat(members).isLessThanOrEqualTo(at(granted, claim.id()) + ROUNDING);
            } else {
                assertThat(at(granted, claim.id()))
                        .isLessThanOrEqualTo(Math.max(claim.demand(), claim.reservation()) + ROUNDING);
            }
        }
    }

    /** As far as the limits of the pools above leave it, and as there is enough for all reservations. */
    @Property(tries = 400)
    void reservationsAreHonoured(@ForAll long seed) {
        var claims = tree(seed).stream()
                .map(claim -> claim.pool()
                        ? Claim.ofPool(claim.id(), claim.parent(), claim.shares(), claim.reservation(), NO_LIMIT)
                        : claim)
                .toList();
        var granted = ShareTree.divide(claims, 60_000); // more than all reservations of such a tree
        for (var claim : claims) {
            var members = claims.stream()
                    .filter(one -> isIn(one, claim.id(), claims) && !one.pool())
                    .mapToDouble(one -> Math.min(one.limit(), Math.max(one.demand(), one.reservation())))
                    .sum();
            var asked = claim.pool() ? members : claim.reservation();
            assertThat(at(granted, claim.id())).isGreaterThanOrEqualTo(Math.min(claim.reservation(), asked) - ROUNDING);
        }
    }

    private static boolean isIn(Claim<String> claim, String pool, List<Claim<String>> claims) {
        for (var at = claim.parent(); at != null; ) {
            if (at.equals(pool)) {
                return true;
            }
            var above = at;
            at = claims.stream()
                    .filter(one -> one.id().equals(above))
                    .findFirst()
                    .orElseThrow()
                    .parent();
        }
        return false;
    }

    @Property(tries = 400)
    void moreSharesAreNeverLess(
            @ForAll long seed,
            @ForAll @IntRange(max = 40_000) int amount,
            @ForAll @IntRange(min = 1, max = 5000) int more) {
        var claims = tree(seed);
        var which = new Random(seed).nextInt(claims.size());
        var claim = claims.get(which);
        var raised = new ArrayList<>(claims);
        raised.set(
                which,
                new Claim<>(
                        claim.id(),
                        claim.parent(),
                        claim.shares() + more,
                        claim.reservation(),
                        claim.limit(),
                        claim.demand(),
                        claim.pool()));
        assertThat(at(ShareTree.divide(raised, amount), claim.id()))
                .isGreaterThanOrEqualTo(at(ShareTree.divide(claims, amount), claim.id()) - ROUNDING);
    }

    @Property(tries = 200)
    void theOrderOfTheClaimsMakesNoDifference(@ForAll long seed, @ForAll @IntRange(max = 40_000) int amount) {
        var claims = tree(seed);
        var shuffled = new ArrayList<>(claims);
        Collections.shuffle(shuffled, new Random(seed + 1));
        assertThat(ShareTree.divide(shuffled, amount)).isEqualTo(ShareTree.divide(claims, amount));
    }

    @Property(tries = 200)
    void nothingIsLeftWhileSomebodyMayHaveMore(@ForAll long seed, @ForAll @IntRange(max = 20_000) int amount) {
        var claims = tree(seed).stream()
                .filter(claim -> claim.parent() == null && !claim.pool())
                .toList();
        var granted = ShareTree.divide(claims, amount);
        var asked = claims.stream()
                .mapToDouble(claim -> Math.min(claim.limit(), Math.max(claim.demand(), claim.reservation())))
                .sum();
        assertThat(topSum(claims, granted)).isCloseTo(Math.min(amount, asked), offset(1e-3));
    }
}
