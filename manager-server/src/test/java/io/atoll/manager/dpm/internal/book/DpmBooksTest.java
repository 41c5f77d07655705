package io.atoll.manager.dpm.internal.book;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atoll.manager.dpm.internal.DpmReason;
import io.atoll.manager.dpm.internal.book.RecommendationBook.Kind;
import io.atoll.manager.dpm.internal.book.RecommendationBook.Proposal;
import io.atoll.manager.dpm.internal.book.RecommendationBook.State;
import io.atoll.manager.task.TaskId;
import io.atoll.manager.testing.ManagerTest;
import io.atoll.manager.testing.ManagerUnderTest;
import io.atoll.manager.testing.agent.Datacenter;
import io.atoll.model.ClusterId;
import io.atoll.model.CpuBaseline;
import io.atoll.model.HostId;
import io.atoll.model.Mebibytes;
import io.atoll.model.VmDemand;
import io.atoll.model.VmId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** What power saving writes down, when others write at the same time or what it is about goes. */
@ManagerTest
class DpmBooksTest {
    private final ManagerUnderTest manager;
    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;
    private final RecommendationBook recommendations;
    private final RoomWishes wishes;
    private final SpanStore spans;

    DpmBooksTest(ManagerUnderTest manager, JdbcClient jdbc, PlatformTransactionManager transactions) {
        this.manager = manager;
        this.jdbc = jdbc;
        transaction = new TransactionTemplate(transactions);
        recommendations = manager.bean(RecommendationBook.class);
        wishes = manager.bean(RoomWishes.class);
        spans = manager.bean(SpanStore.class);
    }

    private ClusterId cluster() throws Exception {
        var made = manager.admin().post("/api/v1/clusters", Map.of("name", manager.unique("books")));
        return ClusterId.parse(made.json().at("/metadata/id").asString());
    }

    private UUID recommended(ClusterId cluster, HostId host) {
        var proposal = new Proposal(Kind.PARK, host, "h", DpmReason.of("not-needed", "It is not needed."));
        transaction.executeWithoutResult(_ -> recommendations.reconcile(cluster, List.of(proposal)));
        return recommendations.open(cluster).getFirst().id();
    }

    @Test
    void whatIsBeingAcceptedDoesNotExpireUnderIt() throws Exception {
        var cluster = cluster();
        var id = recommended(cluster, new HostId(UUID.randomUUID()));
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Callable<Boolean> round = () -> {
                transaction.executeWithoutResult(_ -> recommendations.reconcile(cluster, List.of()));
                return true;
            };
            var ended = transaction.execute(_ -> {
                assertThat(recommendations.lock(id)).isPresent();
                var begun = threads.submit(round);
                awaitThatItWaits(begun);
                recommendations.accepted(id, new TaskId(UUID.randomUUID()), "ops");
                return begun;
            });
            assertThat(ended.get()).isTrue();
        }
        assertThat(recommendations.find(id).orElseThrow().state()).isEqualTo(State.ACCEPTED);
    }

    private void awaitThatItWaits(Future<?> other) {
        while (jdbc.sql("select count(*) from pg_locks where not granted and transactionid is not null")
                        .query(Integer.class)
                        .single()
                == 0) {
            assertThat(other).isNotDone();
        }
    }

    @Test
    void aVmOfTheSameNameInAnotherClusterTakesNoRoomWishAway() throws Exception {
        try (var dc = Datacenter.of(manager, 1)) {
            var running = dc.runningVm("a");
            var name = dc.get("/api/v1/vms/" + running).at("/metadata/name").asString();
            var elsewhere = cluster();
            transaction.executeWithoutResult(_ -> wishes.put(elsewhere, demand(name), new TreeSet<>(List.of("apart"))));
            assertThat(wishes.of(elsewhere)).singleElement().satisfies(wish -> {
                assertThat(wish.features()).isEqualTo(demand(name).cpu().features());
                assertThat(wish.rules()).containsExactly("apart");
            });
            transaction.executeWithoutResult(
                    _ -> wishes.put(ClusterId.parse(dc.cluster()), demand(name), new TreeSet<>()));
            assertThat(wishes.of(elsewhere)).hasSize(1);
            assertThat(wishes.of(ClusterId.parse(dc.cluster()))).as("it runs").isEmpty();
        }
    }

    private static VmDemand demand(String name) {
        return new VmDemand(
                new VmId(UUID.randomUUID()),
                name,
                1,
                new Mebibytes(512),
                new TreeSet<>(),
                new TreeSet<>(),
                CpuBaseline.parse("x86-64-v2"));
    }

    @Test
    void aHostThatIsRemovedSleepsNoLongerAndNothingIsRecommendedOfIt() throws Exception {
        try (var dc = Datacenter.of(manager, 2)) {
            var cluster = ClusterId.parse(dc.cluster());
            var host = dc.host("b").id();
            var began = Instant.now();
            var parked = ParkedHost.draining(
                    host, cluster, "b", "It is not needed.", "ops", new TaskId(UUID.randomUUID()), began);
            transaction.executeWithoutResult(
                    _ -> manager.bean(ParkingBook.class).begin(parked, began));
            var id = recommended(cluster, host);
            var removed = dc.api().delete("/api/v1/hosts/" + host);
            assertThat(removed.status()).as("%s", removed).isEqualTo(204);
            var history = spans.between(cluster, began.minusSeconds(1), began.plusSeconds(3_600));
            assertThat(history).hasSize(1);
            assertThat(history.getFirst().endedAt()).isNotNull();
            assertThat(recommendations.find(id).orElseThrow().state()).isEqualTo(State.EXPIRED);
        }
    }

    @Test
    void moreHistoryThanAnybodyReadsIsRefused() throws Exception {
        var cluster = cluster();
        jdbc.sql("""
                insert into dpm_span (id, cluster_id, host_id, host_name, state, reason, began_at, ended_at)
                select gen_random_uuid(), :cluster, gen_random_uuid(), 'h', 'ASLEEP', '', now(), now()
                  from generate_series(1, :most)""")
                .param("cluster", cluster.value())
                .param("most", SpanStore.MOST_ANSWERED)
                .update();
        var from = Instant.now().minusSeconds(3_600);
        var to = Instant.now().plusSeconds(3_600);
        assertThat(spans.between(cluster, from, to)).hasSize(SpanStore.MOST_ANSWERED);
        jdbc.sql("""
                insert into dpm_span (id, cluster_id, host_id, host_name, state, reason, began_at, ended_at)
                values (gen_random_uuid(), :cluster, gen_random_uuid(), 'h', 'ASLEEP', '', now(), now())""").param("cluster", cluster.value()).update();
        assertThatThrownBy(() -> spans.between(cluster, from, to)).hasMessageContaining("more than 20000 times");
        jdbc.sql("delete from dpm_span where cluster_id = :cluster")
                .param("cluster", cluster.value())
                .update();
    }
}
