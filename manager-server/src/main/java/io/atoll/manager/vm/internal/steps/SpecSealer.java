package io.atoll.manager.vm.internal.steps;

import com.google.protobuf.ByteString;
import io.atoll.agent.v1.StoredSpec;
import io.atoll.agent.v1.VmSpec;
import io.atoll.agent.v1.spec.SpecFiles;
import io.atoll.manager.persistence.LeaderTransaction;
import io.atoll.manager.pki.Pki;
import io.atoll.manager.pki.Seals;
import io.atoll.manager.task.StepContext;
import io.atoll.manager.vm.internal.VmRecord;
import io.atoll.model.CpuBaseline;
import io.atoll.model.LeaderEpoch;
import io.atoll.model.VmEpoch;
import io.atoll.model.VmId;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Makes the signed spec that lies beside a VM's disks, and knows which VMs have a newer one than was written there. Every change
 * of what the spec says, the epoch included, is a new generation of it.
 */
@Component
class SpecSealer {
    private final JdbcClient jdbc;
    private final Pki pki;
    private final Seals seals;
    private final LeaderTransaction transaction;

    SpecSealer(JdbcClient jdbc, Pki pki, Seals seals, LeaderTransaction transaction) {
        this.jdbc = jdbc;
        this.pki = pki;
        this.seals = seals;
        this.transaction = transaction;
    }

    /** To be asked before the spec itself is read: what changes afterwards is a later generation, and is written again. */
    long generation(VmId vm) {
        return jdbc.sql("select spec_generation from vm where id = :id")
                .param("id", vm.value())
                .query(Long.class)
                .optional()
                .orElse(0L);
    }

    /** A spec of the VM as it is now, with the file that says the same, which is kept before it is sent. */
    Memory.Sealed sealedSpec(Workshop shop, StepContext context, VmEpoch epoch, Function<VmRecord, CpuBaseline> cpu) {
        long generation = generation(VmTaskParams.vm(context));
        var vm = shop.vm(context);
        var spec = shop.books().specs().of(vm, cpu.apply(vm));
        var file = seal(spec, epoch, generation);
        keep(vm.id(), context.epoch(), generation, file);
        return new Memory.Sealed(spec, file, generation);
    }

    /** The file {@code spec.json}. */
    ByteString seal(VmSpec spec, VmEpoch epoch, long generation) {
        var stored = StoredSpec.newBuilder()
                .setFormat(SpecFiles.FORMAT)
                .setInstallationId(pki.installationId().toString())
                .setEpoch(epoch.value())
                .setRevision(generation)
                .setSpec(spec)
                .build();
        return ByteString.copyFrom(SpecFiles.write(stored, content -> seals.seal(SpecFiles.PURPOSE, content)));
    }

    /**
     * The file of this generation, the same bytes however often it is asked for: a host keeps the first of a generation that
     * reaches it, and the record in ZooKeeper carries the SHA-256 of what lies there.
     */
    ByteString sealedOnce(VmId vm, LeaderEpoch epoch, long generation, Supplier<ByteString> firstTime) {
        return jdbc.sql("select sealed_file from vm_protection where vm_id = :id and sealed_generation = :generation")
                .param("id", vm.value())
                .param("generation", generation)
                .query((row, _) -> ByteString.copyFrom(row.getBytes("sealed_file")))
                .optional()
                .orElseGet(() -> {
                    var file = firstTime.get();
                    keep(vm, epoch, generation, file);
                    return file;
                });
    }

    /** Keeps a file before it is sent, so that whoever sends this generation again sends the same. */
    void keep(VmId vm, LeaderEpoch epoch, long generation, ByteString file) {
        transaction.run(
                epoch,
                () -> jdbc.sql("""
                        insert into vm_protection (vm_id, sealed_generation, sealed_file)
                        select v.id, :generation, :file from vm v where v.id = :id
                        on conflict (vm_id) do update
                           set sealed_generation = excluded.sealed_generation, sealed_file = excluded.sealed_file
                         where coalesce(vm_protection.sealed_generation, 0) <= excluded.sealed_generation
                        """)
                        .param("id", vm.value())
                        .param("generation", generation)
                        .param("file", file.toByteArray())
                        .update());
    }

    /** Notes that this generation lies beside the disks, with exactly these bytes. */
    void written(VmId vm, LeaderEpoch epoch, long generation, ByteString file) {
        transaction.run(epoch, () -> {
            jdbc.sql("update vm set spec_written_generation = greatest(spec_written_generation, :generation)"
                            + " where id = :id")
                    .param("generation", generation)
                    .param("id", vm.value())
                    .update();
            jdbc.sql("""
                    insert into vm_protection (vm_id, written_generation, written_sha256)
                    select v.id, :generation, :sha256 from vm v where v.id = :id
                    on conflict (vm_id) do update
                       set written_generation = excluded.written_generation, written_sha256 = excluded.written_sha256
                     where coalesce(vm_protection.written_generation, 0) <= excluded.written_generation
                    """)
                    .param("id", vm.value())
                    .param("generation", generation)
                    .param("sha256", sha256(file))
                    .update();
        });
    }

    static String sha256(ByteString file) {
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(file.toByteArray());
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java runtime has SHA-256.", e);
        }
    }

    /** VMs whose disks some host reaches and whose newest spec is not beside them. Tasks that work on a VM come first. */
    List<VmId> unwritten(int limit) {
        return jdbc.sql("""
                select vm.id from vm
                 where spec_written_generation < spec_generation and active_task_id is null
                   and power_state not in ('CREATING', 'DELETING', 'FAILED')
                   and exists (select 1 from pool_host ph join host h on h.id = ph.host_id
                                where ph.pool_id = vm.pool_id and ph.reachable and h.state = 'READY')
                 order by vm.updated_at limit :limit""")
                .param("limit", limit)
                .query((row, _) -> new VmId(row.getObject("id", UUID.class)))
                .list();
    }
}
