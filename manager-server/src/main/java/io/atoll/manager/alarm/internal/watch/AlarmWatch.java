package io.atoll.manager.alarm.internal.watch;

import io.atoll.manager.alarm.internal.watch.AlarmRound.Remembered;
import io.atoll.manager.alarm.internal.watch.AlarmRound.Sight;
import io.atoll.manager.alarm.jpa.AlarmDefinitionStore;
import io.atoll.manager.cluster.DeposedException;
import io.atoll.manager.cluster.Leadership;
import io.atoll.manager.persistence.LeaderTransaction;
import io.atoll.model.LeaderEpoch;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Looks at everything every ten seconds, on the leader. A new leader begins with the alarms that stand. */
@Component
class AlarmWatch {
    private static final Logger LOG = LoggerFactory.getLogger(AlarmWatch.class);
    /** Decisions of one transaction: a thousand VMs whose host is gone do not hold its locks for long. */
    private static final int BATCH = 100;

    private final AlarmDefinitionStore definitions;
    private final FactsReader facts;
    private final AlarmBook book;
    private final Leadership leadership;
    private final LeaderTransaction transaction;
    private final Clock clock;
    private final AtomicBoolean underWay = new AtomicBoolean();
    private final Map<UUID, Sight> sights = new HashMap<>();
    private Map<AlarmKey, Remembered> remembered = Map.of();
    private @Nullable LeaderEpoch led;
    private boolean failing;

    AlarmWatch(
            AlarmDefinitionStore definitions,
            FactsReader facts,
            AlarmBook book,
            Leadership leadership,
            LeaderTransaction transaction,
            Clock clock) {
        this.definitions = definitions;
        this.facts = facts;
        this.book = book;
        this.leadership = leadership;
        this.transaction = transaction;
        this.clock = clock;
    }

    /** In a thread of its own: a database that is slow keeps nothing else waiting. */
    @Scheduled(fixedDelayString = "${atoll.alarm.look-every:10s}")
    void begin() {
        if (underWay.compareAndSet(false, true)) {
            Thread.ofVirtual().name("alarm-watch").start(() -> {
                try {
                    look();
                } finally {
                    underWay.set(false);
                }
            });
        }
    }

    /** One look; one thread at a time. */
    private void look() {
        var epoch = leadership.epoch().orElse(null);
        if (epoch == null || !epoch.equals(led)) {
            remembered = Map.of();
            sights.clear();
            led = epoch;
        }
        if (epoch == null) {
            return;
        }
        try {
            look(epoch);
            told(null);
        } catch (DeposedException _) {
            led = null;
        } catch (RuntimeException e) {
            told(e);
        }
    }

    private void look(LeaderEpoch epoch) {
        var now = clock.instant();
        var defined = definitions.all();
        var outcome = AlarmRound.look(
                new AlarmRound.Facts(defined, facts.read(defined, now), book.standing(), now), remembered);
        remembered = outcome.remembered();
        var decisions = outcome.decisions();
        for (int from = 0; from < decisions.size(); from += BATCH) {
            var some = decisions.subList(from, Math.min(decisions.size(), from + BATCH));
            transaction.run(epoch, () -> some.forEach(decision -> book.write(decision, now)));
        }
        for (var sight : outcome.sights().entrySet()) {
            if (!sight.getValue().equals(sights.get(sight.getKey()))) {
                transaction.run(epoch, () -> book.sight(sight.getKey(), sight.getValue()));
                sights.put(sight.getKey(), sight.getValue());
            }
        }
        sights.keySet().retainAll(outcome.sights().keySet());
        decisions.forEach(AlarmWatch::log);
    }

    private static void log(Decision decision) {
        if (decision instanceof Decision.Raise raise) {
            LOG.info(
                    "alarm raised definition={} {}={} topic={} severity={}",
                    raise.definition().name(),
                    raise.object().kind(),
                    raise.object().id(),
                    raise.topic(),
                    raise.severity());
        } else if (decision instanceof Decision.Clear(var alarm, var cause)) {
            LOG.info("alarm cleared id={} cause={}", alarm, cause);
        }
    }

    /** Once, not every ten seconds. */
    private void told(@Nullable RuntimeException failure) {
        if (failure != null && !failing) {
            LOG.warn("alarms cannot be looked after now: {}", failure.getMessage());
        } else if (failure == null && failing) {
            LOG.info("alarms are looked after again");
        }
        failing = failure != null;
    }
}
