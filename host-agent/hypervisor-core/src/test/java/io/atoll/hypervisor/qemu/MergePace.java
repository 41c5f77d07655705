package io.atoll.hypervisor.qemu;

import io.atoll.hypervisor.api.DiskSnapshots.MergeListener;
import io.atoll.hypervisor.qmp.QmpException;
import io.atoll.hypervisor.qmp.StrictJson;
import java.util.concurrent.atomic.AtomicLong;

/** How fast merges of files go in tests, and who hears of it. */
final class MergePace {

    private MergePace() {}

    static MergeListener to(AtomicLong bytes) {
        return new MergeListener() {
            @Override
            public void progress(long bytesDone, long bytesTotal) {
                bytes.set(Math.max(bytes.get(), bytesTotal));
            }

            @Override
            public boolean isCancelled() {
                return false;
            }
        };
    }

    static MergeListener slowly(QemuHypervisor host) {
        return new MergeListener() {
            @Override
            public void progress(long bytesDone, long bytesTotal) {
                slow(host);
            }

            @Override
            public boolean isCancelled() {
                return false;
            }
        };
    }

    static void slow(QemuHypervisor host) {
        limit(host, 2 << 20);
    }

    static void fast(QemuHypervisor host) {
        limit(host, 0);
    }

    private static void limit(QemuHypervisor host, long bytesPerSecond) {
        try {
            var run = host.get(LiveSnapshotsTest.DB).liveRun("a test");
            for (var job : run.execute("query-block-jobs")) {
                run.execute(
                        "block-job-set-speed",
                        StrictJson.object()
                                .put("device", job.path("device").asString(""))
                                .put("speed", bytesPerSecond));
            }
        } catch (QmpException e) {
            // It has ended, or QEMU has.
        }
    }

    static long progress(QemuHypervisor host) {
        try {
            for (var job : host.get(LiveSnapshotsTest.DB).liveRun("a test").execute("query-jobs")) {
                return job.path("current-progress").asLong(0);
            }
            return 0;
        } catch (QmpException e) {
            return 0;
        }
    }
}
