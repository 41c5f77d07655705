package io.atoll.ha.zk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atoll.model.HostId;
import io.atoll.model.LeaderEpoch;
import io.atoll.model.VmEpoch;
import io.atoll.model.VmId;
import java.util.ArrayList;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.apache.curator.test.TestingServer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OwnerRegistryTest {
    private static final HostId N1 = new HostId(new UUID(0, 1));
    private static final HostId N2 = new HostId(new UUID(0, 2));
    private static TestingServer server;
    private static ZookeeperConnection connection;
    private static OwnerRegistry owners;
    private static long vmsMade;

    private VmId vm = new VmId(new UUID(7, 0));

    @BeforeAll
    static void start() throws Exception {
        server = new TestingServer(true);
        connection = Clients.connect(server.getConnectString(), null);
        connection.createLayout();
        owners = new OwnerRegistry(connection);
    }

    @AfterAll
    static void stop() throws Exception {
        connection.close();
        server.close();
    }

    @BeforeEach
    void anotherVm() {
        vm = new VmId(new UUID(7, ++vmsMade));
    }

    @Test
    void aVmNobodyEverOwnedHasNoOwner() {
        assertThat(owners.read(vm)).isEmpty();
    }

    @Test
    void theFirstClaimGivesEpochOne() {
        assertThat(epochOf(owners.claim(vm, N1, "t:0"))).isEqualTo(1);
        assertThat(owners.read(vm).orElseThrow().isOwnedBy(N1)).isTrue();
    }

    @Test
    void theSameClaimAgainGivesTheSameEpoch() {
        owners.claim(vm, N1, "t:0");
        assertThat(epochOf(owners.claim(vm, N1, "t:0"))).isEqualTo(1);
        assertThat(epochOf(owners.claim(vm, N1, "later:0"))).isEqualTo(2);
    }

    @Test
    void anotherHostCannotClaimWhatIsOwned() {
        owners.claim(vm, N1, "t:0");
        var refused = (OwnerChange.Refused) owners.claim(vm, N2, "u:0");
        assertThat(refused.reason()).contains(N1.toString()).contains("epoch 1");
        assertThat(owners.read(vm).orElseThrow().isOwnedBy(N1)).isTrue();
    }

    @Test
    void theEpochGrowsAcrossRelease() {
        owners.claim(vm, N1, "t:0");
        assertThat(owners.release(vm, N1, new VmEpoch(1))).isInstanceOf(OwnerChange.Applied.class);
        assertThat(owners.release(vm, N1, new VmEpoch(1))).isInstanceOf(OwnerChange.Applied.class);
        assertThat(epochOf(owners.claim(vm, N2, "u:0"))).isEqualTo(2);
        assertThat(owners.release(vm, N1, new VmEpoch(1))).isInstanceOf(OwnerChange.Refused.class);
        assertThat(owners.read(vm).orElseThrow().isOwnedBy(N2)).isTrue();
    }

    @Test
    void aHandOverNeedsTheExpectedEpochAndIsRepeatable() {
        owners.claim(vm, N1, "t:0");
        assertThat(owners.transfer(vm, N1, N2, new VmEpoch(2))).isInstanceOf(OwnerChange.Refused.class);
        assertThat(epochOf(owners.transfer(vm, N1, N2, new VmEpoch(1)))).isEqualTo(2);
        assertThat(epochOf(owners.transfer(vm, N1, N2, new VmEpoch(1)))).isEqualTo(2);
        assertThat(owners.transfer(vm, N1, N2, new VmEpoch(2))).isInstanceOf(OwnerChange.Refused.class);
    }

    @Test
    void whatItsHostsSaidOfAForgottenVmGoesWithIt() throws Exception {
        owners.claim(vm, N1, "t:0");
        owners.release(vm, N1, new VmEpoch(1));
        var state = connection.layout().state(vm);
        connection.createIfMissing(state, new byte[0]);
        owners.forget(vm);
        assertThat(connection.client().checkExists().forPath(state)).isNull();
        assertThat(connection.client().checkExists().forPath(connection.layout().vm(vm)))
                .isNull();
    }

    @Test
    void anOwnerThatHaMadeSaysHowOftenTheVmHadFailed() {
        var leader = new LeaderEpoch(7);
        assertThat(ownerBy(Owner.byHa(leader, 6)).failures()).isEqualTo(6);
        assertThat(ownerBy(Owner.byHa(leader, 6)).isByHa()).isTrue();
        assertThat(ownerBy(Owner.byHa(leader, 0)).operation()).isEqualTo("ha:7");
        assertThat(ownerBy(Owner.byHa(leader, 0)).failures()).isZero();
        assertThat(ownerBy("0190:3:ha:7:6").failures()).isZero();
        assertThat(ownerBy("ha:7:99999999999").failures()).isZero();
        assertThat(ownerBy(null).isByHa()).isFalse();
    }

    private Owner ownerBy(@Nullable String operation) {
        return new Owner(vm, N1, new VmEpoch(1), Owner.DesiredState.RUNNING, operation);
    }

    @Test
    void onlyAVmWithoutOwnerIsForgotten() {
        owners.claim(vm, N1, "t:0");
        assertThat(owners.forget(vm)).isInstanceOf(OwnerChange.Refused.class);
        owners.release(vm, N1, new VmEpoch(1));
        assertThat(owners.forget(vm)).isInstanceOf(OwnerChange.Applied.class);
        assertThat(owners.forget(vm)).isInstanceOf(OwnerChange.Applied.class);
        assertThat(owners.read(vm)).isEmpty();
        assertThat(owners.readAll()).doesNotContainKey(vm);
    }

    @Test
    void ofManyHostsThatClaimAtOnceOneWins() throws Exception {
        var claims = new ArrayList<Callable<OwnerChange>>();
        for (var i = 1; i <= 12; i++) {
            var host = new HostId(new UUID(0, i));
            claims.add(() -> owners.claim(vm, host, "race"));
        }
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var won = 0;
            for (var claim : threads.invokeAll(claims)) {
                won += claim.get() instanceof OwnerChange.Applied ? 1 : 0;
            }
            assertThat(won).isEqualTo(1);
        }
        assertThat(owners.read(vm).orElseThrow().epoch()).isEqualTo(new VmEpoch(1));
    }

    @Test
    void aNodeThisVersionCannotReadIsNamed() throws Exception {
        owners.claim(vm, N1, "t:0");
        var path = connection.layout().owner(vm);
        connection
                .client()
                .setData()
                .forPath(path, "{\"host\":1e999}".getBytes(java.nio.charset.StandardCharsets.UTF_8));
        assertThatThrownBy(() -> owners.read(vm))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining(path);
    }

    @Test
    void withoutAServerTheOutcomeIsUnknown() throws Exception {
        try (var alone = new TestingServer(true)) {
            var lonely = Clients.connect(alone.getConnectString(), null);
            lonely.createLayout();
            alone.stop();
            assertThatThrownBy(() -> new OwnerRegistry(lonely).claim(vm, N1, "t:0"))
                    .isInstanceOf(ZookeeperUnavailableException.class)
                    .hasMessageContaining("unknown");
            lonely.close();
        }
    }

    private static long epochOf(OwnerChange change) {
        return ((OwnerChange.Applied) change).owner().epoch().value();
    }
}
