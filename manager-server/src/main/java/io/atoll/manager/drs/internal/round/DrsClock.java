package io.atoll.manager.drs.internal.round;

import io.atoll.manager.cluster.LeaderSight;
import io.atoll.manager.drs.internal.outcome.OutcomeKeeper;
import io.atoll.manager.schedule.Recurring;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/** Looks at all balanced clusters by the clock. While no manager leads nobody hears the hosts, so nothing is decided. */
@Component
class DrsClock implements Recurring {
    private static final Logger LOG = LoggerFactory.getLogger(DrsClock.class);

    private final DrsRounds rounds;
    private final OutcomeKeeper outcomes;
    private final LeaderSight sight;
    private final Duration every;

    DrsClock(
            DrsRounds rounds,
            OutcomeKeeper outcomes,
            LeaderSight sight,
            @Value("${atoll.drs.every:1m}") Duration every) {
        this.rounds = rounds;
        this.outcomes = outcomes;
        this.sight = sight;
        this.every = every;
    }

    @Override
    public String name() {
        return "drs-rounds";
    }

    @Override
    public Duration every() {
        return every;
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
                LOG.warn("cluster={} is not balanced this time: {}", cluster, e.toString());
            }
        }
        rounds.expireForgotten();
        outcomes.judge();
    }
}
