package io.atoll.manager.power;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.atoll.agent.v1.RunRequest.OperationCase;
import io.atoll.manager.identity.Role;
import io.atoll.manager.testing.ApiClient;
import io.atoll.manager.testing.CrashingFence;
import io.atoll.manager.testing.ManagerTest;
import io.atoll.manager.testing.ManagerUnderTest;
import io.atoll.manager.testing.MovableClock;
import io.atoll.manager.testing.agent.Datacenter;
import io.atoll.manager.testing.agent.ScriptedAgent;
import io.atoll.model.cluster.PowerModel;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/** Power control over the API, with a controller that obeys, lies or says nothing, and an agent that contradicts it. */
@ManagerTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HostPowerApiTest {
    private static final int SHORT_SECONDS = 5;
    private static final int CRASH_IN_THE_MIDDLE = 9;
    /** Longer than Wake-on-LAN wants a host to be silent. */
    private static final Duration SILENCE_THAT_COUNTS = Duration.ofSeconds(21);

    private final ManagerUnderTest manager;
    private Datacenter dc;
    private ApiClient api;
    private FakeRedfish controller;

    @SuppressWarnings("NullAway.Init") // @BeforeAll
    HostPowerApiTest(ManagerUnderTest manager) {
        this.manager = manager;
    }

    @BeforeAll
    void open() throws Exception {
        dc = Datacenter.of(manager, 3);
        api = manager.admin();
        controller = FakeRedfish.onLoopback();
    }

    @AfterAll
    void close() {
        controller.close();
        dc.close();
    }

    /** Hosts that answer and have no control; a controller that says ON and obeys. */
    @BeforeEach
    void anew() throws Exception {
        controller.isHonest();
        controller.says("On");
        for (var name : List.of("a", "b", "c")) {
            dc.host(name).isHonest();
            dc.host(name).start();
            dc.awaitReady(dc.host(name));
            assertThat(api.delete(path(name) + "/power").status()).isIn(204, 404);
        }
    }

    private String path(String host) {
        return "/api/v1/hosts/" + dc.host(host).id();
    }

    private Map<String, Object> redfish() throws Exception {
        return new HashMap<>(Map.of(
                "kind",
                "REDFISH",
                "address",
                "127.0.0.1",
                "port",
                controller.port(),
                "user",
                FakeRedfish.USER,
                "secret",
                FakeRedfish.PASSWORD,
                "certificateSha256",
                controller.certificates().fingerprint()));
    }

    private Map<String, Object> with(String field, Object value) throws Exception {
        var body = redfish();
        body.put(field, value);
        return body;
    }

    private JsonNode put(String host, Map<String, Object> body) throws Exception {
        var answer = api.put(path(host) + "/power", body);
        assertThat(answer.status()).as("%s", answer).isEqualTo(200);
        return answer.json();
    }

    private String act(String host, String action, Map<String, Object> body) {
        var accepted = dc.post(path(host) + "/actions/" + action, body);
        assertThat(accepted.status()).as("%s", accepted).isEqualTo(202);
        return accepted.json().at("/metadata/id").asString();
    }

    private JsonNode power(String host) {
        return dc.get(path(host) + "/power");
    }

    @Test
    void theSecretIsKeptSealedAndNeverShown() throws Exception {
        var answer = api.put(path("a") + "/power", redfish());
        assertThat(answer.text()).doesNotContain(FakeRedfish.PASSWORD);
        assertThat(answer.json().get("secretSet").asBoolean()).isTrue();
        assertThat(api.get(path("a") + "/power").text())
                .contains(FakeRedfish.USER)
                .doesNotContain(FakeRedfish.PASSWORD);
        var row = manager.bean(JdbcClient.class)
                .sql("select host_power::text from host_power where host_id = :host")
                .param("host", dc.host("a").id().value())
                .query(String.class)
                .single();
        assertThat(row).contains(FakeRedfish.USER).doesNotContain(FakeRedfish.PASSWORD);
    }

    @Test
    void theSecretStaysOnlyWhereItIsSentToTheSamePlace() throws Exception {
        put("a", redfish());
        var without = redfish();
        without.remove("secret");
        without.put("wakeSeconds", 30);
        assertThat(put("a", without).get("wakeSeconds").asInt()).isEqualTo(30);
        dc.succeeded(act("a", "power-test", Map.of()));

        for (var change : Map.<String, Object>of("port", 4443, "certificateSha256", "0".repeat(64), "user", "other")
                .entrySet()) {
            var elsewhere = redfish();
            elsewhere.remove("secret");
            elsewhere.put(change.getKey(), change.getValue());
            var refused = api.put(path("a") + "/power", elsewhere);
            assertThat(refused.status()).as("%s", change).isEqualTo(400);
            assertThat(refused.json().at("/causes/0/field").asString()).isEqualTo("secret");
        }
    }

    @Test
    void onlyAdministratorsSeeToTheControlAndOperatorsSwitchEmptyHosts() throws Exception {
        var operator = manager.as(Role.OPERATOR);
        assertThat(operator.put(path("a") + "/power", redfish()).status()).isEqualTo(403);
        put("a", redfish());
        assertThat(manager.as(Role.VIEWER).get(path("a") + "/power").status()).isEqualTo(200);
        assertThat(manager.as(Role.VIEWER)
                        .post(path("a") + "/actions/power-off", Map.of())
                        .status())
                .isEqualTo(403);
        assertThat(operator.post(path("a") + "/actions/power-off", Map.of("mode", "FORCE", "force", true))
                        .status())
                .isEqualTo(403);
        var allowed = operator.post(path("a") + "/actions/power-test", Map.of());
        assertThat(allowed.status()).isEqualTo(202);
        dc.succeeded(allowed.json().at("/metadata/id").asString());
    }

    @Test
    void controlsOutsideTheManagementNetworksAreRefused() throws Exception {
        for (var address : new String[] {"8.8.8.8", "169.254.169.254", "::1", "192.168.1.1"}) {
            var body = redfish();
            body.put("address", address);
            var refused = api.put(path("a") + "/power", body);
            assertThat(refused.code()).as(address).isEqualTo("POWER_ADDRESS_REFUSED");
            assertThat(refused.json().get("detail").asString()).contains("atoll.egress.management");
        }
    }

    @Test
    void oneControlIsOneHosts() throws Exception {
        put("a", redfish());
        var taken = api.put(path("b") + "/power", redfish());
        assertThat(taken.code()).isEqualTo("POWER_ADDRESS_TAKEN");
        assertThat(taken.json().get("detail").asString()).contains(dc.host("a").name());
        var part = redfish();
        part.put("systemPath", "/redfish/v1/Systems/2");
        assertThat(api.put(path("b") + "/power", part).code())
                .as("a part of a control that is another's as a whole")
                .isEqualTo("POWER_ADDRESS_TAKEN");
    }

    @ParameterizedTest
    @CsvSource({
        "kind, TELEPATHY",
        "address, 'a b'",
        "address, 'host/path'",
        "address, a23456789-123456789-123456789-123456789-123456789-123456789-1234.example.com",
        "address, 192.168.1.300",
        "address, ':::'",
        "address, bmc-.example.com",
        "port, 0",
        "port, 65536",
        "user, 'a:b'",
        "secret, ''",
        "certificateSha256, abc",
        "systemPath, /redfish/v1/../x",
        "cipherSuite, 17",
        "mac, '02:00:00:00:00:01'",
        "switchSeconds, 4",
        "wakeSeconds, 7201"
    })
    void anAbsurdFieldIsRefusedByItsName(String field, String value) throws Exception {
        var body = redfish();
        Object sent = value.matches("\\d+") ? Integer.valueOf(value) : value;
        body.put(field, sent);
        var refused = api.put(path("a") + "/power", body);
        assertThat(refused.status()).as("%s", refused).isEqualTo(400);
        assertThat(refused.json()
                        .get("causes")
                        .valueStream()
                        .map(cause -> cause.get("field").asString()))
                .contains(field);
        assertThat(refused.text()).doesNotContain(FakeRedfish.PASSWORD);
    }

    @Test
    void withoutAControlNothingIsSwitched() throws Exception {
        assertThat(api.get(path("a") + "/power").code()).isEqualTo("HOST_POWER_NOT_FOUND");
        assertThat(dc.post(path("a") + "/actions/power-on", Map.of()).code()).isEqualTo("POWER_NOT_CONFIGURED");
        put("a", redfish());
        assertThat(api.delete(path("a") + "/power").status()).isEqualTo(204);
        assertThat(api.get(path("a") + "/power").status()).isEqualTo(404);
    }

    @Test
    void aTestSaysWhatItSaw() throws Exception {
        put("a", redfish());
        var seen = dc.succeeded(act("a", "power-test", Map.of())).get("result");
        assertThat(seen.get("state").asString()).isEqualTo("ON");
        assertThat(seen.get("agentAnswers").asBoolean()).isTrue();
        assertThat(power("a").at("/lastSeen/state").asString()).isEqualTo("ON");
    }

    @Test
    void wrongPasswordAndStrangeCertificateAreToldAndKept() throws Exception {
        var body = redfish();
        body.put("secret", "wrong");
        put("a", body);
        dc.failed(act("a", "power-test", Map.of()), "POWER_CREDENTIALS_REFUSED");
        assertThat(power("a").at("/lastFailure/code").asString()).isEqualTo("POWER_CREDENTIALS_REFUSED");
        body.remove("certificateSha256");
        put("a", body);
        var failed = dc.failed(act("a", "power-off", Map.of("mode", "FORCE")), "POWER_CERTIFICATE_REFUSED");
        assertThat(failed.at("/failure/detail").asString())
                .contains(controller.certificates().fingerprint());
    }

    @Test
    void vmsKeepTheirHostOnUnlessSomebodyInsists() throws Exception {
        put("c", redfish());
        int asked = controller.requests().size();
        var vm = dc.runningVm("c");
        var name = dc.get("/api/v1/vms/" + vm).at("/metadata/name").asString();
        var refused = dc.post(path("c") + "/actions/power-off", Map.of("mode", "FORCE"));
        assertThat(refused.code()).isEqualTo("HOST_IN_USE");
        assertThat(refused.json().at("/causes/0/detail").asString()).contains(name);
        var tried = dc.post(path("c") + "/actions/power-cycle?dryRun=true", Map.of());
        assertThat(tried.json().get("wouldSucceed").asBoolean()).isFalse();
        assertThat(tried.json().at("/violations/0/code").asString()).isEqualTo("HOST_IN_USE");
        assertThat(controller.requests().stream().skip(asked))
                .as("nothing was ordered")
                .noneMatch(request -> request.contains("POST"));

        whenOff(dc.host("c"));
        dc.succeeded(act("c", "power-off", Map.of("mode", "FORCE", "force", true)));
    }

    /** The host dies when its controller cuts its power, and comes back when it is switched on. */
    private void whenOff(ScriptedAgent host) {
        controller.onReset(type -> {
            controller.obey(type);
            if (type.equals("On")) {
                host.start();
            } else {
                host.hostDies();
            }
        });
    }

    @Test
    void offIsConfirmedAndOnAgainIsReady() throws Exception {
        put("a", redfish());
        whenOff(dc.host("a"));
        var off = dc.succeeded(act("a", "power-off", Map.of("mode", "FORCE"))).get("result");
        assertThat(off.get("state").asString()).isEqualTo("OFF");
        assertThat(off.get("proved").asBoolean()).isTrue();
        assertThat(off.get("looks").asInt()).isGreaterThanOrEqualTo(2);
        dc.awaitHostState(dc.host("a"), "DISCONNECTED");
        dc.succeeded(act("a", "power-on", Map.of()));
        assertThat(dc.hostState(dc.host("a"))).isEqualTo("READY");
        dc.succeeded(act("a", "power-cycle", Map.of("mode", "FORCE")));
        assertThat(dc.hostState(dc.host("a"))).isEqualTo("READY");
    }

    @Test
    void aControlThatSaysOffOfALivingHostIsContradicted() throws Exception {
        put("a", redfish());
        controller.says("Off");
        var failed = dc.failed(act("a", "power-off", Map.of("mode", "FORCE")), "POWER_CONTRADICTED");
        assertThat(failed.at("/failure/detail").asString()).contains("agent answers");
        dc.failed(act("a", "power-test", Map.of()), "POWER_CONTRADICTED");
        assertThat(power("a").at("/lastFailure/code").asString()).isEqualTo("POWER_CONTRADICTED");
    }

    @Test
    void aControlThatTakesOrdersAndDoesNothingIsNotConfirmed() throws Exception {
        put("a", with("switchSeconds", SHORT_SECONDS));
        controller.onReset(_ -> {});
        var failed = dc.failed(act("a", "power-off", Map.of("mode", "FORCE")), "POWER_NOT_CONFIRMED");
        assertThat(failed.at("/failure/detail").asString())
                .contains("asked to cut the host's power", "looks", "power state is On");
    }

    @Test
    void alreadyOffIsNoFailure() throws Exception {
        put("a", redfish());
        dc.host("a").hostDies();
        controller.at(FakeRedfish.RESET, exchange -> {
            controller.says("Off");
            FakeRedfish.send(exchange, 409, "{\"error\":{\"message\":\"the system is off already\"}}");
        });
        dc.succeeded(act("a", "power-off", Map.of("mode", "FORCE")));
        controller.says("On");
        controller.at(FakeRedfish.RESET, 409, "{\"error\":{\"message\":\"not today\"}}");
        var refused = dc.failed(act("a", "power-off", Map.of("mode", "FORCE")), "POWER_ORDER_REFUSED");
        assertThat(refused.at("/failure/detail").asString()).contains("not today");
    }

    @Test
    void aHostThatNeverWakesIsToldWithNumbers() throws Exception {
        put("a", with("wakeSeconds", SHORT_SECONDS));
        dc.host("a").hostDies();
        controller.says("Off");
        var failed = dc.failed(act("a", "power-on", Map.of()), "HOST_NOT_AWAKE");
        assertThat(failed.at("/failure/detail").asString())
                .contains("after %d s".formatted(SHORT_SECONDS), "127.0.0.1", "power state is On");
    }

    @Test
    void wakeOnLanShutsDownThroughTheAgentAndProvesNothing() throws Exception {
        put(
                "a",
                Map.of(
                        "kind",
                        "WAKE_ON_LAN",
                        "address",
                        "127.0.0.1",
                        "mac",
                        "02-00-5E-10-00-0A",
                        "shutdownSeconds",
                        60));
        assertThat(power("a").get("provesOff").asBoolean()).isFalse();
        dc.failed(act("a", "power-off", Map.of("mode", "FORCE")), "POWER_ORDER_REFUSED");

        dc.host("a").on(OperationCase.SHUT_DOWN_HOST).refuses("HOST_CANNOT_SHUT_DOWN", "nobody said how");
        var refused = dc.failed(act("a", "power-off", Map.of()), "POWER_ORDER_REFUSED");
        assertThat(refused.at("/failure/detail").asString()).contains("nobody said how");

        dc.host("a").on(OperationCase.SHUT_DOWN_HOST).hostDiesBefore(dc.host("a"));
        var task = act("a", "power-off", Map.of());
        await().atMost(Datacenter.LONG)
                .untilAsserted(() ->
                        assertThat(dc.get("/api/v1/tasks/" + task).toString()).contains("agent is silent"));
        manager.bean(MovableClock.class).forward(SILENCE_THAT_COUNTS);
        var off = dc.succeeded(task).get("result");
        assertThat(off.get("state").asString()).isEqualTo("UNKNOWN");
        assertThat(off.get("haTold").asBoolean()).isFalse();
        assertThat(off.get("proved").asBoolean()).isFalse();
        dc.failed(act("a", "power-off", Map.of()), "AGENT_UNREACHABLE");
    }

    private String testWake(String host) {
        var accepted = dc.post(path(host) + "/power/actions/test-wake", Map.of("mode", "FORCE"));
        assertThat(accepted.status()).as("%s", accepted).isEqualTo(202);
        return accepted.json().at("/metadata/id").asString();
    }

    @Test
    void aHostThatCameBackIsCountedOnAndOneThatDidNotIsNot() throws Exception {
        put("a", redfish());
        assertThat(power("a").at("/wake/reason").asString()).isEqualTo("NEVER_WOKEN");
        whenOff(dc.host("a"));
        var woke = testWake("a");
        dc.succeeded(woke);
        var known = power("a").get("wake");
        assertThat(known.get("wakeable").asBoolean()).isTrue();
        assertThat(known.get("learnedFrom").asInt()).isEqualTo(1);
        assertThat(known.at("/attempts/0/seconds").asLong())
                .isEqualTo(known.get("learnedSeconds").asLong());
        assertThat(known.at("/attempts/0/test").asBoolean()).isTrue();

        put("a", with("wakeSeconds", SHORT_SECONDS));
        assertThat(power("a").at("/wake/wakeable").asBoolean())
                .as("the same control with other limits")
                .isTrue();
        controller.onReset(type -> {
            controller.obey(type);
            dc.host("a").hostDies();
        });
        var failed = testWake("a");
        dc.failed(failed, "HOST_NOT_AWAKE");
        var after = power("a").get("wake");
        assertThat(after.get("wakeable").asBoolean()).isFalse();
        assertThat(after.get("reason").asString()).isEqualTo("LAST_WAKE_FAILED");
        assertThat(after.at("/attempts/0/taskId").asString()).isEqualTo(failed);
        assertThat(after.at("/attempts/0/failure/code").asString()).isEqualTo("HOST_NOT_AWAKE");
        assertThat(after.at("/attempts/1/taskId").asString()).isEqualTo(woke);

        var api = manager.bean(HostPower.class).facts(dc.host("a").id()).orElseThrow();
        assertThat(api.wakeability())
                .isInstanceOfSatisfying(
                        Wakeability.NotWakeable.class,
                        no -> assertThat(no.reason()).isEqualTo(Wakeability.Reason.LAST_WAKE_FAILED));
    }

    @Test
    void onlyAnEmptyHostIsTestedForWaking() throws Exception {
        put("b", redfish());
        var vm = dc.runningVm("b");
        var refused = dc.post(path("b") + "/power/actions/test-wake", Map.of());
        assertThat(refused.code()).isEqualTo("HOST_IN_USE");
        var tried = dc.post(path("b") + "/power/actions/test-wake?dryRun=true", Map.of());
        assertThat(tried.json().get("wouldSucceed").asBoolean()).isFalse();
        assertThat(power("b").at("/wake/attempts"))
                .as("VMs tell nothing of waking")
                .isEmpty();
        dc.succeeded(dc.act(vm, "stop"));
        assertThat(manager.as(Role.VIEWER)
                        .post(path("b") + "/power/actions/test-wake", Map.of())
                        .status())
                .isEqualTo(403);
    }

    /** The manager dies between two writes of the task; its successor carries on, and the wake is in the book once. */
    @Test
    void aWakeTestOutlivesItsManager() throws Exception {
        put("a", redfish());
        whenOff(dc.host("a"));
        var fence = manager.bean(CrashingFence.class);
        int deaths = fence.crashes();
        fence.crashAtWrite(CRASH_IN_THE_MIDDLE);
        var task = "";
        try {
            task = testWake("a");
            dc.succeeded(task);
        } finally {
            fence.calm();
        }
        assertThat(fence.crashes()).as("the manager really died").isEqualTo(deaths + 1);
        dc.awaitReady(dc.host("a"));
        var known = power("a").get("wake");
        assertThat(known.get("wakeable").asBoolean()).isTrue();
        assertThat(known.get("attempts").findValuesAsString("taskId")).containsOnlyOnce(task);
    }

    @Test
    void wattsAreReckonedFromWhatWasSetUntilTheyAreMeasured() throws Exception {
        var model = path("c") + "/power/model";
        assertThat(api.get(model).json().at("/draw/source").asString()).isEqualTo("UNKNOWN");
        for (var absurd : List.of(
                Map.of("idleWatts", 100),
                Map.of("idleWatts", -1, "fullWatts", 100),
                Map.of("idleWatts", 100, "fullWatts", 100_001),
                Map.of("idleWatts", 101, "fullWatts", 100))) {
            assertThat(api.put(model, absurd).status()).as("%s", absurd).isEqualTo(400);
        }
        var wanted = Map.of("idleWatts", 80, "fullWatts", 240);
        assertThat(manager.as(Role.OPERATOR).put(model, wanted).status()).isEqualTo(403);
        assertThat(api.put(model, wanted).status()).isEqualTo(200);
        var facts = manager.bean(HostPower.class).facts(dc.host("c").id()).orElseThrow();
        assertThat(facts.model()).isEqualTo(PowerModel.ofLine(80, 240));
        assertThat(facts.state()).isEqualTo(PowerReading.State.ON);

        put("c", redfish());
        await().atMost(Datacenter.LONG).untilAsserted(() -> {
            var draw = power("c").get("draw");
            assertThat(draw.get("source").asString()).as("%s", draw).isEqualTo("MEASURED");
            assertThat(draw.get("watts").asInt()).isEqualTo(FakeRedfish.WATTS);
        });
        assertThat(api.delete(model).status()).isEqualTo(204);
        assertThat(api.get(model).json().get("idleWatts").isNull()).isTrue();
    }

    @Test
    void aControlThatIsAnothersIsFoundOutWhenItShallWake() throws Exception {
        put("a", redfish());
        controller.says("Off");
        dc.failed(act("a", "power-on", Map.of()), "POWER_CONTRADICTED");
        assertThat(power("a").at("/wake/reason").asString()).isEqualTo("LAST_WAKE_FAILED");
    }
}
