package io.atoll.ha.enforcer;

import io.atoll.ha.storage.BootClock;
import io.atoll.ha.storage.PoolLocation;
import io.atoll.model.HostId;
import io.atoll.model.PoolId;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

/** A process of its own that starts a pair, takes a lease, and then waits to be killed. */
final class ShortLivedAgent {
    private ShortLivedAgent() {}

    public static void main(String[] arguments) throws Exception {
        var link = EnforcerLink.open(Path.of(arguments[0]), EnforcerLaunch.likeThisProcess());
        link.start(EnforcerConfig.of(
                UUID.randomUUID(),
                new HostId(UUID.randomUUID()),
                UUID.fromString(arguments[2]),
                Path.of(arguments[1]),
                List.of(new PoolLocation(PoolId.parse(arguments[3]), Path.of(arguments[4])))));
        while (link.hold(Duration.ofSeconds(1)) instanceof HoldAnswer.Refused) {
            Thread.sleep(50);
        }
        while (!link.status().holdsFor(Duration.ofSeconds(2))) {
            link.beat(BootClock.nanos());
            Thread.sleep(50);
        }
        System.out.println("HOLDS");
        Thread.sleep(Duration.ofMinutes(5));
    }
}
