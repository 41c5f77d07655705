package io.atoll.manager.testing.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.atoll.ha.zk.OwnerRegistry;
import io.atoll.manager.inventory.internal.host.Sightings;
import io.atoll.manager.testing.ApiClient;
import io.atoll.manager.testing.ManagerUnderTest;
import io.atoll.manager.testing.MovableClock;
import io.atoll.model.HostId;
import io.atoll.model.VmId;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/**
 * A cluster of scripted hosts with a pool, enrolled and made over the manager's API.
 *
 * <pre>{@code
 * var vm = dc.runningVm();
 * dc.host("b").on(START_VM).fails("HYPERVISOR_FAILED", "no memory");
 * var task = dc.ended(dc.start(vm));
 * dc.checkInvariants();
 * }</pre>
 */
public final class Datacenter implements AutoCloseable {
    public static final Duration LONG = Duration.ofMinutes(2);
    private static final Duration POLL = Duration.ofMillis(5);
    /** With the time since its last beat less than the ten seconds after which a host counts as silent. */
    private static final Duration STEP = Duration.ofSeconds(6);

    private static final Logger LOG = LoggerFactory.getLogger(Datacenter.class);

    private final ManagerUnderTest manager;
    private final ApiClient api;
    private final JdbcClient jdbc;
    private final World world;
    private final Map<String, ScriptedAgent> hosts = new LinkedHashMap<>();
    private final String cluster;
    private final String pool;

    private Datacenter(ManagerUnderTest manager, int hostCount) throws Exception {
        this.manager = manager;
        this.api = manager.admin();
        this.jdbc = manager.bean(JdbcClient.class);
        this.world = new World(manager.bean(OwnerRegistry.class));
        this.cluster = id(api.post("/api/v1/clusters", Map.of("name", manager.unique("dc"))));
        for (var i = 0; i < hostCount; i++) {
            var name = String.valueOf((char) ('a' + i));
            hosts.put(name, enrol(name).start());
        }
        hosts.values().forEach(this::awaitReady);
        this.pool = makePool();
    }

