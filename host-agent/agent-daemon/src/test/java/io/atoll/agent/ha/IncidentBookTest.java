package io.atoll.agent.ha;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.ha.timeline.IncidentId;
import io.atoll.ha.timeline.TimedEntry;
import io.atoll.ha.timeline.TimelineEntry;
import io.atoll.ha.zk.ZookeeperConnection;
import io.atoll.ha.zk.facts.Alarms;
import io.atoll.ha.zk.facts.Incident;
import io.atoll.ha.zk.facts.Incidents;
import io.atoll.model.ClusterId;
import io.atoll.model.HostId;
import io.atoll.model.VmEpoch;
import io.atoll.model.VmId;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Stories of incidents as HA leaders keep them, in a real ZooKeeper. */
class IncidentBookTest {
    private static final ClusterId CLUSTER = new ClusterId(new UUID(3, 1));
    private static final HostId HOST = new HostId(UUID.fromString("01a225fe-8d8e-704e-9e3d-a93c7589a509"));
    private static final IncidentId STORY = new IncidentId("host-" + HOST + "-7");
    private static final Instant NOW = Instant.parse("2026-05-04T03:12:00Z");
    private static final TimelineWords WORDS = new TimelineWords(_ -> "host-1", _ -> "vm-1");

    private ClusterZookeeper zookeeper;
    private ZookeeperConnection connection;

    @BeforeEach
    void start() throws Exception {
        zookeeper = new ClusterZookeeper(CLUSTER);
        connection = zookeeper.connection;
    }

    @AfterEach
    void stop() throws Exception {
        zookeeper.close();
    }

    private IncidentBook book() {
        var book = new IncidentBook(
                new Incidents(connection),
                new Alarms(connection),
                CLUSTER,
                Clock.fixed(NOW, ZoneOffset.UTC),
                () -> 10_000_000_000L);
        book.load();
        return book;
    }

    private static TimedEntry at(long nanos, TimelineEntry entry) {
        return new TimedEntry(nanos, entry);
    }

    private Incident stored() {
        var incidents = new Incidents(connection);
        assertThat(incidents.list()).hasSize(1);
        return incidents.read(incidents.list().getFirst()).orElseThrow();
    }

    @Test
    void aStoryOfVmsThatEndedSaysOnWhichHost() {
        var ended = at(8_000_000_000L, new TimelineEntry.Released(HOST, new VmId(new UUID(4, 1)), new VmEpoch(3)));
        book().append(new IncidentId("gone-" + HOST + "-1234abcd"), 0, List.of(ended), WORDS);
        assertThat(stored().kind()).isEqualTo("gone");
        assertThat(stored().host()).isEqualTo(HOST);
        assertThat(stored().timeline().getFirst().text()).contains("host-1", "vm-1");
    }

    @Test
    void whatIsToldTwiceStandsOnceAndTheNextLeaderGoesOn() {
        var taken = at(8_000_000_000L, new TimelineEntry.TakenOver(HOST));
        var back = at(9_000_000_000L, new TimelineEntry.HostBack(HOST));
        var first = book();
        first.append(STORY, 0, List.of(taken), WORDS);
        first.append(STORY, 0, List.of(taken), WORDS);
        first.append(STORY, 5, List.of(back), WORDS); // a gap: the engine fills it when it sees how many there are
        assertThat(first.storedEntries()).containsEntry(STORY.value(), 1);

        var second = book();
        assertThat(second.storedEntries()).containsEntry(STORY.value(), 1);
        second.append(STORY, 0, List.of(taken, back), WORDS);
        assertThat(stored().timeline())
                .containsExactly(
                        new Incident.Moment(
                                NOW.minusSeconds(2),
                                "TAKEN_OVER",
                                "The fence of host-1 is up and its VMs have new owners."),
                        new Incident.Moment(NOW.minusSeconds(1), "HOST_BACK", "host-1 is there again."));
        assertThat(stored().host()).isEqualTo(HOST);
        assertThat(stored().kind()).isEqualTo("host");
    }

    @Test
    void aStoryEndsWhenNothingMoreIsToComeAndOpensAgainWhenItDoes() {
        var book = book();
        book.append(STORY, 0, List.of(at(0, new TimelineEntry.TakenOver(HOST))), WORDS);
        book.close(Set.of(STORY));
        assertThat(stored().ended()).isFalse();
        book.close(Set.of());
        assertThat(stored().ended()).isTrue();
        book.append(STORY, 1, List.of(at(0, new TimelineEntry.HostBack(HOST))), WORDS);
        assertThat(stored().ended()).isFalse();
    }

    @Test
    void alarmsAreThereForTheNextLeader() {
        book().raise("storm", "2 of 3 hosts are silent.");
        var next = book();
        assertThat(next.storedAlarms()).containsEntry("storm", "2 of 3 hosts are silent.");
        next.clear("storm");
        assertThat(book().storedAlarms()).isEmpty();
    }
}
