package io.atoll.hypervisor.qemu;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.hypervisor.api.Hypervisor.StartMode;
import io.atoll.hypervisor.contract.Await;
import io.atoll.hypervisor.qmp.StrictJson;
import io.atoll.model.VmEpoch;
import io.atoll.model.VmId;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@QemuTest
class DirtyRateTest {
    private static final VmId DB = VmId.parse("0190aaaa-0000-7000-8000-0000000000db");

    @TempDir
    Path folder;

    @Test
    @Timeout(60)
    void aRealGuestIsMeasuredByTheWay() throws IOException {
        try (var host = new QemuHypervisor(QemuSettings.in(folder.resolve("n1")), InstantSource.system())) {
            host.start(
                    QemuTests.witness(DB, "db", WitnessDisk.create(folder.resolve("db.raw"), false)),
                    new VmEpoch(1),
                    StartMode.RUNNING);
            assertThat(host.sample(DB).memory().dirtyBytesPerSecond())
                    .as("nothing is known before it was measured")
                    .isNull();
            Await.until("it was measured", () -> host.sample(DB).memory().dirtyBytesPerSecond() != null);
            assertThat(host.sample(DB).memory().dirtyBytesPerSecond())
                    .as("a witness writes a few pages with each tick")
                    .isBetween(0L, 64L << 20);
        } finally {
            QemuTests.killAllBelow(folder);
        }
    }

    @Test
    void whatIsNoRateIsNone() {
        assertThat(DirtyRate.bytesPerSecond(StrictJson.object().put("dirty-rate", 3)))
                .isEqualTo(3L << 20);
        assertThat(DirtyRate.bytesPerSecond(StrictJson.object().put("dirty-rate", -1)))
                .isNull();
        assertThat(DirtyRate.bytesPerSecond(StrictJson.object().put("dirty-rate", Long.MAX_VALUE)))
                .isNull();
        assertThat(DirtyRate.bytesPerSecond(StrictJson.object().put("dirty-rate", "fast")))
                .isNull();
        assertThat(DirtyRate.bytesPerSecond(StrictJson.object())).isNull();
    }
}
