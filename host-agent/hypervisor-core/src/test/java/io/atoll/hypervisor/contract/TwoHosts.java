package io.atoll.hypervisor.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.atoll.hypervisor.api.Hypervisor;
import io.atoll.hypervisor.api.HypervisorErrorCode;
import io.atoll.hypervisor.api.HypervisorException;
import io.atoll.hypervisor.api.IncomingEndpoint;
import io.atoll.hypervisor.api.IncomingRequest;
import io.atoll.hypervisor.api.MigrationPolicy;
import io.atoll.hypervisor.api.MigrationRequest;
import io.atoll.hypervisor.api.PortRange;
import io.atoll.hypervisor.api.VmDefinition;
import io.atoll.hypervisor.vm.VmState;
import io.atoll.model.VmEpoch;
import io.atoll.model.VmId;
import java.net.InetAddress;
import java.time.Duration;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;

/** Two hosts, {@code n1} and {@code n2}, that share their disks, and what a driver tells the contract of itself. */
@Timeout(180)
abstract class TwoHosts {

    static final VmEpoch FIRST = new VmEpoch(1);
    static final VmEpoch SECOND = new VmEpoch(2);
    static final Duration LONG = Duration.ofSeconds(60);

    protected static final VmId DB = new VmId(UUID.fromString("0190aaaa-0000-7000-8000-0000000000db"));
    protected static final VmId WEB = new VmId(UUID.fromString("0190aaaa-0000-7000-8000-0000000000eb"));

    Hypervisor n1;
    Hypervisor n2;

    /** What a guest does: takes the power button or ignores it, or only tells what is typed. */
    public enum Guest {
        OBEDIENT,
        DEAF,
        TYPIST
    }

    /** The driver of a host, which keeps what it ran before. */
    protected abstract Hypervisor open(String host);

    /** A VM with a disk of its own on storage both hosts share; the same each time. */
    protected abstract VmDefinition define(VmId vm, String name, Guest guest);

    /** The same VM with a disk that does not exist. */
    protected abstract VmDefinition withMissingDisk(VmDefinition definition);

    /** A number that grows while the guest runs, and starts over when it restarts. */
    protected abstract long heartbeat(Hypervisor host, VmId vm);

    /** {@code >} and the characters that a {@link Guest#TYPIST} has read; empty while it does not read yet. */
    protected abstract String typed(Hypervisor host, VmId vm);

    /** Lets the hypervisor process of a VM die without warning. */
    protected abstract void crash(Hypervisor host, VmId vm);

    @BeforeEach
    void openHosts() {
        n1 = open("n1");
        n2 = open("n2");
    }

    void awaitLife(Hypervisor host, VmId vm) {
        var before = heartbeat(host, vm);
        Await.until(
                "the guest's heart beats",
                () -> heartbeat(host, vm) > before + 1,
                () -> host.find(vm) + ", heartbeat " + heartbeat(host, vm));
    }

    static VmState state(Hypervisor host, VmId vm) {
        return host.find(vm).orElseThrow().state();
    }

    static void assertRefused(HypervisorErrorCode code, ThrowingCallable call) {
        assertThatExceptionOfType(HypervisorException.class)
                .isThrownBy(call)
                .satisfies(e -> assertThat(e.code()).as(e.getMessage()).isEqualTo(code));
    }

    static MigrationRequest to(IncomingEndpoint target) {
        return new MigrationRequest(
                target, null, MigrationPolicy.withPause(0, MigrationRequest.DEFAULT_DOWNTIME_LIMIT), LONG);
    }

    static IncomingRequest anyPort() {
        return anyPort(IncomingEndpoint.MOST_MEMORY_CHANNELS);
    }

    static IncomingRequest anyPort(int sourceMemoryChannels) {
        return new IncomingRequest(loopback(), PortRange.ANY, null, sourceMemoryChannels);
    }

    static IncomingRequest held(IncomingRequest.Arrival arrival) {
        return new IncomingRequest(loopback(), PortRange.ANY, null, IncomingEndpoint.MOST_MEMORY_CHANNELS, arrival);
    }

    static InetAddress loopback() {
        return InetAddress.ofLiteral("127.0.0.1");
    }

    /** A port nothing listens on. */
    static IncomingEndpoint nobody() {
        return new IncomingEndpoint(loopback(), 1, 0);
    }
}
