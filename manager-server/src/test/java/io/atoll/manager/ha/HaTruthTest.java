package io.atoll.manager.ha;

import static io.atoll.manager.testing.agent.Datacenter.LONG;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.atoll.ha.zk.OwnerChange;
import io.atoll.ha.zk.OwnerRegistry;
import io.atoll.ha.zk.ZookeeperConnection;
import io.atoll.ha.zk.facts.Evidence;
import io.atoll.ha.zk.facts.EvidenceRegistry;
import io.atoll.ha.zk.facts.Incident;
import io.atoll.ha.zk.facts.Incident.Moment;
import io.atoll.ha.zk.facts.Incidents;
import io.atoll.ha.zk.facts.VmHaState;
import io.atoll.ha.zk.facts.VmStates;
import io.atoll.manager.identity.Role;
import io.atoll.manager.testing.ManagerTest;
import io.atoll.manager.testing.ManagerUnderTest;
import io.atoll.manager.testing.agent.Datacenter;
import io.atoll.manager.testing.agent.HaHost;
import io.atoll.manager.testing.agent.ScriptedAgent;
import io.atoll.model.ClusterId;
import io.atoll.model.HostId;
import io.atoll.model.VmEpoch;
import io.atoll.model.VmId;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What the agents did without the manager is followed, told and never fought. */
@ManagerTest
class HaTruthTest {
    private final ManagerUnderTest manager;
    private final OwnerRegistry owners;
    private final Incidents incidents;
    private final EvidenceRegistry evidence;

    HaTruthTest(ManagerUnderTest manager, OwnerRegistry owners, Incidents incidents, EvidenceRegistry evidence) {
        this.manager = manager;
        this.owners = owners;
        this.incidents = incidents;
        this.evidence = evidence;
    }

    /** What a takeover by agents leaves in ZooKeeper. */
    private long takenOver(VmId vm, ScriptedAgent from, ScriptedAgent to) {
        var epoch = owners.read(vm).orElseThrow().epoch();
        assertThat(owners.transfer(vm, from.id(), to.id(), epoch)).isInstanceOf(OwnerChange.Applied.class);
        return epoch.next().value();
    }

    @Test
    void aTakeoverIsFollowedUntilTheVmRunsAgain() {
        try (var dc = Datacenter.of(manager, 2)) {
            var vm = dc.runningVm("a");
            dc.host("a").hostDies();
            dc.awaitState(vm, "UNKNOWN");
            long epoch = takenOver(vm, dc.host("a"), dc.host("b"));
            await().atMost(LONG).untilAsserted(() -> {
                var seen = dc.get("/api/v1/vms/" + vm);
                assertThat(seen.at("/status/hostId").asString())
                        .isEqualTo(dc.host("b").id().toString());
                assertThat(seen.at("/status/powerState").asString()).isEqualTo("STARTING");
                assertThat(seen.at("/status/epoch").asLong()).isEqualTo(epoch);
                assertThat(seen.at("/status/conditions/0/code").asString()).isEqualTo("HA_RESTARTING");
                assertThat(seen.at("/status/placement/reason").asString())
                        .isEqualTo("HA restarted it on %s, away from host %s; the incident of that time tells why."
                                .formatted(dc.host("b").name(), dc.host("a").name()));
            });
            var why = dc.get("/api/v1/vms/" + vm + "/placement");
            assertThat(why.at("/decision/cause").asString()).as("%s", why).isEqualTo("HA_RESTART");
            assertThat(why.at("/decision/requestedBy").asString()).isEqualTo("HA");
            assertThat(why.at("/decision/hostId").asString())
                    .isEqualTo(dc.host("b").id().toString());
            assertThat(why.at("/earlier/0/cause").asString()).isEqualTo("CREATE");
            dc.host("b").haStarts(vm, epoch);
            dc.awaitState(vm, "RUNNING");
            assertThat(dc.get("/api/v1/vms/" + vm).at("/status/conditions").isEmpty())
                    .isTrue();
            dc.checkInvariants();

            dc.host("a").start();
            dc.awaitReady(dc.host("a"));
            dc.checkInvariants();
            dc.succeeded(dc.act(vm, "stop"));
            dc.checkInvariants();
        }
    }

