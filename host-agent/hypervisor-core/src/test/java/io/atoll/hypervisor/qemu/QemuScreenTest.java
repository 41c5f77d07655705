package io.atoll.hypervisor.qemu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.atoll.hypervisor.api.Hypervisor.StartMode;
import io.atoll.hypervisor.api.HypervisorErrorCode;
import io.atoll.hypervisor.api.HypervisorException;
import io.atoll.hypervisor.api.KeysPressed.Ending;
import io.atoll.hypervisor.api.Keystrokes;
import io.atoll.hypervisor.api.ScreenPicture;
import io.atoll.hypervisor.contract.Await;
import io.atoll.model.VmEpoch;
import io.atoll.model.VmId;
import io.atoll.model.keyboard.KeyChord;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Screen and keyboard of a real QEMU: both ways to a PNG, displays of every size, the file that must not stay, shift. */
@QemuTest
@Timeout(180)
class QemuScreenTest {

    private static final VmId VM = VmId.parse("0190aaaa-0000-7000-8000-0000000000dd");

    @TempDir
    Path folder;

    private QemuHypervisor host;

    @BeforeEach
    void open() {
        host = new QemuHypervisor(QemuSettings.in(folder.resolve("n1")), InstantSource.system());
    }

    @AfterEach
    void endEverything() {
        host.close();
        QemuTests.killAllBelow(folder);
    }

    private void start(byte[] code) throws IOException {
        var disk = TypistDisk.create(folder.resolve("disk.raw"), code);
        host.start(QemuTests.witness(VM, "vm", disk), new VmEpoch(1), StartMode.RUNNING);
    }

    private void startTypist() throws IOException {
        var disk = TypistDisk.create(folder.resolve("disk.raw"));
        host.start(QemuTests.witness(VM, "vm", disk), new VmEpoch(1), StartMode.RUNNING);
        Await.until("the guest reads", () -> said().equals(">"), this::said);
    }

    private String said() {
        try {
            return Files.readString(host.serialLog(VM), StandardCharsets.ISO_8859_1);
        } catch (IOException _) {
            return "";
        }
    }

    private void type(KeyChord... chords) {
        var keystrokes = new Keystrokes(List.of(chords), Duration.ofMillis(20), Duration.ofSeconds(60));
        assertThat(host.type(VM, keystrokes, new CompletableFuture<>()).ending())
                .isEqualTo(Ending.COMPLETE);
    }

    private static BufferedImage image(ScreenPicture picture) throws IOException {
        return Objects.requireNonNull(ImageIO.read(new ByteArrayInputStream(picture.png())));
    }

    private Path dump() {
        return VmFolder.of(folder.resolve("n1"), VM).screenDump();
    }

    /** Sets the display of QEMU's VGA by the registers of the Bochs display interface, and stands still. */
    private static byte[] display(int width, int height, int bitsPerPixel) {
        var code = new ByteArrayOutputStream();
        code.write(0xfa); // cli
        var disabled = 0;
        var enabled = 1;
        var registers = new int[][] {{4, disabled}, {1, width}, {2, height}, {3, bitsPerPixel}, {4, enabled}};
        for (var register : registers) {
            code.writeBytes(new byte[] {(byte) 0xba, (byte) 0xce, 0x01}); // mov dx, 0x1ce
            code.writeBytes(new byte[] {(byte) 0xb8, (byte) register[0], 0, (byte) 0xef}); // mov ax, index; out dx, ax
            code.write(0x42); // inc dx
            code.writeBytes(new byte[] {
                (byte) 0xb8, (byte) register[1], (byte) (register[1] >> 8), (byte) 0xef // mov ax, value; out dx, ax
            });
        }
        code.writeBytes(new byte[] {(byte) 0xba, (byte) 0xf8, 0x03, (byte) 0xb0, '>', (byte) 0xee}); // say ">"
        code.writeBytes(new byte[] {(byte) 0xf4, (byte) 0xeb, (byte) 0xfd}); // hlt; and again
        return code.toByteArray();
    }

