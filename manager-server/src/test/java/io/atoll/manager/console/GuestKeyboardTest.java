package io.atoll.manager.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.agent.v1.TypeKeysRequest;
import io.atoll.agent.v1.TypeKeysResponse;
import io.atoll.manager.identity.Role;
import io.atoll.manager.testing.ApiClient;
import io.atoll.manager.testing.ManagerTest;
import io.atoll.manager.testing.ManagerUnderTest;
import io.atoll.manager.testing.agent.Datacenter;
import io.atoll.manager.testing.agent.ScriptedGuestConsole;
import io.atoll.model.VmId;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Screenshots of a VM and typing into it, through the API, with an agent that is honest or not. */
@ManagerTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GuestKeyboardTest {
    private static final String NOBODY = "00000000-0000-7000-8000-000000000000";

    private final ManagerUnderTest manager;
    private Datacenter dc;
    private VmId vm;
    private VmId off;
    private ScriptedGuestConsole guest;

    @SuppressWarnings("NullAway.Init") // @BeforeAll
    GuestKeyboardTest(ManagerUnderTest manager) {
        this.manager = manager;
    }

    @BeforeAll
    void open() {
        dc = Datacenter.of(manager, 1);
        vm = dc.runningVm("a");
        off = dc.stoppedVm();
        guest = dc.host("a").guestConsole();
    }

    @AfterEach
    void forget() {
        guest.isHonest();
    }

    @AfterAll
    void close() {
        dc.close();
    }

    private ApiClient.Answer screenshot(Object id) throws Exception {
        return dc.api().get("/api/v1/vms/" + id + "/screenshot");
    }

    private ApiClient.Answer act(Object id, String action, Map<String, ?> body) throws Exception {
        return dc.api().post("/api/v1/vms/" + id + "/actions/" + action, body);
    }

    private List<String> chords() {
        return guest.typed().getLast().getChordsList().stream()
                .map(chord -> String.join("+", chord.getKeysList()))
                .toList();
    }

    @Test
    void aScreenshotIsThePictureOfTheAgentAndIsNotKept() throws Exception {
        var half = ScriptedGuestConsole.png().length / 2;
        guest.shows(
                Arrays.copyOf(ScriptedGuestConsole.png(), half),
                Arrays.copyOfRange(ScriptedGuestConsole.png(), half, ScriptedGuestConsole.png().length));

        var answer = screenshot(vm);

        assertThat(answer.status()).as("%s", answer).isEqualTo(200);
        assertThat(answer.header("content-type")).isEqualTo("image/png");
        assertThat(answer.header("cache-control")).isEqualTo("no-store");
        assertThat(answer.header("x-content-type-options")).isEqualTo("nosniff");
        assertThat(answer.response().body()).isEqualTo(ScriptedGuestConsole.png());
    }

    @Test
    void aVmWithoutAProcessHasNoScreenAndNoKeyboard() throws Exception {
        assertThat(screenshot(off).code()).isEqualTo("VM_WRONG_STATE");
        assertThat(act(off, "send-keys", Map.of("keys", List.of("a"))).code()).isEqualTo("VM_WRONG_STATE");
        assertThat(act(off, "type-text", Map.of("text", "a")).code()).isEqualTo("VM_WRONG_STATE");
        assertThat(act(off, "stop-typing", Map.of()).code()).isEqualTo("VM_WRONG_STATE");
        assertThat(screenshot(NOBODY).code()).isEqualTo("VM_NOT_FOUND");
        assertThat(act(NOBODY, "type-text", Map.of("text", "a")).code()).isEqualTo("VM_NOT_FOUND");
    }

    @Test
    void aViewerSeesNothingAndTypesNothing() throws Exception {
        var viewer = manager.as(Role.VIEWER);
        var path = "/api/v1/vms/" + vm;
        assertThat(viewer.get(path + "/screenshot").code()).isEqualTo("FORBIDDEN");
        assertThat(viewer.post(path + "/actions/send-keys", Map.of("keys", List.of("a")))
                        .code())
                .isEqualTo("FORBIDDEN");
        assertThat(viewer.post(path + "/actions/type-text", Map.of("text", "a")).code())
                .isEqualTo("FORBIDDEN");
        assertThat(viewer.post(path + "/actions/stop-typing", Map.of()).code()).isEqualTo("FORBIDDEN");
        assertThat(guest.typed()).isEmpty();
    }

    @Test
    void aChordIsPressedUnderTheVmsEpoch() throws Exception {
        var answer = act(vm, "send-keys", Map.of("keys", List.of("ctrl", "alt", "delete"), "holdMs", 250));

        assertThat(answer.status()).as("%s", answer).isEqualTo(204);
        var typed = guest.typed().getLast();
        assertThat(chords()).containsExactly("ctrl+alt+delete");
        assertThat(typed.getHoldMs()).isEqualTo(250);
        assertThat(typed.getVmId()).isEqualTo(vm.toString());
        assertThat(typed.getEpoch()).isPositive();
    }

    @Test
    void keysThatNoKeyboardHasAreRefusedBeforeTheAgentIsAsked() throws Exception {
        var unknown = act(vm, "send-keys", Map.of("keys", List.of("ctrl", "any", "power"), "holdMs", 501));
        assertThat(unknown.code()).isEqualTo("VALIDATION_FAILED");
        assertThat(unknown.text()).contains("[any, power]").contains("501").contains("500");
        for (var keys : List.of(
                List.<String>of(), List.of("a", "a"), Collections.nCopies(17, "a"), List.of("\u0000"), List.of("A"))) {
            assertThat(act(vm, "send-keys", Map.of("keys", keys)).code()).isEqualTo("VALIDATION_FAILED");
        }
        assertThat(act(vm, "send-keys", Map.of()).code()).isEqualTo("VALIDATION_FAILED");
        var nothing = "{\"keys\":[null]}".getBytes(StandardCharsets.UTF_8);
        assertThat(dc.api()
                        .postRaw("/api/v1/vms/" + vm + "/actions/send-keys", nothing)
                        .code())
                .isEqualTo("VALIDATION_FAILED");
        assertThat(guest.typed()).isEmpty();
    }

    @Test
    void aTextIsTypedAsTheLayoutHasIt() throws Exception {
        var us = act(vm, "type-text", Map.of("text", "Hi z\n"));
        assertThat(us.status()).as("%s", us).isEqualTo(200);
        assertThat(us.json().get("typedCharacters").asInt()).isEqualTo(5);
        assertThat(us.json().get("ending").asString()).isEqualTo("COMPLETE");
        assertThat(chords()).containsExactly("shift+h", "i", "spc", "z", "ret");

        act(vm, "type-text", Map.of("text", "z@é", "layout", "de"));
        assertThat(chords()).containsExactly("y", "alt_r+q", "equal", "e");
    }

    @Test
    void whatTheLayoutDoesNotHaveIsNamedAndNothingIsTyped() throws Exception {
        var refused = act(vm, "type-text", Map.of("text", "pässwörd", "layout", "us"));
        assertThat(refused.code()).isEqualTo("VALIDATION_FAILED");
        assertThat(refused.text()).contains("U+00E4 (at 2)").contains("U+00F6 (at 6)");
        assertThat(act(vm, "type-text", Map.of("text", "a", "layout", "fr")).text())
                .contains("[us, de]");
        assertThat(act(vm, "type-text", Map.of("text", "a", "deadlineSeconds", 181))
                        .code())
                .isEqualTo("VALIDATION_FAILED");
        assertThat(act(vm, "type-text", Map.of()).code()).isEqualTo("VALIDATION_FAILED");
        assertThat(guest.typed()).isEmpty();
    }

    @Test
    void theAuditTellsHowMuchWasTypedAndNothingOfWhat() throws Exception {
        act(vm, "type-text", Map.of("text", "hunter2-Secret", "layout", "de"));
        act(vm, "type-text", Map.of("text", "höheres-Secret", "layout", "us"));

        var audit = dc.api().get("/api/v1/audit?limit=50").text();

        assertThat(audit)
                .contains("vm.type-text")
                .contains("vm/" + vm)
                .contains("14 of 14 characters, layout de")
                .contains("VALIDATION_FAILED")
                .doesNotContain("Secret")
                .doesNotContain("U+00F6");
    }

    @Test
    void whoTypesHearsHowFarItCame() throws Exception {
        guest.answers(request -> TypeKeysResponse.newBuilder()
                .setChordsPressed(2)
                .setEnding("DEADLINE")
                .build());

        var answer = act(vm, "type-text", Map.of("text", "a^b", "layout", "de", "deadlineSeconds", 1));

        assertThat(answer.json().get("typedCharacters").asInt()).isEqualTo(1); // of ^ the dead key alone
        assertThat(answer.json().get("characters").asInt()).isEqualTo(3);
        assertThat(answer.json().get("ending").asString()).isEqualTo("DEADLINE");
        assertThat(guest.typed().getLast().getDeadlineMs()).isEqualTo(1_000);
        assertThat(act(vm, "send-keys", Map.of("keys", List.of("a"))).code()).isNotEmpty();
        assertThat(act(vm, "stop-typing", Map.of()).json().get("wasTyping").asBoolean())
                .isTrue();
    }

    @Test
    void refusalsOfTheAgentKeepTheirMeaning() throws Exception {
        for (var expected : Map.of(
                        "VM_WRONG_STATE", "VM_WRONG_STATE",
                        "STALE_EPOCH", "VM_WRONG_STATE",
                        "DISPLAY_TOO_LARGE", "DISPLAY_TOO_LARGE",
                        "HOST_BUSY", "TOO_MANY_REQUESTS",
                        "VM_BUSY", "TOO_MANY_REQUESTS",
                        "HYPERVISOR_FAILED", "HOST_WRONG_STATE")
                .entrySet()) {
            guest.refuses(expected.getKey());
            assertThat(screenshot(vm).code()).as(expected.getKey()).isEqualTo(expected.getValue());
            assertThat(act(vm, "type-text", Map.of("text", "a")).code())
                    .as(expected.getKey())
                    .isEqualTo(expected.getValue());
        }
        guest.refuses("HOST_BUSY");
        assertThat(screenshot(vm).header("retry-after")).isEqualTo("1");
    }

    @Test
    void anAgentThatLiesIsNotBelieved() throws Exception {
        guest.shows("<script>alert(1)</script>".getBytes(StandardCharsets.US_ASCII));
        assertThat(screenshot(vm).code()).isEqualTo("HOST_WRONG_STATE");
        guest.shows();
        assertThat(screenshot(vm).code()).isEqualTo("HOST_WRONG_STATE");
        var part = Arrays.copyOf(ScriptedGuestConsole.png(), 1 << 20);
        guest.shows(Collections.nCopies(17, part).toArray(byte[][]::new));
        assertThat(screenshot(vm).code()).isEqualTo("HOST_WRONG_STATE");
        for (var lie : List.of(
                TypeKeysResponse.newBuilder().setChordsPressed(2).setEnding("COMPLETE"),
                TypeKeysResponse.newBuilder().setChordsPressed(0).setEnding("COMPLETE"),
                TypeKeysResponse.newBuilder().setChordsPressed(-1).setEnding("DEADLINE"),
                TypeKeysResponse.newBuilder().setChordsPressed(1).setEnding("DONE"))) {
            guest.answers((TypeKeysRequest _) -> lie.build());
            assertThat(act(vm, "type-text", Map.of("text", "a")).code()).isEqualTo("HOST_WRONG_STATE");
        }
    }
}