    @Test
    void aTaskWhoseVmWasTakenEndsWithTheReason() {
        try (var dc = Datacenter.of(manager, 2)) {
            var vm = dc.runningVm("a");
            dc.host("a").hostDies();
            dc.awaitState(vm, "UNKNOWN");
            // A reset was asked for just before, by another road: the task is at work when HA takes the VM.
            long epoch = takenOver(vm, dc.host("a"), dc.host("b"));
            await().atMost(LONG).until(() -> dc.powerState(vm).equals("STARTING"));
            dc.host("b").haStarts(vm, epoch);
            dc.awaitState(vm, "RUNNING");

            // The next host is there before the death: a task waits only so long for an agent that nobody takes from.
            dc.host("a").start();
            dc.awaitReady(dc.host("a"));
            dc.host("b").on(io.atoll.agent.v1.RunRequest.OperationCase.RESET_VM).hostDiesBefore(dc.host("b"));
            var task = dc.act(vm, "reset");
            await().atMost(LONG).until(() -> dc.hostState(dc.host("b")).equals("DISCONNECTED"));
            long next = takenOver(vm, dc.host("b"), dc.host("a"));
            var failed = dc.failed(task, "HA_TAKEOVER");
            assertThat(failed.at("/failure/detail").asString())
                    .contains(dc.host("a").name(), "epoch " + next);
            await().atMost(LONG).until(() -> dc.powerState(vm).equals("STARTING"));
            dc.host("a").haStarts(vm, next);
            dc.awaitState(vm, "RUNNING");
            dc.host("b").start();
            dc.awaitReady(dc.host("b"));
            dc.checkInvariants();
        }
    }

    private static Incident incident(UUID id, HostId host, boolean ended, Moment... moments) {
        return new Incident(
                id, "host-" + host, new ClusterId(new UUID(0, 1)), "HOST_DEAD", host, ended, 0, List.of(moments));
    }

    @Test
    void anIncidentIsFetchedOnceAndGrows() throws Exception {
        try (var dc = Datacenter.of(manager, 1)) {
            var vm = dc.runningVm("a");
            var id = UUID.fromString("01990000-0000-7000-8000-" + "%012x".formatted(System.nanoTime() & 0xffffffffL));
            var began = Instant.now().truncatedTo(ChronoUnit.MILLIS);
            var lost = new Moment(began, "SIGNAL_LOST", "The beat stood still.");
            var proved = new Moment(began.plusSeconds(6), "PROVED", "Silent on every channel for 5.45 s.");
            var up = new Moment(began.plusSeconds(8), "UP", "VM %s runs again.".formatted(vm));
            var host = dc.host("a").id();
            var api = manager.as(Role.VIEWER);

            incidents.write(incident(id, host, false, lost));
            await().atMost(LONG)
                    .untilAsserted(() -> assertThat(
                                    api.get("/api/v1/ha-incidents/" + id).status())
                            .isEqualTo(200));
            assertThat(api.get("/api/v1/ha-incidents/" + id).json().get("proof").asString())
                    .isEmpty();

            incidents.write(incident(id, host, true, lost, proved, up));
            await().atMost(LONG).untilAsserted(() -> {
                var seen = api.get("/api/v1/ha-incidents/" + id).json();
                assertThat(seen.get("ended").asBoolean()).isTrue();
                assertThat(seen.get("proof").asString()).isEqualTo(proved.text());
                assertThat(seen.get("timeline").findValuesAsString("what"))
                        .containsExactly("SIGNAL_LOST", "PROVED", "UP");
                assertThat(seen.at("/names/0/id").asString()).isEqualTo(vm.toString());
                assertThat(seen.get("hostName").asString())
                        .isEqualTo(dc.host("a").name());
            });
            var revision =
                    api.get("/api/v1/ha-incidents/" + id).json().get("revision").asLong();
            incidents.write(incident(id, host, false, lost));
            var found = api.get("/api/v1/ha-incidents?filter=hostId%3D%3D%22" + host + "%22%20and%20ended%3D%3Dtrue");
            assertThat(found.json().get("totalCount").asInt()).as("%s", found).isEqualTo(1);
            assertThat(api.get("/api/v1/ha-incidents/" + id)
                            .json()
                            .get("revision")
                            .asLong())
                    .as("what is known already changes nothing")
                    .isEqualTo(revision);
            incidents.remove(id);
            var events = api.get("/api/v1/events/history?kind=incident&objectId=" + id);
            assertThat(events.status()).as("%s", events).isIn(200, 404);
            assertThat(api.get("/api/v1/ha-incidents/" + UUID.randomUUID()).code())
                    .isEqualTo("HA_INCIDENT_NOT_FOUND");
            dc.succeeded(dc.act(vm, "stop"));
        }
    }

