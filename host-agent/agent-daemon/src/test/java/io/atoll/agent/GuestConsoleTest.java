package io.atoll.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.atoll.agent.v1.CreateVolume;
import io.atoll.agent.v1.ImportImage;
import io.atoll.agent.v1.KeyChord;
import io.atoll.agent.v1.PauseVm;
import io.atoll.agent.v1.Refusal;
import io.atoll.agent.v1.ResumeVm;
import io.atoll.agent.v1.ScreenshotRequest;
import io.atoll.agent.v1.StopTypingRequest;
import io.atoll.agent.v1.StopVm;
import io.atoll.agent.v1.TypeKeysRequest;
import io.atoll.agent.v1.TypeKeysResponse;
import io.atoll.agent.v1.VmSpec;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.ProtoUtils;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.imageio.ImageIO;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Screenshots of a real QEMU and typing into it through the agent's calls: who may, when, how often, and what stays behind. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GuestConsoleTest {
    private static final Metadata.Key<Refusal> REFUSAL =
            Metadata.Key.of("atoll-refusal-bin", ProtoUtils.metadataMarshaller(Refusal.getDefaultInstance()));
    /** Says ">" on the serial line and then every character that is typed; src/test/witness/keys.S of hypervisor-core. */
    private static final byte[] TYPIST = HexFormat.of().parseHex("fbbaf803b03eee31c0cd16baf803eeb40ebb0700cd10ebef");

    private final TestAuthority authority = new TestAuthority();

    @TempDir
    static Path folder;

    private TestZookeeper zookeeper;
    private TestHost host;
    private TestVm vms;
    private VmSpec.Builder guest;
    private long epoch;

    @BeforeAll
    void start() throws Exception {
        zookeeper = new TestZookeeper(folder, authority);
        host = new TestHost(folder, authority, zookeeper.connect());
        zookeeper.admit(host.id);
        host.start();
        Files.createDirectory(folder.resolve("pool"));
        vms = new TestVm(folder.resolve("pool"));
        vms.provision(host);
        guest = typist();
        var first = zookeeper.claim(TestVm.id(guest), host.id);
        TestVm.succeeded(host.run(request -> request.setStartVm(TestVm.start(guest, first.value()))));
        epoch = zookeeper.claim(TestVm.id(guest), host.id).value();
        Await.until("the guest reads", () -> said().equals(">"));
    }

    /** Two pictures of one VM are half a second apart. */
    @BeforeEach
    void letTimePass() throws InterruptedException {
        Thread.sleep(600);
    }

    @AfterAll
    void stop() {
        host.run(request ->
                request.setStopVm(StopVm.newBuilder().setVmId(guest.getVmId()).setEpoch(epoch)));
        host.close();
        zookeeper.close();
    }

    private VmSpec.Builder typist() throws Exception {
        var image = UUID.randomUUID().toString();
        var disk = BootSector.rawDisk();
        System.arraycopy(TYPIST, 0, disk, 0, TYPIST.length);
        vms.writeImage(host, image, disk, "raw");
        TestVm.succeeded(host.run(request -> request.setImportImage(
                ImportImage.newBuilder().setPoolId(vms.pool).setImageId(image).setFormat("raw"))));
        var vm = UUID.randomUUID().toString();
        TestVm.succeeded(host.run(request -> request.setCreateVolume(CreateVolume.newBuilder()
                .setPoolId(vms.pool)
                .setVmId(vm)
                .setSizeBytes(BootSector.DISK_BYTES)
                .setImageId(image))));
        return vms.spec(vm);
    }

    private Path stateFolder() {
        return host.run.resolve("vms").resolve(guest.getVmId());
    }

    private String said() {
        try {
            return Files.readString(stateFolder().resolve("serial.log"), StandardCharsets.ISO_8859_1);
        } catch (IOException _) {
            return "";
        }
    }

    private byte[] screenshot(String vm) {
        var png = new ByteArrayOutputStream();
        host.calls()
                .screenshot(ScreenshotRequest.newBuilder().setVmId(vm).build())
                .forEachRemaining(part -> png.writeBytes(part.getData().toByteArray()));
        return png.toByteArray();
    }

    private TypeKeysRequest.Builder keys(String letters) {
        var request = TypeKeysRequest.newBuilder()
                .setVmId(guest.getVmId())
                .setEpoch(epoch)
                .setHoldMs(20)
                .setDeadlineMs(60_000);
        letters.chars()
                .forEach(letter -> request.addChords(KeyChord.newBuilder().addKeys(String.valueOf((char) letter))));
        return request;
    }

    private TypeKeysResponse type(TypeKeysRequest.Builder request) {
        return host.calls().typeKeys(request.build());
    }

    private static void refused(String code, ThrowingCallable call) {
        assertThatExceptionOfType(StatusRuntimeException.class)
                .isThrownBy(call)
                .satisfies(e -> assertThat(Objects.requireNonNull(
                                        Objects.requireNonNull(e.getTrailers()).get(REFUSAL))
                                .getCode())
                        .as("%s", e)
                        .isEqualTo(code));
    }

    @Test
    void aScreenshotIsAPngAndLeavesNoFile() throws Exception {
        var image = ImageIO.read(new ByteArrayInputStream(screenshot(guest.getVmId())));

        assertThat(image).isNotNull();
        assertThat(image.getWidth()).isBetween(320, 1_280);
        assertThat(stateFolder().resolve("screen.dump")).doesNotExist();
    }

    @Test
    void picturesOfOneVmAreHalfASecondApart() throws Exception {
        var taken = new AtomicInteger();
        var busy = new AtomicInteger();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var call = 0; call < 16; call++) {
                threads.execute(() -> {
                    try {
                        assertThat(screenshot(guest.getVmId())).isNotEmpty();
                        taken.incrementAndGet();
                    } catch (StatusRuntimeException e) {
                        refused("HOST_BUSY", () -> {
                            throw e;
                        });
                        busy.incrementAndGet();
                    }
                });
            }
        }
        assertThat(taken.get()).isBetween(1, 15);
        assertThat(busy.get()).isEqualTo(16 - taken.get());
    }

    @Test
    void whatIsNotHereHasNeitherScreenNorKeyboard() {
        var nobody = UUID.randomUUID().toString();
        refused("VM_NOT_FOUND", () -> screenshot(nobody));
        refused("VM_NOT_FOUND", () -> type(keys("a").setVmId(nobody)));
        refused("VALIDATION_FAILED", () -> screenshot("../../etc"));
    }

    @Test
    void whatIsTypedArrivesInTheGuest() {
        var before = said();

        var typed = type(
                keys("hello").addChords(KeyChord.newBuilder().addKeys("shift").addKeys("1")));

        assertThat(typed.getChordsPressed()).isEqualTo(6);
        assertThat(typed.getEnding()).isEqualTo("COMPLETE");
        Await.until("the text", () -> said().equals(before + "hello!"));
    }

    @Test
    void typingIsForTheVmsEpochOnly() {
        assertThat(type(keys("e")).getEnding()).isEqualTo("COMPLETE");
        Await.until("the letter", () -> said().endsWith("e"));
        var before = said();
        refused("STALE_EPOCH", () -> type(keys("a").setEpoch(epoch - 1)));
        refused("VM_NOT_OWNED", () -> type(keys("a").setEpoch(epoch + 1)));
        refused("VALIDATION_FAILED", () -> type(keys("a").setEpoch(0)));
        assertThat(said()).isEqualTo(before);
    }

    @Test
    void whatNoKeyboardHasIsRefusedWithItsName() {
        for (var wrong : List.of(
                keys("a").addChords(KeyChord.newBuilder().addKeys("power")),
                keys("a").addChords(KeyChord.newBuilder().addAllKeys(Collections.nCopies(17, "a"))),
                keys("a").addChords(KeyChord.getDefaultInstance()),
                keys(""),
                keys("a".repeat(2_001)),
                keys("a").setHoldMs(0),
                keys("a").setHoldMs(501),
                keys("a").setDeadlineMs(180_001))) {
            refused("VALIDATION_FAILED", () -> type(wrong));
        }
    }

    @Test
    void aPausedGuestIsNotTypedIntoAndHasAScreen() {
        host.run(request ->
                request.setPauseVm(PauseVm.newBuilder().setVmId(guest.getVmId()).setEpoch(epoch)));

        refused("VM_WRONG_STATE", () -> type(keys("a")));
        assertThat(screenshot(guest.getVmId())).isNotEmpty();

        host.run(request -> request.setResumeVm(
                ResumeVm.newBuilder().setVmId(guest.getVmId()).setEpoch(epoch)));
    }

    @Test
    void oneTypesAtATimeAndCanBeStopped() throws Exception {
        var before = said();
        var typing = CompletableFuture.supplyAsync(() -> type(keys("a".repeat(1_500))));
        Await.until("some letters", () -> said().startsWith(before + "aaa"));

        refused("VM_BUSY", () -> type(keys("b")));
        assertThat(stopTyping()).isTrue();

        var typed = typing.get(10, TimeUnit.SECONDS);
        assertThat(typed.getEnding()).isEqualTo("GIVEN_UP");
        Await.until("as many as were said", () -> said().equals(before + "a".repeat(typed.getChordsPressed())));
        assertThat(stopTyping()).isFalse();
        assertThat(type(keys("b")).getEnding()).isEqualTo("COMPLETE");
    }

    private boolean stopTyping() {
        return host.calls()
                .stopTyping(
                        StopTypingRequest.newBuilder().setVmId(guest.getVmId()).build())
                .getWasTyping();
    }

    @Test
    void typingEndsWithItsCaller() {
        var before = said();

        assertThatExceptionOfType(StatusRuntimeException.class)
                .isThrownBy(() -> host.calls()
                        .withDeadlineAfter(500, TimeUnit.MILLISECONDS)
                        .typeKeys(keys("c".repeat(1_500)).build()))
                .satisfies(e -> assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.DEADLINE_EXCEEDED));

        Await.until("somebody else may type", () -> {
            try {
                return type(keys("d")).getEnding().equals("COMPLETE");
            } catch (StatusRuntimeException _) {
                return false;
            }
        });
        Await.until("the last letter", () -> said().endsWith("d"));
        assertThat(said().length() - before.length()).isLessThan(200);
    }
}
