package io.atoll.manager.inventory.internal.network;

import io.atoll.manager.inventory.Network;
import io.atoll.manager.inventory.internal.Ipv4;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Compares the address ranges of networks. */
final class AddressRanges {
    private AddressRanges() {}

    static boolean overlap(Network one, Network other) {
        var oneStart = parse(one.addressing().rangeStart());
        var oneEnd = parse(one.addressing().rangeEnd());
        var otherStart = parse(other.addressing().rangeStart());
        var otherEnd = parse(other.addressing().rangeEnd());
        if (oneStart.isEmpty() || oneEnd.isEmpty() || otherStart.isEmpty() || otherEnd.isEmpty()) {
            return false;
        }
        return oneStart.get().compareTo(otherEnd.get()) <= 0 && otherStart.get().compareTo(oneEnd.get()) <= 0;
    }

    private static Optional<Ipv4> parse(@Nullable String text) {
        return Optional.ofNullable(text).flatMap(Ipv4::parse);
    }
}