    @Test
    void aHostIsConfirmedDeadOnlyWhenNothingSpeaksAgainstIt() throws Exception {
        var api = manager.admin();
        try (var dc = Datacenter.of(manager, 2);
                var a = HaHost.of(manager, dc, "a");
                var _ = HaHost.of(manager, dc, "b")) {
            HaHost.turnOn(api, dc, "WARN");
            var vm = protectedVm(dc);
            var host = dc.host("a");
            await().atMost(LONG)
                    .untilAsserted(() -> assertThat(dc.get("/api/v1/clusters/" + dc.cluster() + "/ha")
                                    .get("hosts"))
                            .as("the manager sees both beat")
                            .allMatch(seen -> seen.get("beatAgeMs").isNumber()));
            var path = "/api/v1/hosts/" + host.id() + "/actions/confirm-dead";
            assertThat(api.post(path, Map.of("hostName", host.name())).code()).isEqualTo("HOST_ALIVE");
            assertThat(api.post(path, Map.of("hostName", "another")).code()).isEqualTo("VALIDATION_FAILED");
            assertThat(api.post(path, Map.of()).code()).isEqualTo("VALIDATION_FAILED");
            assertThat(manager.as(Role.VIEWER)
                            .post(path, Map.of("hostName", host.name()))
                            .status())
                    .isEqualTo(403);

            assertThat(mayBeConfirmed(dc, host)).isFalse();
            host.hostDies();
            dc.awaitHostState(host, "DISCONNECTED");
            assertThat(mayBeConfirmed(dc, host)).as("it beats still").isFalse();
            assertThat(api.post(path, Map.of("hostName", host.name())).code())
                    .as("it beats still")
                    .isEqualTo("HOST_ALIVE");
            a.fallsSilent();
            await().atMost(LONG).untilAsserted(() -> {
                var dry = api.post(path + "?dryRun=true", Map.of("hostName", host.name()));
                assertThat(dry.json().get("wouldSucceed").asBoolean())
                        .as("%s", dry)
                        .isTrue();
                assertThat(dry.json().at("/plan/restarts/0/vmId").asString()).isEqualTo(vm.toString());
                assertThat(dry.json().at("/plan/restarts/0/targetHostId").asString())
                        .isEqualTo(dc.host("b").id().toString());
            });
            assertThat(mayBeConfirmed(dc, host)).isTrue();
            assertThat(evidence.read(host.id()))
                    .as("a dry run says nothing to anybody")
                    .isEmpty();
            var done = api.post(path, Map.of("hostName", host.name(), "note", "pulled the plug"));
            assertThat(done.status()).as("%s", done).isEqualTo(200);
            assertThat(evidence.read(host.id())).hasValueSatisfying(given -> {
                assertThat(given.bootId()).isEqualTo(a.bootId());
                assertThat(given.beatVersion())
                        .as("it ends with the host's next beat")
                        .isPositive();
                assertThat(given.kind()).isEqualTo(Evidence.Kind.OPERATOR_SAYS_OFF);
            });
        }
    }

    @Test
    void aHostThatHaHasTakenOverIsNotConfirmedAgainButSaidWhenAndByWhichProof() throws Exception {
        var api = manager.admin();
        try (var dc = Datacenter.of(manager, 2);
                var a = HaHost.of(manager, dc, "a")) {
            HaHost.turnOn(api, dc, "WARN");
            var host = dc.host("a");
            host.hostDies();
            dc.awaitHostState(host, "DISCONNECTED");
            a.fallsSilent();
            a.isTakenOver(
                    new ClusterId(UUID.fromString(dc.cluster())), "its lease ran out; its slots stood still for 5.5 s");
            var at = Instant.now().truncatedTo(ChronoUnit.SECONDS);
            var id = UUID.randomUUID();
            incidents.write(incident(
                    id,
                    host.id(),
                    false,
                    new Moment(at.minusSeconds(1), "PROVED", "It runs nothing any more."),
                    new Moment(at, "TAKEN_OVER", "The fence is up.")));
            var path = "/api/v1/hosts/" + host.id() + "/actions/confirm-dead";
            await().atMost(LONG).untilAsserted(() -> {
                var refused = api.post(path, Map.of("hostName", host.name()));
                assertThat(refused.code()).as("%s", refused).isEqualTo("HOST_WRONG_STATE");
                assertThat(refused.json().get("detail").asString())
                        .contains(host.name() + " was already taken over at " + at
                                + ", by this proof: its lease ran out; its slots");
            });
            var dry = api.post(path + "?dryRun=true", Map.of("hostName", host.name()));
            assertThat(dry.json().get("wouldSucceed").asBoolean()).as("%s", dry).isFalse();
            assertThat(evidence.read(host.id())).isEmpty();
            assertThat(mayBeConfirmed(dc, host)).isFalse();
            assertThat(dc.get("/api/v1/clusters/" + dc.cluster() + "/ha/what-if?hostDown=" + host.id())
                            .get("doubt")
                            .asString())
                    .contains("HA has already taken over host " + host.name());
            incidents.remove(id);
        }
    }

