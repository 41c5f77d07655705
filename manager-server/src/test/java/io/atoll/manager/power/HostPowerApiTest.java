package io.atoll.manager.power;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.atoll.manager.identity.Role;
import io.atoll.manager.testing.ManagerTest;
import io.atoll.manager.testing.ManagerUnderTest;
import io.atoll.manager.testing.agent.Datacenter;
import io.atoll.model.cluster.PowerModel;
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

/** Power control over the API, with a controller that obeys, lies or says nothing, and an agent that contradicts it. */
@ManagerTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HostPowerApiTest {
    private static final int SHORT_SECONDS = 5;

    private final ManagerUnderTest manager;
    private PowerDesk desk;

    @SuppressWarnings("NullAway.Init") // @BeforeAll
    HostPowerApiTest(ManagerUnderTest manager) {
        this.manager = manager;
    }

    @BeforeAll
    void open() throws Exception {
        desk = new PowerDesk(manager);
    }

    @AfterAll
    void close() {
        desk.close();
    }

    @BeforeEach
    void anew() throws Exception {
        desk.anew();
    }

    @Test
    void theSecretIsKeptSealedAndNeverShown() throws Exception {
        var answer = desk.api.put(desk.path("a") + "/power", desk.redfish());
        assertThat(answer.text()).doesNotContain(FakeRedfish.PASSWORD);
        assertThat(answer.json().get("secretSet").asBoolean()).isTrue();
        assertThat(desk.api.get(desk.path("a") + "/power").text())
                .contains(FakeRedfish.USER)
                .doesNotContain(FakeRedfish.PASSWORD);
        var row = manager.bean(JdbcClient.class)
                .sql("select host_power::text from host_power where host_id = :host")
                .param("host", desk.dc.host("a").id().value())
                .query(String.class)
                .single();
        assertThat(row).contains(FakeRedfish.USER).doesNotContain(FakeRedfish.PASSWORD);
    }

    @Test
    void theSecretStaysOnlyWhereItIsSentToTheSamePlace() throws Exception {
        desk.put("a", desk.redfish());
        var without = desk.redfish();
        without.remove("secret");
        without.put("wakeSeconds", 30);
        assertThat(desk.put("a", without).get("wakeSeconds").asInt()).isEqualTo(30);
        desk.dc.succeeded(desk.act("a", "power-test", Map.of()));

        for (var change : Map.<String, Object>of("port", 4443, "certificateSha256", "0".repeat(64), "user", "other")
                .entrySet()) {
            var elsewhere = desk.redfish();
            elsewhere.remove("secret");
            elsewhere.put(change.getKey(), change.getValue());
            var refused = desk.api.put(desk.path("a") + "/power", elsewhere);
            assertThat(refused.status()).as("%s", change).isEqualTo(400);
            assertThat(refused.json().at("/causes/0/field").asString()).isEqualTo("secret");
        }
    }

    @Test
    void onlyAdministratorsSeeToTheControlAndOperatorsSwitchEmptyHosts() throws Exception {
        var operator = manager.as(Role.OPERATOR);
        assertThat(operator.put(desk.path("a") + "/power", desk.redfish()).status())
                .isEqualTo(403);
        desk.put("a", desk.redfish());
        assertThat(manager.as(Role.VIEWER).get(desk.path("a") + "/power").status())
                .isEqualTo(200);
        assertThat(manager.as(Role.VIEWER)
                        .post(desk.path("a") + "/actions/power-off", Map.of())
                        .status())
                .isEqualTo(403);
        assertThat(operator.post(desk.path("a") + "/actions/power-off", Map.of("mode", "FORCE", "force", true))
                        .status())
                .isEqualTo(403);
        var allowed = operator.post(desk.path("a") + "/actions/power-test", Map.of());
        assertThat(allowed.status()).isEqualTo(202);
        desk.dc.succeeded(allowed.json().at("/metadata/id").asString());
    }

    @Test
    void controlsOutsideTheManagementNetworksAreRefused() throws Exception {
        for (var address : new String[] {"8.8.8.8", "169.254.169.254", "::1", "192.168.1.1"}) {
            var body = desk.redfish();
            body.put("address", address);
            var refused = desk.api.put(desk.path("a") + "/power", body);
            assertThat(refused.code()).as(address).isEqualTo("POWER_ADDRESS_REFUSED");
            assertThat(refused.json().get("detail").asString()).contains("atoll.egress.management");
        }
    }

    @Test
    void oneControlIsOneHosts() throws Exception {
        desk.put("a", desk.redfish());
        var taken = desk.api.put(desk.path("b") + "/power", desk.redfish());
        assertThat(taken.code()).isEqualTo("POWER_ADDRESS_TAKEN");
        assertThat(taken.json().get("detail").asString())
                .contains(desk.dc.host("a").name());
        var part = desk.redfish();
        part.put("systemPath", "/redfish/v1/Systems/2");
        assertThat(desk.api.put(desk.path("b") + "/power", part).code())
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
        var body = desk.redfish();
        Object sent = value.matches("\\d+") ? Integer.valueOf(value) : value;
        body.put(field, sent);
        var refused = desk.api.put(desk.path("a") + "/power", body);
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
        assertThat(desk.api.get(desk.path("a") + "/power").code()).isEqualTo("HOST_POWER_NOT_FOUND");
        assertThat(desk.dc.post(desk.path("a") + "/actions/power-on", Map.of()).code())
                .isEqualTo("POWER_NOT_CONFIGURED");
        desk.put("a", desk.redfish());
        assertThat(desk.api.delete(desk.path("a") + "/power").status()).isEqualTo(204);
        assertThat(desk.api.get(desk.path("a") + "/power").status()).isEqualTo(404);
    }

    @Test
    void aTestSaysWhatItSaw() throws Exception {
        desk.put("a", desk.redfish());
        var seen = desk.dc.succeeded(desk.act("a", "power-test", Map.of())).get("result");
        assertThat(seen.get("state").asString()).isEqualTo("ON");
        assertThat(seen.get("agentAnswers").asBoolean()).isTrue();
        assertThat(desk.power("a").at("/lastSeen/state").asString()).isEqualTo("ON");
    }

    @Test
    void wrongPasswordAndStrangeCertificateAreToldAndKept() throws Exception {
        var body = desk.redfish();
        body.put("secret", "wrong");
        desk.put("a", body);
        desk.dc.failed(desk.act("a", "power-test", Map.of()), "POWER_CREDENTIALS_REFUSED");
        assertThat(desk.power("a").at("/lastFailure/code").asString()).isEqualTo("POWER_CREDENTIALS_REFUSED");
        body.remove("certificateSha256");
        desk.put("a", body);
        var failed = desk.dc.failed(desk.act("a", "power-off", Map.of("mode", "FORCE")), "POWER_CERTIFICATE_REFUSED");
        assertThat(failed.at("/failure/detail").asString())
                .contains(desk.controller.certificates().fingerprint());
    }

    @Test
    void vmsKeepTheirHostOnUnlessSomebodyInsists() throws Exception {
        desk.put("c", desk.redfish());
        int asked = desk.controller.requests().size();
        var vm = desk.dc.runningVm("c");
        var name = desk.dc.get("/api/v1/vms/" + vm).at("/metadata/name").asString();
        var refused = desk.dc.post(desk.path("c") + "/actions/power-off", Map.of("mode", "FORCE"));
        assertThat(refused.code()).isEqualTo("HOST_IN_USE");
        assertThat(refused.json().at("/causes/0/detail").asString()).contains(name);
        var tried = desk.dc.post(desk.path("c") + "/actions/power-cycle?dryRun=true", Map.of());
        assertThat(tried.json().get("wouldSucceed").asBoolean()).isFalse();
        assertThat(tried.json().at("/violations/0/code").asString()).isEqualTo("HOST_IN_USE");
        assertThat(desk.controller.requests().stream().skip(asked))
                .as("nothing was ordered")
                .noneMatch(request -> request.contains("POST"));

        desk.whenOff(desk.dc.host("c"));
        desk.dc.succeeded(desk.act("c", "power-off", Map.of("mode", "FORCE", "force", true)));
    }

    @Test
    void offIsConfirmedAndOnAgainIsReady() throws Exception {
        desk.put("a", desk.redfish());
        desk.whenOff(desk.dc.host("a"));
        var off = desk.dc
                .succeeded(desk.act("a", "power-off", Map.of("mode", "FORCE")))
                .get("result");
        assertThat(off.get("state").asString()).isEqualTo("OFF");
        assertThat(off.get("proved").asBoolean()).isTrue();
        assertThat(off.get("looks").asInt()).isGreaterThanOrEqualTo(2);
        desk.dc.awaitHostState(desk.dc.host("a"), "DISCONNECTED");
        desk.dc.succeeded(desk.act("a", "power-on", Map.of()));
        assertThat(desk.dc.hostState(desk.dc.host("a"))).isEqualTo("READY");
        desk.dc.succeeded(desk.act("a", "power-cycle", Map.of("mode", "FORCE")));
        assertThat(desk.dc.hostState(desk.dc.host("a"))).isEqualTo("READY");
    }

    @Test
    void aControlThatSaysOffOfALivingHostIsContradicted() throws Exception {
        desk.put("a", desk.redfish());
        desk.controller.says("Off");
        var failed = desk.dc.failed(desk.act("a", "power-off", Map.of("mode", "FORCE")), "POWER_CONTRADICTED");
        assertThat(failed.at("/failure/detail").asString()).contains("agent answers");
        desk.dc.failed(desk.act("a", "power-test", Map.of()), "POWER_CONTRADICTED");
        assertThat(desk.power("a").at("/lastFailure/code").asString()).isEqualTo("POWER_CONTRADICTED");
    }

    @Test
    void aControlThatTakesOrdersAndDoesNothingIsNotConfirmed() throws Exception {
        desk.put("a", desk.with("switchSeconds", SHORT_SECONDS));
        desk.controller.onReset(_ -> {});
        var failed = desk.dc.failed(desk.act("a", "power-off", Map.of("mode", "FORCE")), "POWER_NOT_CONFIRMED");
        assertThat(failed.at("/failure/detail").asString())
                .contains("asked to cut the host's power", "looks", "power state is On");
    }

    @Test
    void alreadyOffIsNoFailure() throws Exception {
        desk.put("a", desk.redfish());
        desk.dc.host("a").hostDies();
        desk.controller.at(FakeRedfish.RESET, exchange -> {
            desk.controller.says("Off");
            FakeRedfish.send(exchange, 409, "{\"error\":{\"message\":\"the system is off already\"}}");
        });
        desk.dc.succeeded(desk.act("a", "power-off", Map.of("mode", "FORCE")));
        desk.controller.says("On");
        desk.controller.at(FakeRedfish.RESET, 409, "{\"error\":{\"message\":\"not today\"}}");
        var refused = desk.dc.failed(desk.act("a", "power-off", Map.of("mode", "FORCE")), "POWER_ORDER_REFUSED");
        assertThat(refused.at("/failure/detail").asString()).contains("not today");
    }

    @Test
    void wattsAreReckonedFromWhatWasSetUntilTheyAreMeasured() throws Exception {
        var model = desk.path("c") + "/power/model";
        assertThat(desk.api.get(model).json().at("/draw/source").asString()).isEqualTo("UNKNOWN");
        for (var absurd : List.of(
                Map.of("idleWatts", 100),
                Map.of("idleWatts", -1, "fullWatts", 100),
                Map.of("idleWatts", 100, "fullWatts", 100_001),
                Map.of("idleWatts", 101, "fullWatts", 100))) {
            assertThat(desk.api.put(model, absurd).status()).as("%s", absurd).isEqualTo(400);
        }
        var wanted = Map.of("idleWatts", 80, "fullWatts", 240);
        assertThat(manager.as(Role.OPERATOR).put(model, wanted).status()).isEqualTo(403);
        assertThat(desk.api.put(model, wanted).status()).isEqualTo(200);
        var facts = manager.bean(HostPower.class).facts(desk.dc.host("c").id()).orElseThrow();
        assertThat(facts.model()).isEqualTo(PowerModel.ofLine(80, 240));
        assertThat(facts.state()).isEqualTo(PowerReading.State.ON);

        desk.put("c", desk.redfish());
        await().atMost(Datacenter.LONG).untilAsserted(() -> {
            var draw = desk.power("c").get("draw");
            assertThat(draw.get("source").asString()).as("%s", draw).isEqualTo("MEASURED");
            assertThat(draw.get("watts").asInt()).isEqualTo(FakeRedfish.WATTS);
        });
        assertThat(desk.api.delete(model).status()).isEqualTo(204);
        assertThat(desk.api.get(model).json().get("idleWatts").isNull()).isTrue();
    }
}
