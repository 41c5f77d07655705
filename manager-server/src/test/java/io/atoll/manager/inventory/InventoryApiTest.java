package io.atoll.manager.inventory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.atoll.manager.identity.Role;
import io.atoll.manager.testing.ApiClient;
import io.atoll.manager.testing.ManagerTest;
import io.atoll.manager.testing.ManagerUnderTest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@ManagerTest
class InventoryApiTest {
    private final ManagerUnderTest manager;
    private ApiClient admin;

    @SuppressWarnings("NullAway.Init") // @BeforeEach
    InventoryApiTest(ManagerUnderTest manager) {
        this.manager = manager;
    }

    @BeforeEach
    void logIn() throws Exception {
        admin = manager.admin();
    }

    @Test
    void aNewInstallationHasACluster() {
        await().untilAsserted(() -> {
            var found = admin.get("/api/v1/clusters?filter=metadata.name%3D%3D%22default%22");
            assertThat(found.json().get("totalCount").asInt()).as("%s", found).isEqualTo(1);
        });
    }

    @Test
    void aNameIsFoundHoweverItIsSpelt() throws Exception {
        var name = manager.unique("Spelt-In-Capitals");
        admin.post("/api/v1/clusters", Map.of("name", name));
        for (var spelling : List.of(name, name.toUpperCase(Locale.ROOT), name.toLowerCase(Locale.ROOT))) {
            var found = admin.get("/api/v1/clusters?filter=metadata.name%3D%3D%22" + spelling + "%22");
            assertThat(found.json().get("totalCount").asInt()).as(spelling).isEqualTo(1);
        }
    }

    @Test
    void aClusterIsMadeReadChangedAndDeleted() throws Exception {
        var name = manager.unique("cluster");
        var made = admin.post("/api/v1/clusters", Map.of("name", name, "labels", Map.of("env", "test")));
        assertThat(made.status()).as("%s", made).isEqualTo(201);
        var path = made.header("location");
        assertThat(made.json().at("/status/effectiveCpuBaseline").asString()).isEqualTo("qemu64");
        assertThat(made.json().at("/spec/cpuOvercommitRatio").asDouble()).isEqualTo(4.0);

        var again = admin.post("/api/v1/clusters", Map.of("name", name.toUpperCase(Locale.ROOT)));
        assertThat(again.code()).isEqualTo("NAME_TAKEN");

        var labels = new HashMap<String, Object>();
        labels.put("env", null);
        labels.put("tier", "gold");
        var changed = admin.patch(path, Map.of("labels", labels, "spec", Map.of("description", "Ground floor")));
        assertThat(changed.status()).as("%s", changed).isEqualTo(200);
        assertThat(changed.json().at("/metadata/labels").toString()).isEqualTo("{\"tier\":\"gold\"}");
        assertThat(changed.json().at("/metadata/revision").asInt()).isEqualTo(1);
        assertThat(changed.header("etag")).isEqualTo("\"1\"");

        var same = admin.patch(path, Map.of("spec", Map.of("description", "Ground floor")));
        assertThat(same.json().at("/metadata/revision").asInt())
                .as("an equal change is none")
                .isEqualTo(1);

        assertThat(admin.delete(path).status()).isEqualTo(204);
        assertThat(admin.get(path).code()).isEqualTo("CLUSTER_NOT_FOUND");
    }

    @ParameterizedTest
    @CsvSource({
        "{\"cpuBaseline\":\"pentium\"}, spec.cpuBaseline",
        "{\"cpuOvercommitRatio\":0.5}, spec.cpuOvercommitRatio",
        "{\"cpuOvercommitRatio\":65}, spec.cpuOvercommitRatio",
        "{\"description\":\"a\\u0000b\"}, spec.description",
    })
    void aBadClusterIsRefusedByField(String spec, String field) throws Exception {
        var answer = admin.postRaw(
                "/api/v1/clusters", ("{\"name\":\"x\",\"spec\":" + spec + "}").getBytes(StandardCharsets.UTF_8));
        assertThat(answer.code()).as("%s", answer).isEqualTo("VALIDATION_FAILED");
        assertThat(answer.json().at("/causes/0/field").asString()).isEqualTo(field);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "-name", "a b", "a,b=c", "../../x", "<script>", "CON", "null", "ÄÖ", "a\nb"})
    void aHostileNameIsRefused(String name) throws Exception {
        var answer = admin.post("/api/v1/clusters", Map.of("name", name));
        assertThat(answer.code()).as("%s", answer).isEqualTo("VALIDATION_FAILED");
    }

    @Test
    void aStaticNetworkIsMadeWithItsRange() throws Exception {
        var cluster = cluster();
        var spec = staticNetwork(cluster, "10.7.0.0/24", "10.7.0.10", "10.7.0.19");
        var made = admin.post("/api/v1/networks", Map.of("name", manager.unique("net"), "spec", spec));
        assertThat(made.status()).as("%s", made).isEqualTo(201);
        assertThat(made.json().at("/status/addressesTotal").asInt()).isEqualTo(10);
        assertThat(made.json().at("/spec/antiSpoofing").asBoolean()).isTrue();

        var overlapping = admin.post("/api/v1/networks", Map.of("name", manager.unique("net"), "spec", spec));
        assertThat(overlapping.code()).as("%s", overlapping).isEqualTo("VALIDATION_FAILED");
    }

    @ParameterizedTest
    @CsvSource({
        "10.7.0.1/24, 10.7.0.10, 10.7.0.19",
        "10.7.0.0/24, 10.8.0.10, 10.7.0.19",
        "10.7.0.0/24, 10.7.0.20, 10.7.0.19",
        "10.7.0.0/24, 10.7.0.0, 10.7.0.19",
        "10.7.0.0/33, 10.7.0.10, 10.7.0.19",
    })
    void aRangeOutsideItsSubnetIsRefused(String subnet, String start, String end) throws Exception {
        var spec = staticNetwork(cluster(), subnet, start, end);
        var answer = admin.post("/api/v1/networks", Map.of("name", manager.unique("net"), "spec", spec));
        assertThat(answer.code()).as("%s", answer).isEqualTo("VALIDATION_FAILED");
    }

    @Test
    void aPoolNeedsAHostThatLooksAtIt() throws Exception {
        var spec = Map.of("clusterId", cluster(), "type", "SHARED_DIRECTORY", "path", "/srv/pool");
        var answer = admin.post("/api/v1/pools", Map.of("name", manager.unique("pool"), "spec", spec));
        assertThat(answer.code()).as("%s", answer).isEqualTo("HOST_WRONG_STATE");
    }

    @Test
    void aViewerReadsAndChangesNothing() throws Exception {
        var viewer = manager.as(Role.VIEWER);
        for (var kind : List.of("clusters", "hosts", "networks", "pools", "images", "vms")) {
            var list = viewer.get("/api/v1/" + kind);
            assertThat(list.status()).as("%s %s", kind, list).isEqualTo(200);
            assertThat(list.json().get("items").isArray()).isTrue();
        }
        assertThat(viewer.post("/api/v1/clusters", Map.of("name", "x")).status())
                .isEqualTo(403);
    }

    private String cluster() throws IOException, InterruptedException {
        return admin.post("/api/v1/clusters", Map.of("name", manager.unique("cluster")))
                .json()
                .at("/metadata/id")
                .asString();
    }

    private static Map<String, Object> staticNetwork(String cluster, String subnet, String start, String end) {
        return Map.of(
                "clusterId", cluster,
                "addressing", "STATIC",
                "subnetCidr", subnet,
                "gateway", "10.7.0.1",
                "rangeStart", start,
                "rangeEnd", end);
    }
}