    private static boolean mayBeConfirmed(Datacenter dc, ScriptedAgent host) {
        return dc.get("/api/v1/hosts/" + host.id())
                .get("allowedActions")
                .valueStream()
                .anyMatch(action -> action.asString().equals("confirm-dead"));
    }

    @Test
    void aVmThatHaCannotStartSaysWhyAndWhatComesNext() throws Exception {
        var api = manager.admin();
        try (var dc = Datacenter.of(manager, 2);
                var a = HaHost.of(manager, dc, "a");
                var _ = HaHost.of(manager, dc, "b")) {
            HaHost.turnOn(api, dc, "WARN");
            var vm = protectedVm(dc);
            var states = new VmStates(manager.bean(ZookeeperConnection.class));
            awaitProtected(dc, vm);
            dc.host("a").hostDies();
            dc.awaitState(vm, "UNKNOWN");
            a.fallsSilent();
            a.isTakenOver(new ClusterId(UUID.fromString(dc.cluster())), "its lease ran out");
            var target = dc.host("b").id();
            var epoch = new VmEpoch(takenOver(vm, dc.host("a"), dc.host("b")));
            dc.awaitState(vm, "STARTING");
            assertThat(dc.get("/api/v1/vms/" + vm)
                            .at("/status/placement/reason")
                            .asString())
                    .isEqualTo("HA restarted it on %s, because host %s died: its lease ran out."
                            .formatted(dc.host("b").name(), dc.host("a").name()));

            states.tell(vm, target, epoch, VmHaState.Phase.FAILED, "IMAGE_LOCKED: its disk is in use.");
            awaitDetail(dc, vm, "STARTING", "its disk is in use", "HA tries again for as long as that lasts");
            states.tell(vm, target, epoch, VmHaState.Phase.FAILED, "START_FAILED: no room.");
            awaitDetail(dc, vm, "STARTING", "no room", "HA tries again at once (failure 1");

            var disarmed =
                    api.patch("/api/v1/clusters/" + dc.cluster(), Map.of("spec", Map.of("ha", Map.of("armed", false))));
            assertThat(disarmed.status()).as("%s", disarmed).isEqualTo(200);
            awaitDetail(dc, vm, "CRASHED", "no room", "HA does nothing more about it");
        }
    }

    @Test
    void aVmThatHaRestartsIsRestartingUntilItRuns() throws Exception {
        try (var dc = Datacenter.of(manager, 2);
                var a = HaHost.of(manager, dc, "a");
                var _ = HaHost.of(manager, dc, "b")) {
            HaHost.turnOn(manager.admin(), dc, "WARN");
            var other = dc.runningVm("b");
            var vm = protectedVm(dc);
            dc.host("a").hostDies();
            dc.awaitState(vm, "UNKNOWN");
            a.fallsSilent();
            long epoch = takenOver(vm, dc.host("a"), dc.host("b"));
            dc.awaitState(vm, "STARTING");
            assertRestarting(dc, vm);

            dc.host("b").haIsStarting(vm, epoch);
            dc.host("b").guestEnds(other, "CRASHED", "killed"); // known only after what it said before
            dc.awaitState(other, "CRASHED");
            assertRestarting(dc, vm);

            dc.host("b").haStarts(vm, epoch);
            dc.awaitState(vm, "RUNNING");
            awaitProtected(dc, vm);
        }
    }

