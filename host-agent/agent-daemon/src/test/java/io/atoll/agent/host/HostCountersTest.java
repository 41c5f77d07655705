package io.atoll.agent.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Figures of a host whose kernel files the test writes. */
class HostCountersTest {
    private static final String STAT = "cpu  100 10 50 800 40 5 5 20 30 0\ncpu0 1 1 1 1 1 1 1 1 1 1\nbtime 1\n";
    private static final String LATER = "cpu  200 10 150 1500 60 5 5 70 60 0\n";

    @TempDir
    Path folder;

    private HostCounters counters;

    @SuppressWarnings("NullAway.Init") // @BeforeEach
    HostCountersTest() {}

    @BeforeEach
    void aHost() throws IOException {
        write("proc/stat", STAT);
        write("proc/loadavg", "1.25 0.50 0.10 1/200 4321\n");
        write("proc/meminfo", """
                MemTotal:       8388608 kB
                MemFree:        1048576 kB
                MemAvailable:   4194304 kB
                SwapTotal:      2097152 kB
                SwapFree:       1572864 kB
                """);
        write("proc/net/dev", """
                Inter-|   Receive                                                |  Transmit
                 face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs drop
                  lo:  999 9 0 0 0 0 0 0 999 9 0 0 0 0 0 0
                eth0: 1000 10 0 0 0 0 0 0 2000 20 0 0 0 0 0 0
                """);
        write("proc/diskstats", """
                   8       0 sda 100 5 2000 9 50 6 1000 9 0 9 9
                   8       1 sda1 100 5 2000 9 50 6 1000 9 0 9 9
                   7       0 loop0 7 0 70 0 7 0 70 0 0 0 0
                 253       0 dm-0 100 5 2000 9 50 6 1000 9 0 9 9
                 259       0 nvme0n1 10 0 200 0 20 0 400 0 0 0 0
                """);
        for (var disk : new String[] {"sda", "nvme0n1"}) {
            Files.createDirectories(folder.resolve("sys/block").resolve(disk).resolve("device"));
        }
        Files.createDirectories(folder.resolve("sys/block/dm-0"));
        counters = counters("eth0");
    }

    @Test
    void processorTimeWithoutIdleWaitingAndStolenTime() throws IOException {
        var first = Objects.requireNonNull(counters.read().cpu());
        assertThat(first.usedMillicores()).as("nothing to compare with").isNull();
        assertThat(first.usedMsTotal()).isEqualTo(1_700);
        assertThat(first.stealMsTotal()).isEqualTo(200);
        assertThat(first.iowaitMsTotal()).isEqualTo(400);
        write("proc/stat", LATER);
        var second = Objects.requireNonNull(counters.read().cpu());
        assertThat(second.usedMsTotal()).isEqualTo(3_700);
        // 200 of 970 ticks on four processors
        assertThat(second.usedMillicores()).isEqualTo(4_000 * 200 / 970);
    }

    @Test
    void aCounterThatWentBackGivesNoUse() throws IOException {
        counters.read();
        write("proc/stat", "cpu  10 10 50 2000 40 5 5 20 30 0\n");
        assertThat(Objects.requireNonNull(counters.read().cpu()).usedMillicores())
                .isNull();
    }

    @Test
    void memoryAndSwapInMebibytes() {
        assertThat(counters.read().memory()).isEqualTo(new HostSample.Memory(4_096, 4_096, 512L));
    }

    @Test
    void onlyPhysicalDisksCountSoThatNothingCountsTwice() {
        assertThat(counters.read().disk())
                .isEqualTo(new HostSample.Traffic((2_000 + 200) * 512, (1_000 + 400) * 512, 110, 70));
    }

    @Test
    void theUplinksTrafficInBytesAndPackets() {
        assertThat(counters.read().network()).isEqualTo(new HostSample.Traffic(1_000, 2_000, 10, 20));
        assertThat(counters.read().load1mMilli()).isEqualTo(1_250);
    }

    @Test
    void whatTheKernelDoesNotTellIsNotKnown() throws IOException {
        Files.delete(folder.resolve("proc/stat"));
        Files.delete(folder.resolve("proc/diskstats"));
        write("proc/meminfo", "MemTotal: 1024 kB\nMemAvailable: 1024 kB\n");
        var sample = counters("eth7").read();
        assertThat(sample.cpu()).isNull();
        assertThat(sample.disk()).isNull();
        assertThat(sample.network()).isNull();
        assertThat(sample.memory().swapUsedMib()).isNull();
    }

    private HostCounters counters(String uplink) {
        var kernel = new KernelFiles(folder.resolve("proc"));
        return new HostCounters(kernel, new HostDisks(kernel, folder.resolve("sys/block")), 4, uplink);
    }

    private void write(String name, String text) throws IOException {
        var file = folder.resolve(name);
        Files.createDirectories(Objects.requireNonNull(file.getParent()));
        Files.writeString(file, text);
    }
}
