package io.atoll.manager.vm.internal.ha;

import io.atoll.manager.persistence.LeaderTransaction;
import io.atoll.manager.persistence.Row;
import io.atoll.model.LeaderEpoch;
import io.atoll.model.VmId;
import java.sql.Types;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** {@code vm_protection}, and what is read with it. */
@Component
class ProtectionRows {
    /** What holds from the moment a record is taken away until the next look says more. */
    private static final String NO_RECORD = """
            [{"code": "RECORD_MISSING", "detail": "Its protection was taken out of ZooKeeper."}]""";

    private final JdbcClient jdbc;
    private final LeaderTransaction transaction;
    private final Clock clock;

    ProtectionRows(JdbcClient jdbc, LeaderTransaction transaction, Clock clock) {
        this.jdbc = jdbc;
        this.transaction = transaction;
        this.clock = clock;
    }

    /** All VMs that are to be protected, or of which something is left from when they were. */
    List<ProtectionRow> all() {
        return jdbc.sql(
                        ProtectionRow.SELECT
                                + " where v.ha_protected or p.record is not null or coalesce(p.state, 'OFF') <> 'OFF' order by v.id")
                .query((row, _) -> ProtectionRow.of(new Row(row)))
                .list();
    }

    /** One VM, read by a manager that surely still leads; empty where it is gone. */
    Optional<ProtectionRow> find(VmId vm, LeaderEpoch epoch) {
        return transaction.call(
                epoch,
                () -> jdbc.sql(ProtectionRow.SELECT + " where v.id = :id")
                        .param("id", vm.value())
                        .query((row, _) -> ProtectionRow.of(new Row(row)))
                        .optional());
    }

    /** Notes what is about to be in ZooKeeper, or surely is; null: nothing, and then nobody says that the VM is protected. */
    void recorded(VmId vm, LeaderEpoch epoch, @Nullable String record, boolean confirmed) {
        transaction.run(
                epoch,
                () -> jdbc.sql("""
                        insert into vm_protection (vm_id, record, record_confirmed)
                        select v.id, :record, :confirmed from vm v where v.id = :id
                        on conflict (vm_id) do update
                           set record = excluded.record, record_confirmed = excluded.record_confirmed,
                               state = case when excluded.record is null and vm_protection.state = 'PROTECTED'
                                            then 'UNPROTECTED' else vm_protection.state end,
                               reasons = case when excluded.record is null and vm_protection.state = 'PROTECTED'
                                              then :reasons::jsonb else vm_protection.reasons end
                        """)
                        .param("reasons", NO_RECORD)
                        .param("id", vm.value())
                        .param("record", record, Types.VARCHAR)
                        .param("confirmed", confirmed)
                        .update());
    }

    /** A VM whose spec was written before its SHA-256 was kept: one more generation, so that it is written again. */
    void askForSpec(VmId vm, LeaderEpoch epoch) {
        transaction.run(
                epoch,
                () -> jdbc.sql("update vm set spec_generation = spec_generation + 1"
                                + " where id = :id and spec_generation = spec_written_generation")
                        .param("id", vm.value())
                        .update());
    }

    /** In the caller's transaction; whether it was another one before. */
    boolean judged(VmId vm, String state, String reasons) {
        Instant now = clock.instant();
        return jdbc.sql("""
                        insert into vm_protection (vm_id, state, reasons, since)
                        select v.id, :state, :reasons::jsonb, :now from vm v where v.id = :id
                        on conflict (vm_id) do update
                           set state = excluded.state, reasons = excluded.reasons,
                               since = case when vm_protection.state = excluded.state then vm_protection.since
                                            else excluded.since end
                         where (vm_protection.state, vm_protection.reasons)
                               is distinct from (excluded.state, excluded.reasons)
                        """)
                        .param("id", vm.value())
                        .param("state", state)
                        .param("reasons", reasons)
                        .param("now", OffsetDateTime.ofInstant(now, ZoneOffset.UTC))
                        .update()
                == 1;
    }
}