    /** Whatever the last verdict was: the keeper has not looked since. */
    private void assertRestarting(Datacenter dc, VmId vm) {
        var stale = manager.bean(JdbcClient.class)
                .sql(
                        "update vm_protection set state = 'UNPROTECTED', reasons = '[{\"code\": \"VM_UNKNOWN\", \"detail\": \"\"}]'"
                                + " where vm_id = :vm");
        stale.param("vm", vm.value()).update();
        var seen = dc.get("/api/v1/vms/" + vm).get("status");
        assertThat(seen.get("powerState").asString()).as("%s", seen).isEqualTo("STARTING");
        assertThat(seen.get("powerStateDetail").asString()).startsWith("HA is restarting it on ");
        assertThat(seen.at("/ha/state").asString()).as("%s", seen).isEqualTo("RESTARTING");
        assertThat(seen.at("/ha/reasons").isEmpty()).isTrue();
        stale.param("vm", vm.value()).update();
        var counts = dc.get("/api/v1/clusters/" + dc.cluster() + "/ha").get("vms");
        assertThat(counts.get("restarting").asInt()).as("%s", counts).isEqualTo(1);
        assertThat(counts.get("unprotected").asInt()).as("%s", counts).isZero();
    }

    @Test
    void aVmThatHaStartsAgainWhereItWasSaysSoAndNotWhatBroughtItThere() throws Exception {
        try (var dc = Datacenter.of(manager, 2);
                var _ = HaHost.of(manager, dc, "a");
                var _ = HaHost.of(manager, dc, "b")) {
            HaHost.turnOn(manager.admin(), dc, "WARN");
            var vm = protectedVm(dc);
            var b = dc.host("b");
            dc.host("a").hostDies();
            dc.awaitState(vm, "UNKNOWN");
            b.haStarts(vm, takenOver(vm, dc.host("a"), b));
            dc.awaitState(vm, "RUNNING");

            b.hostDies();
            dc.awaitState(vm, "UNKNOWN");
            long second = ownedAgain(vm, b);
            dc.awaitState(vm, "STARTING");
            b.start();
            dc.awaitReady(b);
            b.haStarts(vm, second);
            dc.awaitState(vm, "RUNNING");
            assertThat(reason(dc, vm))
                    .isEqualTo("HA started it again on %s, after that host had not answered.".formatted(b.name()));

            b.guestEnds(vm, "CRASHED", "killed");
            dc.awaitState(vm, "CRASHED");
            b.haStarts(vm, ownedAgain(vm, b));
            dc.awaitState(vm, "RUNNING");
            assertThat(reason(dc, vm))
                    .startsWith("HA started it again on %s, where it had ended. ".formatted(b.name()));
            dc.checkInvariants();
        }
    }

    /** HA gives it to the host that has it, under a new epoch. */
    private long ownedAgain(VmId vm, ScriptedAgent host) {
        var epoch = owners.read(vm).orElseThrow().epoch();
        assertThat(owners.claim(vm, host.id(), "again-" + epoch)).isInstanceOf(OwnerChange.Applied.class);
        return epoch.next().value();
    }

    private static String reason(Datacenter dc, VmId vm) {
        return dc.get("/api/v1/vms/" + vm).at("/status/placement/reason").asString();
    }

    private static void awaitProtected(Datacenter dc, VmId vm) {
        await().atMost(LONG)
                .until(() -> dc.get("/api/v1/vms/" + vm).at("/status/ha/state").asString(), "PROTECTED"::equals);
    }

    private static void awaitDetail(Datacenter dc, VmId vm, String state, String... parts) {
        await().atMost(LONG).untilAsserted(() -> {
            var status = dc.get("/api/v1/vms/" + vm).get("status");
            assertThat(status.get("powerState").asString()).as("%s", status).isEqualTo(state);
            assertThat(status.get("powerStateDetail").asString()).contains(parts);
        });
    }

    private static VmId protectedVm(Datacenter dc) {
        var spec = new HashMap<String, Object>(
                Map.of("hostId", dc.host("a").id().toString(), "ha", Map.of("protected", true)));
        var answer = dc.post("/api/v1/vms", dc.vmRequest(true, spec));
        assertThat(answer.status()).as("%s", answer).isEqualTo(202);
        var location = answer.header("location");
        return Datacenter.vmOf(dc.succeeded(location.substring(location.lastIndexOf('/') + 1)));
    }
}