    /** With hosts {@code a}, {@code b}, … that are READY and share a pool. */
    public static Datacenter of(ManagerUnderTest manager, int hostCount) {
        try {
            return new Datacenter(manager, hostCount);
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** A host that is enrolled and whose agent has not been started. */
    public ScriptedAgent enrol(String name) throws Exception {
        return new ScriptedAgents(manager, api, cluster).enrol(manager.unique(name), world);
    }

    private String makePool() throws Exception {
        var spec = Map.of("clusterId", cluster, "type", "SHARED_DIRECTORY", "path", "/srv/pool");
        var made = api.post("/api/v1/pools?wait=20s", Map.of("name", manager.unique("pool"), "spec", spec));
        assertThat(made.status()).as("%s", made).isIn(200, 201, 202);
        return jdbc.sql("select id::text from pool where cluster_id = cast(:cluster as uuid)")
                .param("cluster", cluster)
                .query(String.class)
                .single();
    }

    static String id(ApiClient.Answer made) {
        assertThat(made.status()).as("%s", made).isEqualTo(201);
        return made.json().at("/metadata/id").asString();
    }

    public ScriptedAgent host(String name) {
        var host = hosts.get(name);
        if (host == null) {
            throw new IllegalArgumentException("There is no host " + name);
        }
        return host;
    }

    public World world() {
        return world;
    }

    public ApiClient api() {
        return api;
    }

    public String cluster() {
        return cluster;
    }

    public String pool() {
        return pool;
    }

    // What people do

    /** The body of a request for a VM; {@code more} goes into its spec. */
    public Map<String, Object> vmRequest(boolean start, Map<String, Object> more) {
        var spec = new HashMap<String, Object>(Map.of(
                "clusterId", cluster, "poolId", pool, "diskGiB", 1, "vcpuCount", 1, "memoryMiB", 256, "start", start));
        spec.putAll(more);
        return Map.of("name", manager.unique("vm"), "spec", spec);
    }

    /** Asks for a VM; answers its task. */
    public String create(boolean start, String hostName) {
        var more = new HashMap<String, Object>();
        if (start) {
            more.put("hostId", host(hostName).id().toString());
        }
        return task(post("/api/v1/vms", vmRequest(start, more)));
    }

    /** A VM that is there and off. */
    public VmId stoppedVm() {
        return vmOf(succeeded(create(false, "a")));
    }

    /** A VM that runs on this host. */
    public VmId runningVm(String hostName) {
        return vmOf(succeeded(create(true, hostName)));
    }

    public String start(VmId vm, String hostName) {
        return task(post(
                "/api/v1/vms/" + vm + "/actions/start",
                Map.of("hostId", host(hostName).id().toString())));
    }

    public String migrate(VmId vm, String hostName) {
        return task(post(
                "/api/v1/vms/" + vm + "/actions/migrate",
                Map.of("targetHostId", host(hostName).id().toString())));
    }

    public String act(VmId vm, String action) {
        return task(post("/api/v1/vms/" + vm + "/actions/" + action, Map.of()));
    }

    public String delete(VmId vm) {
        try {
            return task(api.delete("/api/v1/vms/" + vm));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    public ApiClient.Answer post(String path, Object body) {
        try {
            return api.post(path, body);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    public JsonNode get(String path) {
        try {
            var answer = api.get(path);
            assertThat(answer.status()).as("%s", answer).isEqualTo(200);
            return answer.json();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private static IllegalStateException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new IllegalStateException(e);
    }

    private static String task(ApiClient.Answer accepted) {
        assertThat(accepted.status()).as("%s", accepted).isEqualTo(202);
        var location = accepted.header("location");
        return location.substring(location.lastIndexOf('/') + 1);
    }

    // What is to be seen

    /** The task when it has ended. */
    public JsonNode ended(String task) {
        await("task " + task)
                .atMost(LONG)
                .pollInterval(POLL)
                .until(() -> !jdbc.sql("select ended_at is not null from task where id = cast(:id as uuid)")
                        .param("id", task)
                        .query(Boolean.class)
                        .list()
                        .contains(false));
        return get("/api/v1/tasks/" + task);
    }

    public JsonNode succeeded(String task) {
        var ended = ended(task);
        assertThat(ended.get("state").asString()).as("%s", ended).isEqualTo("SUCCEEDED");
        return ended;
    }

    public JsonNode failed(String task, String code) {
        var ended = ended(task);
        assertThat(ended.get("state").asString()).as("%s", ended).isEqualTo("FAILED");
        assertThat(ended.at("/failure/code").asString()).as("%s", ended).isEqualTo(code);
        return ended;
    }

    /** The VM a task works on. */
    public static VmId vmOf(JsonNode task) {
        return VmId.parse(task.at("/objects/0/id").asString());
    }

    public VmId vmOf(String task) {
        return VmId.parse(
                jdbc.sql("select object_id from task_object where task_id = cast(:id as uuid) and kind = 'vm'")
                        .param("id", task)
                        .query(String.class)
                        .single());
    }

    public String powerState(VmId vm) {
        return jdbc.sql("select power_state from vm where id = :id")
                .param("id", vm.value())
                .query(String.class)
                .optional()
                .orElse("GONE");
    }

    public void awaitState(VmId vm, String state) {
        await(vm + " " + state)
                .atMost(LONG)
                .pollInterval(POLL)
                .until(() -> powerState(vm).equals(state));
    }

    public String hostState(ScriptedAgent host) {
        return jdbc.sql("select state from host where id = :id")
                .param("id", host.id().value())
                .query(String.class)
                .single();
    }

    public void awaitReady(ScriptedAgent host) {
        awaitHostState(host, "READY");
    }

    /**
     * The manager's clock goes forward, and no host is silent over it: in steps shorter than a silence that counts, after
     * each of which every host that beats is heard.
     */
    public void timePasses(Duration time) {
        var clock = manager.bean(MovableClock.class);
        for (var left = time; left.isPositive(); left = left.minus(STEP)) {
            var beating = hosts.values().stream().filter(ScriptedAgent::isHeard).toList();
            clock.forward(left.compareTo(STEP) < 0 ? left : STEP);
            var now = clock.instant();
            beating.forEach(ScriptedAgent::beat);
            for (var host : beating) {
                await(host.name() + " heard")
                        .atMost(LONG)
                        .pollInterval(POLL)
                        .until(() -> !host.isHeard() || Sightings.since(manager, host.id(), now));
            }
        }
        hosts.values().stream().filter(ScriptedAgent::isHeard).forEach(this::awaitReady);
    }

    public void awaitHostState(ScriptedAgent host, String state) {
        await(host.name() + " " + state)
                .atMost(LONG)
                .pollInterval(POLL)
                .until(() -> hostState(host).equals(state));
    }

    public List<String> warnings(ScriptedAgent host) {
        var warnings = new ArrayList<String>();
        get("/api/v1/hosts/" + host.id()).at("/status/warnings").forEach(text -> warnings.add(text.asString()));
        return warnings;
    }

    /** What must hold whenever nothing is under way: see {@link Invariants}. */
    public void checkInvariants(VmId... vms) {
        new Invariants(jdbc, world).check(cluster, List.of(vms));
    }

    /** The host on which the VM runs, in truth; fails when it is not one. */
    public HostId runsOn(VmId vm) {
        assertThat(world.runningAt(vm)).hasSize(1);
        return world.runningAt(vm).iterator().next();
    }

    /** Nothing is left of it: what looks at all clusters every second would look at those of all tests otherwise. */
    @Override
    public void close() {
        jdbc.sql("update enrolled_host set revoked_at = now(), revoked_reason = 'the test is over' where host_id in"
                        + " (select id from host where cluster_id = cast(:cluster as uuid))")
                .param("cluster", cluster)
                .update();
        hosts.values().forEach(ScriptedAgent::close);
        for (var table : List.of("vm", "image", "network", "pool", "host")) {
            forget("delete from %s where cluster_id = cast(:cluster as uuid)".formatted(table));
        }
        forget("delete from cluster where id = cast(:cluster as uuid)");
    }

    /** A task may still be at work on it; then it stays. */
    private void forget(String sql) {
        try {
            jdbc.sql(sql).param("cluster", cluster).update();
        } catch (DataAccessException e) {
            LOG.info("the datacenter is not forgotten: {}", e.getMessage());
        }
    }
}
