package io.atoll.manager.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.manager.testing.ApiClient;
import io.atoll.manager.testing.ManagerTest;
import io.atoll.manager.testing.ManagerUnderTest;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

/** One mutation, one transaction: idempotency keys, dry runs, audit rows. */
@ManagerTest
class MutationTest {
    private final ManagerUnderTest manager;

    MutationTest(ManagerUnderTest manager) {
        this.manager = manager;
    }

    @Test
    void aHundredDuplicatesHaveOneEffectAndOneAnswer() throws Exception {
        var client = manager.admin().with("Idempotency-Key", manager.unique("key"));
        var name = manager.unique("once");
        var answers = inParallel(100, () -> client.post("/api/v1/clusters", Map.of("name", name)));

        assertThat(answers).allSatisfy(answer -> assertThat(answer.status()).isEqualTo(201));
        var texts = new HashSet<String>();
        answers.forEach(answer -> texts.add(answer.text()));
        assertThat(texts).hasSize(1);
        assertThat(answers)
                .filteredOn(answer -> answer.header("Idempotency-Replayed").isEmpty())
                .hasSize(1);
        assertThat(answers)
                .allSatisfy(answer -> assertThat(answer.header("Location")).startsWith("/api/v1/clusters/"));
        assertThat(manager.admin()
                        .get("/api/v1/clusters?filter=metadata.name%3D%3D%22" + name + "%22")
                        .json()
                        .get("items"))
                .hasSize(1);
    }

    @Test
    void aKeyIsForOneRequestOfOneUser() throws Exception {
        var client = manager.admin().with("Idempotency-Key", manager.unique("key"));
        assertThat(client.post("/api/v1/users", user(manager.unique("first"))).status())
                .isEqualTo(201);
        var other = client.post("/api/v1/users", user(manager.unique("other")));
        assertThat(other.code()).isEqualTo("IDEMPOTENCY_KEY_REUSED");
        assertThat(other.status()).isEqualTo(422);
        var odd = manager.admin().with("Idempotency-Key", "x".repeat(129)).post("/api/v1/users", user("never"));
        assertThat(odd.status()).isEqualTo(400);
    }

    @Test
    void aRefusedRequestMayBeTriedAgainUnderItsKey() throws Exception {
        var client = manager.admin().with("Idempotency-Key", manager.unique("key"));
        String name = manager.unique("taken");
        assertThat(manager.admin().post("/api/v1/users", user(name)).status()).isEqualTo(201);
        assertThat(client.post("/api/v1/users", user(name)).code()).isEqualTo("NAME_TAKEN");
        assertThat(client.post("/api/v1/users", user(name)).code()).isEqualTo("NAME_TAKEN");
    }

    @Test
    void aSecretIsNotKeptForItsKey() throws Exception {
        var client = manager.admin().with("Idempotency-Key", manager.unique("key"));
        var body = Map.of("name", manager.unique("token"), "role", "VIEWER");
        assertThat(client.post("/api/v1/tokens", body).json().get("secret").asString())
                .startsWith("atk_");
        var again = client.post("/api/v1/tokens", body);
        assertThat(again.code()).isEqualTo("IDEMPOTENCY_KEY_SPENT");
        assertThat(again.text()).doesNotContain("atk_");
    }

    @Test
    void aTokenHasTheRoleThatWasSaidAndNoOther() throws Exception {
        var silent = manager.admin().post("/api/v1/tokens", Map.of("name", manager.unique("token")));
        assertThat(silent.status()).isEqualTo(400);
        assertThat(silent.code()).isEqualTo("VALIDATION_FAILED");
        assertThat(silent.json().at("/causes/0/field").asString()).isEqualTo("role");
        assertThat(silent.json().get("detail").asString())
                .isEqualTo("role is required: one of [VIEWER, OPERATOR, ADMIN].");
        var said = manager.admin().post("/api/v1/tokens", Map.of("name", manager.unique("token"), "role", "VIEWER"));
        assertThat(said.json().get("role").asString()).isEqualTo("VIEWER");
    }

    @Test
    void aNameThatCannotBeIsToldOnce() throws Exception {
        String cluster = manager.admin()
                .post("/api/v1/clusters", Map.of("name", manager.unique("names")))
                .json()
                .at("/metadata/id")
                .asString();
        var inCluster = Map.of("clusterId", cluster);
        var inPool = Map.of("poolId", cluster, "source", Map.of("type", "UPLOAD"));
        var specs = Map.of("vms", inCluster, "pools", inCluster, "networks", inCluster, "images", inPool);
        for (var kind : specs.keySet()) {
            var spec = specs.get(kind);
            for (var body : List.of(Map.of("name", "a b", "spec", spec), Map.of("spec", spec))) {
                var refused = manager.admin().post("/api/v1/" + kind, body);
                assertThat(refused.code()).as("%s", refused).isEqualTo("VALIDATION_FAILED");
                assertThat(refused.json().get("causes").valueStream())
                        .as("%s", refused)
                        .filteredOn(cause -> cause.path("field").asString("").equals("name"))
                        .hasSize(1);
            }
        }
    }

    @Test
    void aDryRunTellsAndChangesNothing() throws Exception {
        String name = manager.unique("tried");
        var plan = manager.admin().post("/api/v1/users?dryRun=true", user(name));
        assertThat(plan.status()).isEqualTo(200);
        assertThat(plan.json().get("wouldSucceed").asBoolean()).isTrue();
        assertThat(plan.json().get("plan").get("username").asString()).isEqualTo(name);
        assertThat(plan.header("Location")).isEmpty();
        assertThat(usersNamed(name)).isZero();

        assertThat(manager.admin().post("/api/v1/users", user(name)).status()).isEqualTo(201);
        var refused = manager.admin().post("/api/v1/users?dryRun=true", user(name));
        assertThat(refused.status()).isEqualTo(200);
        assertThat(refused.json().get("wouldSucceed").asBoolean()).isFalse();
        assertThat(refused.json().get("violations").get(0).get("code").asString())
                .isEqualTo("NAME_TAKEN");
    }

