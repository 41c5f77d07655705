package io.atoll.manager.dpm.internal;

import io.atoll.manager.api.Page;
import io.atoll.manager.api.PageRequest;
import io.atoll.manager.api.list.FieldType;
import io.atoll.manager.api.list.ListDefinition;
import io.atoll.manager.api.list.ListQuery;
import io.atoll.manager.dpm.DpmMode;
import io.atoll.manager.dpm.internal.book.DpmRecommendation;
import io.atoll.manager.dpm.internal.book.ParkedHostStore;
import io.atoll.manager.dpm.internal.book.ParkedState;
import io.atoll.manager.dpm.internal.book.RecommendationBook;
import io.atoll.manager.dpm.internal.round.DpmRoundStore;
import io.atoll.manager.dpm.internal.round.DpmRoundView;
import io.atoll.manager.dpm.internal.round.DpmRoundView.DpmVerdict;
import io.atoll.manager.dpm.internal.settings.DpmSettings;
import io.atoll.manager.dpm.internal.settings.DpmSettingsStore;
import io.atoll.manager.dpm.internal.settings.SleepHours;
import io.atoll.manager.inventory.Inventory;
import io.atoll.manager.problem.AtollException;
import io.atoll.manager.problem.ErrorCode;
import io.atoll.model.ClusterId;
import io.atoll.model.HostId;
import java.time.Clock;
import java.time.DayOfWeek;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Power saving of a cluster as clients see it. */
@Component
public class DpmViews {
    private static final ListDefinition ROUNDS = ListDefinition.of("dpm-rounds", "r.*", "dpm_round r", "r.id")
            .sortable("at", "r.at", FieldType.TIME)
            .choice("verdict", "r.verdict", DpmVerdict.class)
            .sortedBy("-at");

    private static final ListDefinition RECOMMENDATIONS = ListDefinition.of(
                    "dpm-recommendations", "r.*", "dpm_recommendation r", "r.id")
            .sortable("createdAt", "r.created_at", FieldType.TIME)
            .sortable("hostName", "lower(r.host_name)", FieldType.TEXT)
            .choice("state", "r.state", RecommendationBook.State.class)
            .choice("kind", "r.kind", RecommendationBook.Kind.class)
            .filterable("hostId", "r.host_id", FieldType.ID)
            .sortedBy("-createdAt");

    private final DpmSettingsStore settings;
    private final DpmRoundStore rounds;
    private final RecommendationBook recommendations;
    private final ParkedHostStore hosts;
    private final Inventory inventory;
    private final ListQuery lists;
    private final Clock clock;

    DpmViews(
            DpmSettingsStore settings,
            DpmRoundStore rounds,
            RecommendationBook recommendations,
            ParkedHostStore hosts,
            Inventory inventory,
            ListQuery lists,
            Clock clock) {
        this.settings = settings;
        this.rounds = rounds;
        this.recommendations = recommendations;
        this.hosts = hosts;
        this.inventory = inventory;
        this.lists = lists;
        this.clock = clock;
    }

    /** How a cluster saves power, and how that stands. */
    public record View(UUID clusterId, long revision, Spec spec, Status status) {}

    /**
     * What people want.
     *
     * @param lowPercent hosts used by less may sleep
     * @param highPercent hosts used by more have another one woken
     * @param wakeMinutes the load of so long is looked at before a host is woken
     * @param parkMinutes the same before one is parked
     * @param minimumUpMinutes a host stays awake for so long at least
     * @param spareHosts hosts that stay awake beside those that HA needs
     * @param timeZone in which the schedule is meant
     * @param schedule times of the week in which hosts may sleep; empty: always
     * @param excludedHostIds hosts that stay on
     */
    public record Spec(
            DpmMode mode,
            int lowPercent,
            int highPercent,
            int wakeMinutes,
            int parkMinutes,
            int minimumUpMinutes,
            int spareHosts,
            String timeZone,
            List<Hours> schedule,
            List<UUID> excludedHostIds) {}

    /**
     * A time of the week in which hosts may sleep.
     *
     * @param days on which it begins
     * @param from HH:MM
     * @param to HH:MM; not later than {@code from}: on the next day
     */
    public record Hours(List<DayOfWeek> days, String from, String to) {
        static Hours of(SleepHours one) {
            return new Hours(one.days(), one.from().toString(), one.to().toString());
        }
    }

    /**
     * How it stands.
     *
     * @param maySleepNow whether the schedule lets hosts sleep now
     * @param asleepHosts of which their sleep was confirmed
     * @param movingHosts on their way to sleep or from it
     * @param failedHosts that did not wake
     * @param lastRound null: nobody has looked yet
     */
    public record Status(
            boolean maySleepNow,
            int asleepHosts,
            int movingHosts,
            int failedHosts,
            int openRecommendations,
            @Nullable DpmRoundView lastRound) {}

    /** Refused with CLUSTER_NOT_FOUND where there is no such cluster. */
    public View of(ClusterId id) {
        requireThere(id);
        var wanted = settings.of(id);
        return new View(id.value(), wanted.revision(), spec(wanted), status(wanted));
    }

    private static Spec spec(DpmSettings wanted) {
        return new Spec(
                wanted.mode(),
                wanted.band().lowPercent(),
                wanted.band().highPercent(),
                wanted.timing().wakeMinutes(),
                wanted.timing().parkMinutes(),
                wanted.timing().minimumUpMinutes(),
                wanted.spareHosts(),
                wanted.zone().getId(),
                wanted.hours().stream().map(Hours::of).toList(),
                wanted.excluded().stream().map(HostId::value).toList());
    }

    private Status status(DpmSettings wanted) {
        var asleep = 0;
        var moving = 0;
        var failed = 0;
        for (var host : hosts.of(wanted.cluster()).values()) {
            asleep += host.state() == ParkedState.ASLEEP ? 1 : 0;
            failed += host.state() == ParkedState.FAILED ? 1 : 0;
            moving += host.state().mayBeWoken() ? 0 : 1;
        }
        return new Status(
                wanted.times().allow(clock.instant()),
                asleep,
                moving,
                failed,
                recommendations.open(wanted.cluster()).size(),
                rounds.last(wanted.cluster()).map(DpmRoundView::withoutHosts).orElse(null));
    }

    public void requireThere(ClusterId id) {
        if (inventory.cluster(id).isEmpty()) {
            throw new AtollException(ErrorCode.CLUSTER_NOT_FOUND, "There is no cluster %s.".formatted(id));
        }
    }

    /** The rounds of a cluster, newest first. */
    public Page<DpmRoundView> rounds(ClusterId id, PageRequest page) {
        requireThere(id);
        return lists.page(
                ROUNDS,
                page,
                "r.cluster_id = :cluster",
                Map.of("cluster", id.value()),
                (row, _) -> DpmRoundStore.map(row));
    }

    /** What is recommended and was, newest first. */
    public Page<DpmRecommendation> recommendations(ClusterId id, PageRequest page) {
        requireThere(id);
        return lists.page(
                RECOMMENDATIONS,
                page,
                "r.cluster_id = :cluster",
                Map.of("cluster", id.value()),
                (row, _) -> RecommendationBook.map(row));
    }
}
