package io.atoll.storage.image;

import static io.atoll.storage.image.ImageFormat.QCOW2;
import static io.atoll.storage.image.ImageFormat.RAW;
import static io.atoll.storage.image.Qcow2Bytes.CLUSTER;
import static io.atoll.storage.image.Qcow2Bytes.version2;
import static io.atoll.storage.image.Qcow2Bytes.version3;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.atoll.model.Bytes;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Images made to reach out of themselves or to exhaust their reader, one trick each, and the check that stops it. */
class HostileImagesTest {
    private static final ImageInspector INSPECTOR = new ImageInspector(ImageLimits.DEFAULT);

    @ParameterizedTest(name = "{0}")
    @MethodSource("io.atoll.storage.image.HostileImages#tricks")
    void isRefusedByTheCheckMadeForIt(String name, ImageFormat declared, byte[] file, String check) {
        assertThat(INSPECTOR.inspect(file, new Bytes(file.length), declared))
                .isInstanceOfSatisfying(ImageVerdict.Refused.class, refused -> {
                    var refusal = refused.refusal();
                    assertThat(refusal.check().checkName()).isEqualTo(check);
                    assertThat(refusal.explain()).matches("[^\\n\\r]{20,400}").doesNotContain("shadow");
                    assertThat(refusal.advice()).endsWith(".");
                });
    }

    static Stream<Arguments> soundImages() {
        return Stream.of(
                arguments("version 3", version3().build()),
                arguments("version 2", version2().build()),
                arguments("dirty", version3().int64(72, 1).build()),
                arguments("zstd", version3().int64(72, 8).int8(104, 1).build()),
                arguments("short header", version3().int32(100, 104).build()),
                arguments(
                        "extended level-2 entries",
                        version3().int64(72, 16).int32(36, 4).build()),
                arguments(
                        "unknown extension",
                        version3().extension(0x1234, "kept by others").build()),
                arguments(
                        "two bitmaps",
                        version3()
                                .extension(HostileImages.BITMAPS, 24, HostileImages.bitmaps(2, 128))
                                .build()),
                arguments(
                        "compatible and autoclear bits",
                        version3().int64(80, -1).int64(88, -1).build()),
                arguments("level-1 table at the very end", version3().truncatedTo(3 * CLUSTER + 16)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("soundImages")
    void aSoundImageIsTaken(String name, byte[] file) {
        assertThat(INSPECTOR.inspect(file, new Bytes(file.length), QCOW2))
                .isEqualTo(new ImageVerdict.Accepted(QCOW2, Bytes.ofGibibytes(1)));
    }

    @Test
    void aDiskWithABootSectorIsTakenAsRaw() {
        var disk = HostileImages.at(510, "U\u00aa");
        assertThat(INSPECTOR.inspect(disk, new Bytes(disk.length), RAW))
                .isEqualTo(new ImageVerdict.Accepted(RAW, new Bytes(disk.length)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"conectix", "koly"})
    void formatsWithTheirMarkAtTheEndAreNotRaw(String mark) {
        assertThat(ImageInspector.inspectRawTrailer(HostileImages.startingWith(mark), new Bytes(512)))
                .isInstanceOf(ImageVerdict.Refused.class);
        assertThat(ImageInspector.inspectRawTrailer(new byte[512], new Bytes(512)))
                .isInstanceOf(ImageVerdict.Accepted.class);
    }

    @Test
    void limitsHoldForTheFileAndForTheDisk() {
        var inspector = new ImageInspector(new ImageLimits(new Bytes(8 * CLUSTER), Bytes.ofMebibytes(1)));
        assertThat(inspector.inspect(new byte[CLUSTER], new Bytes(9 * CLUSTER), RAW))
                .isInstanceOfSatisfying(
                        ImageVerdict.Refused.class,
                        refused -> assertThat(refused.refusal().explain())
                                .contains("589824 bytes", "the limit is 524288 bytes"));
        assertThat(inspector.inspect(version3().build(), new Bytes(4 * CLUSTER), QCOW2))
                .isInstanceOfSatisfying(
                        ImageVerdict.Refused.class,
                        refused -> assertThat(refused.refusal().explain())
                                .contains("1073741824 bytes", "the limit is 1048576 bytes"));
    }

    @Test
    void tooFewBytesAreAMistakeOfTheCallerNotOfTheImage() {
        assertThatThrownBy(() -> INSPECTOR.inspect(new byte[100], new Bytes(200_000), QCOW2))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("65536");
    }

    static Stream<Arguments> badTables() {
        return Stream.of(
                arguments(
                        "level-1 entry behind the end",
                        version3().int64(3 * CLUSTER, 1L << 40).build(),
                        "truncated"),
                arguments(
                        "level-1 entry out of line",
                        version3().int64(3 * CLUSTER, CLUSTER + 512).build(),
                        "tables"),
                arguments(
                        "level-1 entry with reserved bits",
                        version3().int64(3 * CLUSTER + 8, 1).build(),
                        "tables"),
                arguments(
                        "reference block behind the end",
                        version3().int64(CLUSTER + 8, 1L << 50).build(),
                        "truncated"),
                arguments(
                        "reference block with reserved bits",
                        version3().int64(CLUSTER, -1).build(),
                        "tables"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("badTables")
    void tablesThatLeadNowhereAreRefused(String name, byte[] file, String check) throws Exception {
        assertThat(INSPECTOR.inspectTables(file, new Bytes(file.length), reader(file)))
                .isInstanceOfSatisfying(
                        ImageVerdict.Refused.class,
                        refused -> assertThat(refused.refusal().check().checkName())
                                .isEqualTo(check));
    }

    @Test
    void soundTablesAreTaken() throws Exception {
        var file = version3().build();
        assertThat(INSPECTOR.inspectTables(file, new Bytes(file.length), reader(file)))
                .isInstanceOf(ImageVerdict.Accepted.class);
    }

    private static ImageInspector.FileReader reader(byte[] file) {
        return (buffer, offset) -> {
            var count = Math.clamp(file.length - offset, 0, buffer.remaining());
            buffer.put(file, (int) offset, count);
        };
    }
}
