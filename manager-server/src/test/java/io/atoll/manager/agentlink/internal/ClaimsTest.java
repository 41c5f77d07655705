package io.atoll.manager.agentlink.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.ha.zk.OwnerRegistry;
import io.atoll.manager.agentlink.VmClaim;
import io.atoll.manager.testing.ManagerTest;
import io.atoll.model.HostId;
import io.atoll.model.VmId;
import java.util.UUID;
import org.junit.jupiter.api.Test;

@ManagerTest
class ClaimsTest {
    private static final HostId OWNER = new HostId(new UUID(1, 1));
    private static final HostId LIAR = new HostId(new UUID(1, 2));

    private final Claims claims;
    private final OwnerRegistry owners;

    ClaimsTest(Claims claims, OwnerRegistry owners) {
        this.claims = claims;
        this.owners = owners;
    }

    @Test
    void aHostSpeaksOnlyForWhatItOwns() {
        var vm = new VmId(new UUID(1, 3));
        owners.claim(vm, OWNER, "claims-test");
        long epoch = owners.read(vm).orElseThrow().epoch().value();

        assertThat(claims.of(OWNER, vm, epoch)).isEqualTo(VmClaim.OWNER);
        assertThat(claims.of(LIAR, vm, epoch)).isEqualTo(VmClaim.NOT_OWNER);
        assertThat(claims.of(LIAR, vm, epoch + 1)).isEqualTo(VmClaim.NOT_OWNER);
        assertThat(claims.of(OWNER, vm, epoch + 1)).isEqualTo(VmClaim.NOT_OWNER);
        assertThat(claims.of(OWNER, new VmId(new UUID(1, 4)), 1)).isEqualTo(VmClaim.NOT_OWNER);
    }
}
