package io.atoll.manager.alarm;

import static io.atoll.manager.alarm.AlarmRig.LONG;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.atoll.manager.testing.ManagerTest;
import io.atoll.manager.testing.ManagerUnderTest;
import io.atoll.manager.testing.MovableClock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/** Who is told of alarms: over real TLS connections to a real receiver, and to a mail server that takes mail. */
@ManagerTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class NotificationChannelsApiTest {
    private final ManagerUnderTest manager;
    private final JdbcClient jdbc;
    private final MovableClock clock;
    private AlarmRig rig;
    private WebhookReceiver receiver;
    private MailReceiver mailbox;

    @SuppressWarnings("NullAway.Init") // @BeforeAll
    NotificationChannelsApiTest(ManagerUnderTest manager, JdbcClient jdbc, MovableClock clock) {
        this.manager = manager;
        this.jdbc = jdbc;
        this.clock = clock;
    }

    @BeforeAll
    void open() throws Exception {
        rig = new AlarmRig(manager, jdbc);
        receiver = new WebhookReceiver();
        mailbox = new MailReceiver();
    }

    @AfterAll
    void close() throws Exception {
        receiver.close();
        mailbox.close();
    }

    /** A channel, and the secret that was shown once. */
    private record Made(String path, String secret) {}

    private Made webhook(String url, Map<String, Object> filter) throws Exception {
        var made = rig.admin.post(
                "/api/v1/notification-channels",
                Map.of(
                        "name",
                        manager.unique("hook"),
                        "spec",
                        Map.of(
                                "type",
                                "WEBHOOK",
                                "webhook",
                                Map.of("url", url, "caPem", receiver.caPem()),
                                "filter",
                                filter)));
        assertThat(made.status()).as("%s", made).isEqualTo(201);
        return new Made(made.header("location"), made.json().get("secret").asString());
    }

    private Map<String, Object> onlyThisCluster() {
        return Map.of("clusterId", rig.cluster.toString());
    }

    /** No alarm's object is in this cluster: hosts of other tests disturb nobody. */
    private static Map<String, Object> onlyTests() {
        return Map.of("clusterId", "00000000-0000-7000-8000-00000000beef");
    }

    private JsonNode delivery(String path, String state) {
        var found = new AtomicReference<JsonNode>();
        await().atMost(LONG).until(() -> {
            var newest = rig.admin.get(path + "/deliveries").json().get("items");
            newest.valueStream().findFirst().ifPresent(found::set);
            return !newest.isEmpty() && newest.get(0).get("state").asString().equals(state);
        });
        return found.get();
    }

    private JsonNode failedOnce(String path) {
        await().atMost(LONG)
                .until(() -> rig.admin
                                .get(path + "/deliveries")
                                .json()
                                .at("/items/0/attempts")
                                .asInt()
                        == 1);
        return delivery(path, "PENDING");
    }

    private void test(String path) throws Exception {
        var answer = rig.admin.post(path + "/actions/test", Map.of());
        assertThat(answer.status()).as("%s", answer).isEqualTo(202);
        assertThat(answer.json().get("state").asString()).isEqualTo("PENDING");
    }

    private List<WebhookReceiver.Told> toldAbout(String subjectEnd) {
        return receiver.told.stream()
                .filter(told -> told.json().get("subject").asString().endsWith(subjectEnd))
                .toList();
    }

    @Test
    void aWebhookIsToldOfAnAlarmAsASignedCloudEvent() throws Exception {
        var hook = webhook(receiver.url(), onlyThisCluster());
        var host = rig.host("DISCONNECTED", Map.of());
        var definition = rig.defineDisconnected(host);
        var alarm = rig.awaitAlarm(definition, "RAISED", null).get("id").asString();
        await().atMost(LONG).until(() -> toldAbout(alarm).size() == 1);
        rig.state(host, "READY");
        await().atMost(LONG).until(() -> toldAbout(alarm).size() == 2);

        var first = toldAbout(alarm).getFirst();
        assertThat(first.isSignedWith(hook.secret)).isTrue();
        assertThat(first.path()).isEqualTo("/atoll?x=1");
        assertThat(first.contentType()).startsWith("application/cloudevents+json");
        var event = first.json();
        assertThat(event.get("specversion").asString()).isEqualTo("1.0");
        assertThat(event.get("id").asString()).isEqualTo(first.id());
        assertThat(event.get("type").asString()).isEqualTo("io.atoll.alarm.raised.v1");
        assertThat(event.at("/data/alarm/objectId").asString()).isEqualTo(host.toString());
        assertThat(toldAbout(alarm).getLast().json().get("type").asString()).isEqualTo("io.atoll.alarm.cleared.v1");
        assertThat(first.id()).isNotEqualTo(toldAbout(alarm).getLast().id());
        rig.remove(definition);
        rig.admin.delete(hook.path);
    }

    @Test
    void whatFailsIsTriedAgainLaterWithTheSameIdAndSaysWhy() throws Exception {
        var hook = webhook(receiver.url() + "&retry", onlyTests());
        receiver.answers("retry", 500);
        test(hook.path);
        var failed = failedOnce(hook.path);
        assertThat(failed.get("lastError").asString()).isEqualTo("The receiver answered with status 500.");
        clock.forward(Duration.ofSeconds(31));
        var done = delivery(hook.path, "DELIVERED");
        assertThat(done.get("attempts").asInt()).isEqualTo(2);
        assertThat(done.get("lastError").isNull()).isTrue();
        assertThat(receiver.told.stream()
                        .filter(told -> told.id().equals(done.get("id").asString())))
                .hasSize(2);
        rig.admin.delete(hook.path);
    }

    @Test
    void aRedirectIsNotFollowed() throws Exception {
        var hook = webhook(receiver.url() + "&redirect", onlyTests());
        receiver.answers("redirect", 302);
        test(hook.path);
        assertThat(failedOnce(hook.path).get("lastError").asString()).contains("redirects (status 302)");
        assertThat(receiver.told).noneMatch(told -> told.path().contains("elsewhere"));
        rig.admin.delete(hook.path);
    }

    @Test
    void whatIsADayOldIsGivenUpAndCanBeSeen() throws Exception {
        var hook = webhook("https://127.7.7.1:1/closed", onlyTests());
        test(hook.path);
        assertThat(failedOnce(hook.path).get("lastError").asString()).contains("The connection to 127.7.7.1 failed");
        jdbc.sql(
                        "update notification set created_at = created_at - interval '25 hours', next_attempt_at = created_at where state = 'PENDING' and channel_id = :id")
                .param("id", UUID.fromString(hook.path.substring(hook.path.lastIndexOf('/') + 1)))
                .update();
        assertThat(delivery(hook.path, "DEAD").get("nextAttemptAt").isNull()).isTrue();
        assertThat(rig.admin.get(hook.path).json().at("/status/dead").asInt()).isEqualTo(1);
        rig.admin.delete(hook.path);
    }

    @Test
    void anAddressInsideTheHouseIsClosedUnlessListed() throws Exception {
        var hook = webhook("https://127.0.0.1:" + receiver.port() + "/", onlyTests());
        test(hook.path);
        assertThat(failedOnce(hook.path).get("lastError").asString()).contains("atoll.egress.allow");
        rig.admin.delete(hook.path);
    }

    @Test
    void afterARotationBothSecretsSignAndNeitherIsEverShown() throws Exception {
        var hook = webhook(receiver.url(), onlyTests());
        var rotated = rig.admin.post(hook.path + "/actions/rotate-secret", Map.of());
        assertThat(rotated.status()).as("%s", rotated).isEqualTo(200);
        var fresh = rotated.json().get("secret").asString();
        assertThat(fresh).isNotEqualTo(hook.secret);
        test(hook.path);
        var id = delivery(hook.path, "DELIVERED").get("id").asString();
        var told = receiver.told.stream()
                .filter(one -> one.id().equals(id))
                .findFirst()
                .orElseThrow();
        assertThat(told.isSignedWith(fresh)).isTrue();
        assertThat(told.isSignedWith(hook.secret)).isTrue();
        for (var path :
                List.of(hook.path, "/api/v1/notification-channels", hook.path + "/deliveries", "/api/v1/audit")) {
            assertThat(rig.admin.get(path).text()).as(path).doesNotContain(fresh, hook.secret, "whsec_");
        }
        assertThat(jdbc.sql(
                                "select secret || previous_secret from notification_channel where secret is not null and previous_secret is not null")
                        .query(String.class)
                        .list())
                .isNotEmpty()
                .noneMatch(text -> text.contains("whsec_"));
        rig.admin.delete(hook.path);
    }

    @Test
    void aRepeatedCreationDoesNotShowTheSecretAgain() throws Exception {
        var once = rig.admin.with("Idempotency-Key", manager.unique("key"));
        var body = Map.of(
                "name",
                manager.unique("hook"),
                "spec",
                Map.of("type", "WEBHOOK", "webhook", Map.of("url", "https://example.org/x")));
        assertThat(once.post("/api/v1/notification-channels?dryRun=true", body).text())
                .doesNotContain("whsec_");
        var made = once.post("/api/v1/notification-channels", body);
        assertThat(made.status()).isEqualTo(201);
        assertThat(once.post("/api/v1/notification-channels", body).code()).isEqualTo("IDEMPOTENCY_KEY_SPENT");
        rig.admin.delete(made.header("location"));
    }

    private String mail(Map<String, Object> more) throws Exception {
        var spec = new HashMap<String, Object>(Map.of(
                "host",
                WebhookReceiver.ADDRESS,
                "port",
                mailbox.port(),
                "security",
                "NONE",
                "from",
                "atoll@example.org",
                "to",
                List.of("ops@example.org", "night@example.org")));
        spec.putAll(more);
        var made = rig.admin.post(
                "/api/v1/notification-channels",
                Map.of(
                        "name",
                        manager.unique("mail"),
                        "spec",
                        Map.of("type", "MAIL", "mail", spec, "filter", onlyThisCluster())));
        assertThat(made.status()).as("%s", made).isEqualTo(201);
        assertThat(made.json().get("secret").isNull()).isTrue();
        return made.header("location");
    }

    @Test
    void aMailIsSentUnderTlsWithItsPasswordWhichIsNeverShown() throws Exception {
        var before = mailbox.mails.size();
        var path = mail(Map.of(
                "security", "STARTTLS", "caPem", mailbox.caPem(), "username", "atoll", "password", "s3cret-of-mail"));
        test(path);
        delivery(path, "DELIVERED");
        // Mail of a channel of another test may still have been on its way.
        var received = mailbox.mails.stream()
                .skip(before)
                .filter(mail -> mail.subject().startsWith("[Atoll] Test"))
                .findFirst()
                .orElseThrow();
        assertThat(received.secure()).isTrue();
        assertThat(received.login()).isEqualTo("\0atoll\0s3cret-of-mail");
        assertThat(received.to()).containsExactly("<ops@example.org>", "<night@example.org>");
        assertThat(received.subject()).isEqualTo("[Atoll] Test of a notification channel");
        assertThat(rig.admin.get(path).text()).doesNotContain("s3cret").contains("\"hasPassword\":true");
        var moved = rig.admin.patch(
                path,
                Map.of(
                        "spec",
                        Map.of(
                                "mail",
                                Map.of(
                                        "host",
                                        "mail.example.org",
                                        "username",
                                        "atoll",
                                        "from",
                                        "a@example.org",
                                        "to",
                                        List.of("b@example.org")))));
        assertThat(moved.status()).as("%s", moved).isEqualTo(200);
        assertThat(moved.json().at("/status/hasPassword").asBoolean())
                .as("a password is not given to another server")
                .isFalse();
        rig.admin.delete(path);
    }

    @Test
    void hostileWordsAboutAnAlarmReachTheMailAsWordsOnly() throws Exception {
        var path = mail(Map.of());
        var host = rig.host("DISCONNECTED", Map.of());
        // What no name rule lets pass today: the mail must not depend on it.
        jdbc.sql("alter table host drop constraint host_name_check").update();
        try {
            jdbc.sql("update host set name = :name where id = :id")
                    .param("name", "x\r\nBcc: evil@example.org\r\n.\r\nRSET")
                    .param("id", host)
                    .update();
            var definition = rig.defineDisconnected(host);
            rig.awaitAlarm(definition, "RAISED", null);
            await().atMost(LONG)
                    .until(() -> mailbox.mails.stream()
                            .anyMatch(mail -> mail.body().contains("x??Bcc: evil@example.org??.??RSET")));
            assertThat(mailbox.mails)
                    .allSatisfy(mail -> assertThat(mail.headers()).noneMatch(line -> line.startsWith("Bcc")));
            assertThat(mailbox.commands).doesNotContain("RSET", ".");
            rig.remove(definition);
        } finally {
            jdbc.sql("delete from host where id = :id").param("id", host).update();
            jdbc.sql(
                            "alter table host add constraint host_name_check check (name ~ '^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$')")
                    .update();
            rig.admin.delete(path);
        }
    }

    @Test
    void aBurstIsAFewMailsNotOnePerAlarm() throws Exception {
        var own = new AlarmRig(manager, jdbc);
        var path = mail(Map.of());
        rig.admin.patch(path, Map.of("spec", Map.of("filter", Map.of("clusterId", own.cluster.toString()))));
        for (int i = 0; i < 30; i++) {
            own.host("DISCONNECTED", Map.of());
        }
        var definition = own.define("HOST", AlarmRig.DISCONNECTED, Map.of());
        await().atMost(LONG)
                .until(() -> own.admin
                                .get(path + "/deliveries?limit=1000&filter=state%20%3D%3D%20%22DELIVERED%22")
                                .json()
                                .get("totalCount")
                                .asInt()
                        >= 30);
        assertThat(mailbox.mails.stream()
                        .filter(mail -> mail.body().contains(definitionName(own, definition)))
                        .count())
                .isBetween(1L, 3L);
        own.remove(definition);
        rig.admin.delete(path);
    }

    private static String definitionName(AlarmRig rig, UUID definition) {
        try {
            return rig.admin
                    .get("/api/v1/alarm-definitions/" + definition)
                    .json()
                    .at("/metadata/name")
                    .asString();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void whatTheMailServerRefusesIsSaidInItsWords() throws Exception {
        var path = mail(Map.of());
        rig.admin.patch(path, Map.of("spec", Map.of("filter", onlyTests())));
        mailbox.refusesRecipients = true;
        try {
            test(path);
            assertThat(failedOnce(path).get("lastError").asString())
                    .isEqualTo("The mail server answered 550 to RCPT TO: no such user here");
        } finally {
            mailbox.refusesRecipients = false;
            rig.admin.delete(path);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'type':'WEBHOOK','webhook':{'url':'http://example.org/'}} | spec.webhook.url",
                "{'type':'WEBHOOK','webhook':{'url':'https://u:p@example.org/'}} | spec.webhook.url",
                "{'type':'WEBHOOK','webhook':{'url':'https://example.org/','caPem':'x'}} | spec.webhook.caPem",
                "{'type':'WEBHOOK'} | spec.webhook",
                "{'type':'MAIL','webhook':{'url':'https://example.org/'}} | spec.webhook",
                "{'type':'MAIL','mail':{'host':'a b','from':'a@b.c','to':['a@b.c']}} | spec.mail.host",
                "{'type':'MAIL','mail':{'host':'m.org','from':'a@b.c','to':['a@b.c\\r\\nBcc: x@y.z']}} | spec.mail.to",
                "{'type':'MAIL','mail':{'host':'m.org','from':'<a@b.c>','to':['a@b.c']}} | spec.mail.from",
                "{'type':'MAIL','mail':{'host':'m.org','from':'a@b.c','to':[]}} | spec.mail.to",
                "{'type':'MAIL','mail':{'host':'m.org','from':'a@b.c','to':['a@b.c'],'password':'x'}} | spec.mail.password",
                "{'type':'MAIL','mail':{'host':'m.org','from':'a@b.c','to':['a@b.c'],'port':0}} | spec.mail.port",
                "{'type':'PIGEON'} | spec.type"
            })
    void aChannelThatCannotWorkIsRefusedByField(String spec, String field) throws Exception {
        var body = "{\"name\":\"%s\",\"spec\":%s}".formatted(manager.unique("bad"), spec.replace('\'', '"'));
        var answer = rig.admin.postRaw(
                "/api/v1/notification-channels", body.getBytes(java.nio.charset.StandardCharsets.UTF_8));
        assertThat(answer.status()).as("%s", answer).isEqualTo(400);
        assertThat(answer.json()
                        .get("causes")
                        .valueStream()
                        .map(cause -> cause.get("field").asString()))
                .contains(field);
    }
}