    @Test
    void aLogInCannotBeTriedOut() throws Exception {
        var answer = manager.anonymous()
                .post(
                        "/api/v1/sessions?dryRun=true",
                        Map.of("username", ManagerUnderTest.ADMIN, "password", ManagerUnderTest.PASSWORD));
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.header("Set-Cookie")).isEmpty();
    }

    @Test
    void everyMutationAndEveryRefusedCallerIsInTheAuditLog() throws Exception {
        String name = manager.unique("audited");
        String id = manager.admin()
                .post("/api/v1/users", user(name))
                .json()
                .get("id")
                .asString();
        assertThat(manager.admin().post("/api/v1/users", user(name)).code()).isEqualTo("NAME_TAKEN");
        var wrong =
                manager.anonymous().post("/api/v1/sessions", Map.of("username", name, "password", "certainly wrong"));
        assertThat(wrong.code()).isEqualTo("LOGIN_FAILED");
        assertThat(manager.admin().delete("/api/v1/users/" + id).status()).isEqualTo(204);

        String log = manager.admin().get("/api/v1/audit?limit=50").text();
        assertThat(log).contains("\"user.delete\"", "\"user/" + id + "\"", "\"NAME_TAKEN\"");
        assertThat(log).contains("\"actor\":\"" + name + "\"", "\"LOGIN_FAILED\"", "\"session.create\"");
        assertThat(log).doesNotContain("certainly wrong");
    }

    @Test
    void ofManyWhoSawTheSameRevisionOneChangesIt() throws Exception {
        var cluster = manager.admin()
                .post("/api/v1/clusters", Map.of("name", manager.unique("raced")))
                .header("Location");
        var user = manager.admin()
                .post("/api/v1/users", user(manager.unique("raced")))
                .header("Location");
        for (var path : List.of(cluster, user)) {
            var seen = manager.admin().with("If-Match", "\"0\"");
            var answers = inParallel(16, () -> seen.patch(path, change(path)));
            assertThat(answers)
                    .as("%s", path)
                    .filteredOn(answer -> answer.status() == 200)
                    .hasSize(1);
            assertThat(answers)
                    .filteredOn(answer -> answer.status() != 200)
                    .allSatisfy(answer -> assertThat(answer.code()).isEqualTo("REVISION_MISMATCH"));
            if (path.equals(user)) {
                var password = Map.of("password", "another good password");
                var set = inParallel(16, () -> manager.admin().post(path + "/actions/set-password", password));
                assertThat(set)
                        .allSatisfy(answer ->
                                assertThat(answer.status()).as("%s", answer).isEqualTo(204));
            }
            var whatever = inParallel(16, () -> manager.admin().patch(path, change(path)));
            assertThat(whatever)
                    .allSatisfy(answer ->
                            assertThat(answer.status()).as("%s", answer).isEqualTo(200));
        }
    }

    /** The database ends one of two that wait for each other. Who it is, is chance, so it is tried until it was the request. */
    @Test
    void aRequestThatTheDatabaseEndsIsCarriedOutAgain() throws Exception {
        for (boolean chosen = false; !chosen; ) {
            var path = manager.admin()
                    .post("/api/v1/clusters", Map.of("name", manager.unique("circle")))
                    .header("Location");
            var cluster = UUID.fromString(path.substring(path.lastIndexOf('/') + 1));
            try (var other = manager.bean(DataSource.class).getConnection();
                    var threads = Executors.newVirtualThreadPerTaskExecutor()) {
                other.setAutoCommit(false);
                // Longer than the request's own second: it is the first to look for a circle, if it looks while there
                // is one.
                execute(other, "set local deadlock_timeout = '10s'");
                execute(other, "select 1 from cluster where id = '%s' for key share".formatted(cluster));
                var deleted = threads.submit(() -> manager.admin().delete(path));
                while (count(other, "select count(*) from pg_locks where not granted and transactionid is not null")
                        == 0) {
                    assertThat(deleted).isNotDone();
                }
                chosen = completes(other, "select 1 from cluster where id = '%s' for no key update".formatted(cluster));
                other.rollback();
                assertThat(deleted.get().status()).as("%s", deleted.get()).isEqualTo(204);
                assertThat(manager.admin().get(path).status()).isEqualTo(404);
            }
        }
    }

    private static boolean completes(Connection connection, String sql) throws SQLException {
        try {
            execute(connection, sql);
            return true;
        } catch (SQLException e) {
            assertThat(e.getSQLState()).isEqualTo("40P01");
            return false;
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static int count(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getInt(1);
        }
    }

    private Map<String, Object> change(String path) {
        var text = manager.unique("text");
        return path.contains("/users/") ? Map.of("displayName", text) : Map.of("spec", Map.of("description", text));
    }

    private static Map<String, String> user(String name) {
        return Map.of("username", name, "password", "a good password", "role", "VIEWER");
    }

    private long usersNamed(String name) throws Exception {
        String all = manager.admin().get("/api/v1/users").text();
        return all.split("\"username\":\"" + name + "\"", -1).length - 1L;
    }

    private static List<ApiClient.Answer> inParallel(int count, Callable<ApiClient.Answer> call) throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var all = new ArrayList<ApiClient.Answer>();
            for (var future : threads.invokeAll(java.util.Collections.nCopies(count, call))) {
                all.add(future.get());
            }
            return all;
        }
    }
}
