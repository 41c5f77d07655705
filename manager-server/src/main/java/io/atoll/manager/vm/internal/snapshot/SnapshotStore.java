package io.atoll.manager.vm.internal.snapshot;

import io.atoll.manager.vm.internal.snapshot.SnapshotRecord.DiskOf;
import io.atoll.manager.vm.internal.snapshot.SnapshotRecord.GuestWas;
import io.atoll.manager.vm.internal.snapshot.SnapshotRecord.Quiesced;
import io.atoll.manager.vm.internal.snapshot.SnapshotRecord.State;
import io.atoll.model.VmId;
import java.sql.Timestamp;
import java.sql.Types;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Snapshots in Postgres. They go with their VM. */
@Component
public class SnapshotStore {
    private final JdbcClient jdbc;

    SnapshotStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** A VM's figures as of the last look at its files. */
    public record Chain(
            int depth, long mergeDebtBytes, @Nullable UUID current) {}

    /** The oldest first. */
    public List<SnapshotRecord> of(VmId vm) {
        var disks = disks(vm);
        return jdbc.sql("select * from vm_snapshot where vm_id = :vm order by created_at, id")
                .param("vm", vm.value())
                .query((row, _) -> {
                    var id = row.getObject("id", UUID.class);
                    return new SnapshotRecord(
                            id,
                            vm,
                            row.getObject("parent_id", UUID.class),
                            row.getString("name"),
                            row.getString("description"),
                            row.getString("created_by"),
                            row.getTimestamp("created_at").toInstant(),
                            State.valueOf(row.getString("state")),
                            new Quiesced(row.getBoolean("quiesced"), row.getString("quiesce_detail")),
                            GuestWas.valueOf(row.getString("guest_was")),
                            disks.getOrDefault(id, List.of()));
                })
                .list();
    }

    public Optional<SnapshotRecord> find(VmId vm, UUID id) {
        return of(vm).stream().filter(one -> one.id().equals(id)).findFirst();
    }

    private Map<UUID, List<DiskOf>> disks(VmId vm) {
        var found = new HashMap<UUID, List<DiskOf>>();
        jdbc.sql("""
                select d.* from vm_snapshot_disk d join vm_snapshot s on s.id = d.snapshot_id
                 where s.vm_id = :vm order by d.disk_index
                """).param("vm", vm.value()).query(row -> {
            found.computeIfAbsent(row.getObject("snapshot_id", UUID.class), _ -> new ArrayList<>())
                    .add(new DiskOf(row.getInt("disk_index"), row.getString("image_id"), row.getInt("size_gib")));
        });
        return found;
    }

    void add(SnapshotRecord one) {
        jdbc.sql("""
                insert into vm_snapshot (id, vm_id, parent_id, name, description, created_by, created_at, state, quiesced,
                                         quiesce_detail, guest_was)
                values (:id, :vm, :parent, :name, :description, :by, :at, :state, :quiesced, :detail, :was)
                """)
                .param("id", one.id())
                .param("vm", one.vm().value())
                .param("parent", one.parent(), Types.OTHER)
                .param("name", one.name())
                .param("description", one.description())
                .param("by", one.createdBy())
                .param("at", Timestamp.from(one.createdAt()))
                .param("state", one.state().name())
                .param("quiesced", one.quiesced().done())
                .param("detail", one.quiesced().detail())
                .param("was", one.guestWas().name())
                .update();
        for (var disk : one.disks()) {
            jdbc.sql("insert into vm_snapshot_disk (snapshot_id, disk_index, image_id, size_gib)"
                            + " values (:id, :index, :image, :size)")
                    .param("id", one.id())
                    .param("index", disk.index())
                    .param("image", disk.image())
                    .param("size", disk.sizeGiB())
                    .update();
        }
    }

    void rename(UUID id, String name, String description) {
        jdbc.sql("update vm_snapshot set name = :name, description = :description where id = :id")
                .param("name", name)
                .param("description", description)
                .param("id", id)
                .update();
    }

    void deleting(UUID id) {
        jdbc.sql("update vm_snapshot set state = 'DELETING' where id = :id")
                .param("id", id)
                .update();
    }

