package io.atoll.manager.dpm.internal.round;

import io.atoll.manager.cluster.LeaderSight;
import io.atoll.manager.dpm.internal.work.DpmProperties;
import io.atoll.manager.schedule.Recurring;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Looks at all clusters that save power by the clock. While no manager leads nobody hears the hosts, so nothing is decided. */
@Component
class DpmClock implements Recurring {
    private static final Logger LOG = LoggerFactory.getLogger(DpmClock.class);

    private final DpmRounds rounds;
    private final LeaderSight sight;
    private final DpmProperties properties;

    DpmClock(DpmRounds rounds, LeaderSight sight, DpmProperties properties) {
        this.rounds = rounds;
        this.sight = sight;
        this.properties = properties;
    }

    @Override
    public String name() {
        return "dpm-rounds";
    }

    @Override
    public Duration every() {
        return properties.every();
    }

    @Override
    public void run() {
        if (sight.leaderless().isPresent()) {
            return;
        }
        for (var cluster : rounds.due()) {
            try {
                rounds.look(cluster);
            } catch (RuntimeException e) { // whatever it is, the other clusters are looked at all the same
                LOG.warn("cluster={} saves no power this time: {}", cluster, e.toString());
            }
        }
    }
}
