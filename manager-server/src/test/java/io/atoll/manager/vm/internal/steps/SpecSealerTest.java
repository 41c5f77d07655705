package io.atoll.manager.vm.internal.steps;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atoll.agent.v1.VmSpec;
import io.atoll.agent.v1.spec.SpecFiles;
import io.atoll.manager.pki.Pki;
import io.atoll.manager.pki.Seals;
import io.atoll.manager.testing.ManagerTest;
import io.atoll.manager.testing.ManagerUnderTest;
import io.atoll.manager.vm.internal.VmRecord;
import io.atoll.manager.vm.jpa.VmStore;
import io.atoll.model.LeaderEpoch;
import io.atoll.model.Mebibytes;
import io.atoll.model.VmEpoch;
import io.atoll.model.VmId;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.util.Map;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** The signed spec, and which changes of a VM make a new generation of it. */
@ManagerTest
class SpecSealerTest {
    private final ManagerUnderTest manager;
    private final SpecSealer sealer;
    private final Pki pki;
    private final Seals seals;
    private final VmStore vms;
    private final JdbcClient jdbc;
    private final TransactionTemplate transactions;

    SpecSealerTest(
            ManagerUnderTest manager,
            SpecSealer sealer,
            Pki pki,
            Seals seals,
            VmStore vms,
            JdbcClient jdbc,
            PlatformTransactionManager transactionManager) {
        this.manager = manager;
        this.sealer = sealer;
        this.pki = pki;
        this.seals = seals;
        this.vms = vms;
        this.jdbc = jdbc;
        this.transactions = new TransactionTemplate(transactionManager);
    }

    @Test
    void whatIsSealedIsGenuineByTheAuthoritysCertificateAlone() throws Exception {
        var spec = VmSpec.newBuilder().setVmId("x").setName("数据库").build();
        var sealed = sealer.seal(spec, new VmEpoch(7), 3);
        var stored = SpecFiles.read(sealed.toByteArray(), this::isGenuine);
        assertThat(stored.getSpec()).isEqualTo(spec);
        assertThat(stored.getEpoch()).isEqualTo(7);
        assertThat(stored.getRevision()).isEqualTo(3);
        assertThat(stored.getInstallationId()).isEqualTo(pki.installationId().toString());

        var otherPurpose = SpecFiles.write(stored, content -> seals.seal("something-else", content));
        assertThatThrownBy(() -> SpecFiles.read(otherPurpose, this::isGenuine))
                .isInstanceOf(SpecFiles.NotGenuineException.class);
        assertThatThrownBy(() -> seals.seal("no\nline", new byte[0])).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aChangeOfWhatTheSpecSaysIsANewGenerationAndNothingElseIs() throws Exception {
        var vm = insertVm();
        assertThat(sealer.generation(vm)).isEqualTo(1);
        change(vm, record -> record.withSpec(record.spec().sized(2, new Mebibytes(256))));
        assertThat(sealer.generation(vm)).isEqualTo(2);
        change(vm, record -> record.withStatus(status -> status.underEpoch(new VmEpoch(5))));
        assertThat(sealer.generation(vm)).isEqualTo(3);
        change(vm, record -> record.withStatus(status -> status.withCpuModel("qemu64")));
        assertThat(sealer.generation(vm)).isEqualTo(3);
    }

    @Test
    void aVmIsUnwrittenUntilItsNewestGenerationLiesBesideItsDisks() throws Exception {
        var vm = insertVm();
        assertThat(sealer.unwritten(1_000)).as("its disks are being made").doesNotContain(vm);
        jdbc.sql("update vm set active_task_id = :task, power_state = 'STOPPED' where id = :id")
                .param("task", UUID.randomUUID())
                .param("id", vm.value())
                .update();
        assertThat(sealer.unwritten(1_000)).as("a task works on it").doesNotContain(vm);
        jdbc.sql("update vm set active_task_id = null where id = :id")
                .param("id", vm.value())
                .update();
        assertThat(sealer.unwritten(1_000)).as("no host reaches its pool").doesNotContain(vm);
        addHost(vm);
        assertThat(sealer.unwritten(1_000)).contains(vm);
        var leader = new LeaderEpoch(
                jdbc.sql("select epoch from leader_epoch").query(Long.class).single());
        sealer.written(vm, leader, 1, com.google.protobuf.ByteString.copyFromUtf8("spec"));
        assertThat(sealer.unwritten(1_000)).doesNotContain(vm);
        change(vm, record -> record.withStatus(status -> status.underEpoch(new VmEpoch(5))));
        assertThat(sealer.unwritten(1_000)).contains(vm);
        jdbc.sql("update host set state = 'DISCONNECTED' where cluster_id = (select cluster_id from vm where id = :id)")
                .param("id", vm.value())
                .update();
    }

    private boolean isGenuine(byte[] content, byte[] signature) {
        try {
            var check = Signature.getInstance("SHA256withECDSA");
            check.initVerify(pki.caCertificate().getPublicKey());
            check.update(SpecFiles.signed(content));
            return check.verify(signature);
        } catch (GeneralSecurityException _) {
            return false;
        }
    }

    private void change(VmId vm, UnaryOperator<VmRecord> change) {
        transactions.executeWithoutResult(_ -> vms.update(vm.value(), change));
    }

    /** A host that reaches the VM's pool, as far as the database says; no agent answers there. */
    private void addHost(VmId vm) {
        var host = UUID.randomUUID();
        jdbc.sql("""
                insert into host (id, cluster_id, name, labels, revision, created_at, updated_at, description, address, port,
                                  state, state_reason, state_since, boot_id, agent_version, qemu_version, accelerator,
                                  accelerator_reason, cpu_count, cpu_model, cpu_features, memory_mib, network_mode,
                                  migration_address, checks, warnings)
                select :host, cluster_id, 'h', '{}', 0, now(), now(), '', '127.0.0.1', 1, 'READY', '', now(), '', '', '', '',
                       '', 1, '', '[]', 1024, '', '', '[]', '[]'
                  from vm where id = :vm""").param("host", host).param("vm", vm.value()).update();
        jdbc.sql("""
                insert into pool_host (pool_id, host_id, reachable, detail)
                select pool_id, :host, true, '' from vm where id = :vm""").param("host", host).param("vm", vm.value()).update();
    }

    /** A VM whose disks are still being made, so that nobody else brings its spec anywhere. */
    private VmId insertVm() throws Exception {
        var made = manager.admin().post("/api/v1/clusters", Map.of("name", manager.unique("cluster")));
        var cluster = UUID.fromString(made.json().at("/metadata/id").asString());
        var pool = UUID.randomUUID();
        var vm = UUID.randomUUID();
        jdbc.sql("""
                insert into pool (id, cluster_id, name, labels, revision, created_at, updated_at, description, type, path,
                                  state, state_detail)
                values (:id, :cluster, 'p', '{}', 0, now(), now(), '', 'SHARED_DIRECTORY', '/p', 'READY', '')""").param("id", pool).param("cluster", cluster).update();
        jdbc.sql("""
                insert into vm (id, cluster_id, name, labels, revision, created_at, updated_at, description, vcpu_count,
                                memory_mib, pool_id, ha_protected, power_state, power_state_detail, power_state_since, epoch,
                                guest_addresses, guest_agent, conditions)
                values (:id, :cluster, 'v', '{}', 0, now(), now(), '', 1, 128, :pool, true, 'CREATING', '', now(), 0, '[]',
                        false, '[]')""")
                .param("id", vm)
                .param("cluster", cluster)
                .param("pool", pool)
                .update();
        return new VmId(vm);
    }
}