    /** It is taken, and the VM is at it. */
    public void ready(VmId vm, UUID id, Quiesced quiesced) {
        jdbc.sql(
                        "update vm_snapshot set state = 'READY', quiesced = :quiesced, quiesce_detail = :detail where id = :id")
                .param("quiesced", quiesced.done())
                .param("detail", quiesced.detail())
                .param("id", id)
                .update();
        current(vm, id);
    }

    public void current(VmId vm, @Nullable UUID id) {
        jdbc.sql("update vm set current_snapshot_id = :current where id = :id")
                .param("current", id, Types.OTHER)
                .param("id", vm.value())
                .update();
    }

    /** Forgets it; what came after it came after the one before it. */
    public void forget(VmId vm, UUID id) {
        jdbc.sql("""
                update vm_snapshot child set parent_id = gone.parent_id
                  from vm_snapshot gone where gone.id = :id and child.parent_id = gone.id
                """).param("id", id).update();
        jdbc.sql("""
                update vm set current_snapshot_id = gone.parent_id
                  from vm_snapshot gone where gone.id = :id and vm.id = :vm and vm.current_snapshot_id = gone.id
                """).param("id", id).param("vm", vm.value()).update();
        jdbc.sql("delete from vm_snapshot where id = :id").param("id", id).update();
    }

    /** The files of a disk that snapshots need; those that are going need none. */
    public Set<String> needed(VmId vm, int index) {
        return new TreeSet<>(jdbc.sql("""
                select d.image_id from vm_snapshot_disk d join vm_snapshot s on s.id = d.snapshot_id
                 where s.vm_id = :vm and s.state <> 'DELETING' and d.disk_index = :index
                """)
                .param("vm", vm.value())
                .param("index", index)
                .query(String.class)
                .list());
    }

    /** How many snapshots a disk is in. */
    public int holding(VmId vm, int index) {
        return jdbc.sql("""
                select count(*) from vm_snapshot_disk d join vm_snapshot s on s.id = d.snapshot_id
                 where s.vm_id = :vm and d.disk_index = :index
                """)
                .param("vm", vm.value())
                .param("index", index)
                .query(Integer.class)
                .single();
    }

    /** What a file held is in another now. Answers whether the VM is written to there now. */
    public boolean moved(VmId vm, int index, String from, String to) {
        jdbc.sql("""
                update vm_snapshot_disk d set image_id = :to from vm_snapshot s
                 where s.id = d.snapshot_id and s.vm_id = :vm and d.disk_index = :index and d.image_id = :from
                """)
                .param("to", to)
                .param("vm", vm.value())
                .param("index", index)
                .param("from", from)
                .update();
        return jdbc.sql("update vm_disk set image_id = :to"
                                + " where vm_id = :vm and disk_index = :index and image_id = :from")
                        .param("to", to)
                        .param("vm", vm.value())
                        .param("index", index)
                        .param("from", from)
                        .update()
                > 0;
    }

    /** The disk is written to this file from now on, and has that size. Answers whether that is anything new. */
    public boolean writeTo(VmId vm, int index, String image, int sizeGiB) {
        return jdbc.sql("""
                update vm_disk set image_id = :image, size_gib = :size
                 where vm_id = :vm and disk_index = :index and (image_id <> :image or size_gib <> :size)
                """)
                        .param("image", image)
                        .param("size", sizeGiB)
                        .param("vm", vm.value())
                        .param("index", index)
                        .update()
                > 0;
    }

    public void chain(VmId vm, int depth, long mergeDebtBytes) {
        jdbc.sql("update vm set chain_depth = :depth, merge_debt_bytes = :debt where id = :id")
                .param("depth", depth)
                .param("debt", mergeDebtBytes)
                .param("id", vm.value())
                .update();
    }

    public Chain chain(VmId vm) {
        return jdbc.sql("select chain_depth, merge_debt_bytes, current_snapshot_id from vm where id = :id")
                .param("id", vm.value())
                .query((row, _) -> new Chain(
                        row.getInt("chain_depth"),
                        row.getLong("merge_debt_bytes"),
                        row.getObject("current_snapshot_id", UUID.class)))
                .single();
    }
}
