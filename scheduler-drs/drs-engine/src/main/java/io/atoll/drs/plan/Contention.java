package io.atoll.drs.plan;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Who gets how much of a host that cannot serve everyone: nobody below the reservation, nobody above what is wanted, and between
 * the two the same height per share for all.
 */
final class Contention {
    private Contention() {}

    /**
     * One VM's claim.
     *
     * @param reservedMhz guaranteed, no more than wanted
     */
    record Claim(double reservedMhz, double wantedMhz, int shares) {}

    /** What each gets, in the order of the claims. Reservations are honoured even where they exceed the capacity together. */
    static double[] serve(List<Claim> claims, double capacityMhz) {
        var wanted = claims.stream().mapToDouble(Claim::wantedMhz).sum();
        var served = new double[claims.size()];
        var mark = wanted <= capacityMhz ? Double.POSITIVE_INFINITY : mark(claims, capacityMhz);
        for (var i = 0; i < served.length; i++) {
            served[i] = at(claims.get(i), mark);
        }
        return served;
    }

    private static double at(Claim claim, double mark) {
        return Math.min(claim.wantedMhz, Math.max(claim.reservedMhz, mark * claim.shares));
    }

    /** A height at which a claim begins to be filled above its reservation (weight &gt; 0) or is full (weight &lt; 0). */
    private record Event(double height, int weight) {}

    /**
     * The height per share at which the capacity is used up: between two events the use grows in proportion to the shares
     * that are being filled.
     */
    private static double mark(List<Claim> claims, double capacityMhz) {
        var events = new ArrayList<Event>();
        var used = 0.0;
        for (var claim : claims) {
            used += claim.reservedMhz;
            events.add(new Event(claim.reservedMhz / claim.shares, claim.shares));
            events.add(new Event(claim.wantedMhz / claim.shares, -claim.shares));
        }
        events.sort(Comparator.comparingDouble(Event::height));
        var height = 0.0;
        var filling = 0L;
        for (var event : events) {
            var growth = (event.height - height) * filling;
            if (used + growth > capacityMhz) {
                return filling == 0 ? height : height + Math.max(0, capacityMhz - used) / filling;
            }
            used += growth;
            height = event.height;
            filling += event.weight;
        }
        return height;
    }
}
