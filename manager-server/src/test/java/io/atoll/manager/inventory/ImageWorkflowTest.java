package io.atoll.manager.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.agent.v1.RunRequest.OperationCase;
import io.atoll.manager.testing.ApiClient;
import io.atoll.manager.testing.CrashingFence;
import io.atoll.manager.testing.ManagerTest;
import io.atoll.manager.testing.ManagerUnderTest;
import io.atoll.manager.testing.agent.Datacenter;
import io.atoll.manager.testing.agent.ScriptedAgent;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;

/** An image comes into a pool through a host that breaks off, refuses or loses its answer: it is READY, or FAILED and gone. */
@ManagerTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ImageWorkflowTest {
    private static final byte[] RAW = new byte[1 << 20];

    private final ManagerUnderTest manager;
    private Datacenter dc;
    private ScriptedAgent host;
    private CrashingFence leader;

    @SuppressWarnings("NullAway.Init") // @BeforeAll
    ImageWorkflowTest(ManagerUnderTest manager) {
        this.manager = manager;
    }

    @BeforeAll
    void open() {
        dc = Datacenter.of(manager, 1);
        host = dc.host("a");
        leader = manager.bean(CrashingFence.class);
    }

    @AfterEach
    void calm() {
        leader.calm();
        host.isHonest();
    }

    @AfterAll
    void close() {
        dc.close();
    }

    private String image() {
        var spec = Map.of("poolId", dc.pool(), "format", "RAW", "source", Map.of("type", "UPLOAD"));
        var made = dc.post("/api/v1/images", Map.of("name", manager.unique("image"), "spec", spec));
        assertThat(made.status()).as("%s", made).isIn(201, 202);
        return made.json().at("/metadata/id").asString();
    }

    private JsonNode upload(String image) throws Exception {
        ApiClient.Answer answer = dc.api()
                .send(
                        "PUT",
                        "/api/v1/images/" + image + "/content",
                        RAW,
                        Map.of("Content-Type", "application/octet-stream"));
        assertThat(answer.status()).as("%s", answer).isEqualTo(202);
        var location = answer.header("location");
        return dc.ended(location.substring(location.lastIndexOf('/') + 1));
    }

    private String state(String image) {
        return dc.get("/api/v1/images/" + image).at("/status/state").asString();
    }

    private void delete(String image) throws Exception {
        var answer = dc.api().delete("/api/v1/images/" + image);
        assertThat(answer.status()).as("%s", answer).isEqualTo(202);
        var location = answer.header("location");
        dc.succeeded(location.substring(location.lastIndexOf('/') + 1));
        assertThat(dc.world().images()).doesNotContain(image);
    }

    @Test
    void aTransferThatBreaksIsRepeated() throws Exception {
        var image = image();
        host.images().breaksTransfers(1);
        host.on(OperationCase.IMPORT_IMAGE).losesAnswer();
        host.on(OperationCase.DELETE_IMAGE).losesAnswer();
        var done = host.done(OperationCase.IMPORT_IMAGE);
        assertThat(upload(image).get("state").asString()).isEqualTo("SUCCEEDED");
        assertThat(state(image)).isEqualTo("READY");
        assertThat(host.done(OperationCase.IMPORT_IMAGE) - done).isEqualTo(1);
        delete(image);
    }

    @Test
    void anImageThatIsRefusedLeavesItsReasonAndNoFile() throws Exception {
        var image = image();
        host.on(OperationCase.IMPORT_IMAGE).fails("IMAGE_REFUSED", "it has a backing file");
        assertThat(upload(image).get("state").asString()).isEqualTo("FAILED");
        assertThat(state(image)).isEqualTo("FAILED");
        assertThat(dc.get("/api/v1/images/" + image).toString()).contains("it has a backing file");
        assertThat(dc.world().images()).doesNotContain(image);
        assertThat(upload(image).get("state").asString())
                .as("it can be uploaded again")
                .isEqualTo("SUCCEEDED");
        delete(image);
    }

    @Test
    void anUploadThatIsRefusedLeavesItsReason() throws Exception {
        var spec = Map.of("poolId", dc.pool(), "format", "QCOW2", "source", Map.of("type", "UPLOAD"));
        var image = dc.post("/api/v1/images", Map.of("name", manager.unique("image"), "spec", spec))
                .json()
                .at("/metadata/id")
                .asString();
        var type = Map.of("Content-Type", "application/octet-stream");
        for (int attempt = 0; attempt < 2; attempt++) {
            var answer = dc.api().send("PUT", "/api/v1/images/" + image + "/content", new byte[1_000], type);
            assertThat(answer.code()).as("%s", answer).isEqualTo("IMAGE_REFUSED");
            assertThat(state(image)).isEqualTo("FAILED");
            assertThat(dc.get("/api/v1/images/" + image).at("/status/failure/detail"))
                    .isEqualTo(answer.json().get("detail"));
        }
        delete(image);
    }

    @Test
    void anImageSurvivesTheDeathOfTheManagerAtEachWrite() throws Exception {
        for (int write = 1; write < 40; write++) {
            var image = image();
            var deaths = leader.crashes();
            leader.crashAtWrite(write);
            var task = upload(image);
            assertThat(task.get("state").asString()).as("%s", task).isEqualTo("SUCCEEDED");
            assertThat(state(image)).isEqualTo("READY");
            delete(image);
            leader.calm();
            if (leader.crashes() == deaths) {
                return;
            }
        }
        throw new AssertionError("The workflow has more writes than that.");
    }
}
