package io.atoll.storage.image;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.model.Bytes;
import io.atoll.storage.image.Qcow2Header.Reading;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.statistics.Statistics;

/** Whatever the bytes, the inspection ends with a verdict, quickly and without asking for memory. */
class ImageInspectorPropertiesTest {
    private static final ImageInspector INSPECTOR = new ImageInspector(ImageLimits.DEFAULT);
    private static final List<Integer> FIELDS = List.of(
            0, 4, 8, 12, 16, 20, 24, 28, 32, 36, 40, 44, 48, 52, 56, 60, 64, 68, 72, 76, 88, 96, 100, 104, 112, 116,
            120);

    /** One field of the header overwritten. */
    record Damage(int offset, int value) {}

    @Property(tries = 5_000)
    void everyDamagedHeaderGetsAVerdict(@ForAll("damages") List<Damage> damages, @ForAll("fileSizes") long size) {
        var file = damaged(damages);
        var prefix = Arrays.copyOf(file, ImageInspector.PREFIX_BYTES);
        expectVerdict(INSPECTOR.inspect(prefix, new Bytes(size), ImageFormat.QCOW2));
        expectVerdict(INSPECTOR.inspect(prefix, new Bytes(size), ImageFormat.RAW));
    }

    @Property(tries = 2_000)
    void whatIsTakenNamesNoOtherFile(@ForAll("damages") List<Damage> damages) {
        var file = damaged(damages);
        var size = new Bytes(file.length);
        var verdict = INSPECTOR.inspect(file, size, ImageFormat.QCOW2);
        Statistics.collect(verdict instanceof ImageVerdict.Accepted);
        Statistics.coverage(coverage -> coverage.check(true).percentage(share -> share > 1.0));
        if (verdict instanceof ImageVerdict.Accepted accepted) {
            var reading = ImageInspector.readOwnVolume(file, size, ImageLimits.DEFAULT.maxVirtualSize());
            assertThat(reading).isInstanceOfSatisfying(Reading.Read.class, read -> {
                assertThat(read.header().backingFile()).isNull();
                assertThat(read.header().backingFormat()).isNull();
                assertThat(read.header().virtualSize()).isEqualTo(accepted.virtualSize());
            });
        }
    }

    @Property(tries = 2_000)
    void everyRunOfBytesGetsAVerdict(@ForAll byte[] bytes) {
        for (var declared : ImageFormat.values()) {
            expectVerdict(INSPECTOR.inspect(bytes, new Bytes(bytes.length), declared));
        }
    }

    @Property(tries = 1_000)
    void tablesOfAnyContentGetAVerdict(@ForAll("damages") List<Damage> damages, @ForAll long entry) throws Exception {
        var file = damaged(damages);
        INSPECTOR.inspectTables(file, new Bytes(file.length), (buffer, _) -> {
            while (buffer.hasRemaining()) {
                buffer.putLong(entry);
            }
        });
    }

    @Provide
    Arbitrary<List<Damage>> damages() {
        var value = Arbitraries.oneOf(
                Arbitraries.of(
                        0,
                        1,
                        2,
                        3,
                        8,
                        9,
                        16,
                        21,
                        22,
                        31,
                        64,
                        104,
                        112,
                        512,
                        4096,
                        65_536,
                        Integer.MAX_VALUE,
                        Integer.MIN_VALUE,
                        -1,
                        -8),
                Arbitraries.of(0xe2792aca, 0x44415441, 0x23852875, 0x0537be77, 0x514649fb),
                Arbitraries.integers());
        return Combinators.combine(Arbitraries.of(FIELDS), value)
                .as(Damage::new)
                .list()
                .ofMinSize(1)
                .ofMaxSize(6);
    }

    @Provide
    Arbitrary<Long> fileSizes() {
        return Arbitraries.oneOf(
                Arbitraries.longs().between(ImageInspector.PREFIX_BYTES, 1L << 20),
                Arbitraries.of(1L << 40, (1L << 40) + 1, Long.MAX_VALUE));
    }

    private static byte[] damaged(List<Damage> damages) {
        var file = Qcow2Bytes.version3();
        damages.forEach(damage -> file.int32(damage.offset(), damage.value()));
        return file.build();
    }

    private static void expectVerdict(ImageVerdict verdict) {
        switch (verdict) {
            case ImageVerdict.Accepted(var _, var virtualSize) ->
                assertThat(virtualSize).isLessThanOrEqualTo(ImageLimits.DEFAULT.maxVirtualSize());
            case ImageVerdict.Refused(var refusal) ->
                assertThat(refusal.explain()).isNotBlank();
        }
    }
}