    @Test
    void bothWaysLeadToTheSamePictureAndNoFileStays() throws IOException {
        start(display(800, 600, 32));
        Await.until("the display is set", () -> said().equals(">"), this::said);

        var picture = image(host.screenshot(VM));
        var converted = image(host.screen(VM).takeRaw(VM));

        assertThat(picture.getWidth()).isEqualTo(800);
        assertThat(picture.getHeight()).isEqualTo(600);
        assertThat(converted.getWidth()).isEqualTo(800);
        for (var y = 0; y < 600; y++) {
            for (var x = 0; x < 800; x++) {
                if (picture.getRGB(x, y) != converted.getRGB(x, y)) {
                    throw new AssertionError("pixel %d, %d differs".formatted(x, y));
                }
            }
        }
        assertThat(dump()).doesNotExist();
    }

    @Test
    void aScreenshotShowsWhatIsOnTheScreen() throws IOException {
        startTypist();
        var before = image(host.screen(VM).takeRaw(VM));

        type(KeyChord.of("x"), KeyChord.of("x"), KeyChord.of("x"), KeyChord.of("x"));
        Await.until("the letters", () -> said().equals(">xxxx"), this::said);

        var after = image(host.screenshot(VM));
        assertThat(brightPixels(after)).isGreaterThan(brightPixels(before) + 20);
    }

    private static int brightPixels(BufferedImage image) {
        var bright = 0;
        for (var y = 0; y < image.getHeight(); y++) {
            for (var x = 0; x < image.getWidth(); x++) {
                bright += (image.getRGB(x, y) & 0xff) > 0x60 ? 1 : 0;
            }
        }
        return bright;
    }

    @Test
    void aDisplayThatAGuestHasMadeHugeIsRefusedAndNoFileStays() throws IOException {
        start(display(16_000, 256, 8));
        Await.until("the display is set", () -> said().equals(">"), this::said);

        assertThatExceptionOfType(HypervisorException.class)
                .isThrownBy(() -> host.screenshot(VM))
                .withMessageContaining("16000 x 256")
                .withMessageContaining("8192")
                .satisfies(e -> assertThat(e.code()).isEqualTo(HypervisorErrorCode.DISPLAY_TOO_LARGE));
        assertThatExceptionOfType(HypervisorException.class)
                .isThrownBy(() -> host.screen(VM).takeRaw(VM))
                .satisfies(e -> assertThat(e.code()).isEqualTo(HypervisorErrorCode.DISPLAY_TOO_LARGE));

        assertThat(dump()).doesNotExist();
    }

    @Test
    void aFileLeftByAnAgentThatWasKilledGoesWhenTheVmIsAdopted() throws IOException {
        startTypist();
        host.close();
        Files.writeString(dump(), "half a picture");

        host = new QemuHypervisor(QemuSettings.in(folder.resolve("n1")), InstantSource.system());
        host.adopt();

        assertThat(dump()).doesNotExist();
        assertThat(image(host.screenshot(VM)).getWidth()).isPositive();
    }

    @Test
    void keysOfAChordAreHeldTogetherAndLetGo() throws IOException {
        startTypist();

        type(
                KeyChord.of("shift", "h"),
                KeyChord.of("i"),
                KeyChord.of("shift", "1"),
                KeyChord.of("tab"),
                KeyChord.of("ret"));

        Await.until("the text", () -> said().equals(">Hi!\t\r"), this::said);
    }

    @Test
    void typingEndsWhereTheGuestEnds() throws Exception {
        startTypist();
        var many = java.util.Collections.nCopies(1_000, KeyChord.of("a"));
        var keystrokes = new Keystrokes(many, Duration.ofMillis(20), Duration.ofSeconds(60));
        var typing = CompletableFuture.supplyAsync(() -> host.type(VM, keystrokes, new CompletableFuture<>()));
        Await.until("some letters", () -> said().startsWith(">aaa"), this::said);

        host.stop(VM);

        assertThat(typing.get(10, java.util.concurrent.TimeUnit.SECONDS).ending())
                .isEqualTo(Ending.NOT_RUNNING);
    }
}
