package io.atoll.manager.vm.internal.batch;

import io.atoll.manager.persistence.Row;
import io.atoll.manager.task.TaskId;
import io.atoll.manager.vm.internal.VmDraft;
import io.atoll.manager.vm.internal.batch.BatchItem.State;
import io.atoll.manager.vm.internal.cloudinit.CloudInitSettings;
import io.atoll.model.ClusterId;
import java.sql.SQLException;
import java.sql.Types;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** The rows of {@code vm_batch} and {@code vm_batch_item}. Writing wants the caller's transaction. */
@Component
class BatchStore {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final JdbcClient jdbc;

    BatchStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * What the VMs of a batch have in common.
     *
     * @param draft without what may hold a password
     * @param cloudInit what is told to the first one; the others have host names of their own
     */
    record Template(
            VmDraft draft,
            SortedMap<String, String> labels,
            @Nullable CloudInitSettings cloudInit) {}

    /** A batch without its VMs. */
    record Batch(TaskId task, ClusterId cluster, int maxParallel, Template template) {}

    void insert(Batch batch, List<String> names) {
        jdbc.sql("""
                insert into vm_batch (task_id, cluster_id, max_parallel, template)
                values (:task, :cluster, :parallel, cast(:template as jsonb))
                """)
                .param("task", batch.task.value())
                .param("cluster", batch.cluster.value())
                .param("parallel", batch.maxParallel)
                .param("template", JSON.writeValueAsString(batch.template))
                .update();
        for (var ordinal = 0; ordinal < names.size(); ordinal++) {
            jdbc.sql("""
                    insert into vm_batch_item (task_id, ordinal, name, state) values (:task, :ordinal, :name, 'WAITING')
                    """)
                    .param("task", batch.task.value())
                    .param("ordinal", ordinal)
                    .param("name", names.get(ordinal))
                    .update();
        }
    }

    Optional<Batch> find(TaskId task) {
        return jdbc.sql("select * from vm_batch where task_id = :task")
                .param("task", task.value())
                .query((columns, _) -> batch(task, new Row(columns)))
                .optional();
    }

    private static Batch batch(TaskId task, Row row) throws SQLException {
        return new Batch(
                task,
                new ClusterId(row.uuid("cluster_id")),
                row.integer("max_parallel"),
                Objects.requireNonNull(row.jsonOrNull("template", Template.class)));
    }

    /** In the order of their numbers. */
    List<BatchItem> items(TaskId task) {
        return jdbc.sql("select * from vm_batch_item where task_id = :task order by ordinal")
                .param("task", task.value())
                .query((columns, _) -> item(new Row(columns)))
                .list();
    }

    /** The same one as it is now, unchanging until the transaction ends. */
    Optional<BatchItem> lock(TaskId task, BatchItem like) {
        return jdbc.sql("select * from vm_batch_item where task_id = :task and ordinal = :ordinal for update")
                .param("task", task.value())
                .param("ordinal", like.ordinal())
                .query((columns, _) -> item(new Row(columns)))
                .optional();
    }

    private static BatchItem item(Row row) throws SQLException {
        var vmTask = row.uuidOrNull("vm_task_id");
        return new BatchItem(
                row.integer("ordinal"),
                row.text("name"),
                State.valueOf(row.text("state")),
                vmTask == null ? null : new TaskId(vmTask),
                row.text("code"),
                row.text("reason"));
    }

    void save(TaskId task, BatchItem item) {
        var vmTask = item.vmTask();
        jdbc.sql("""
                update vm_batch_item set state = :state, vm_task_id = :vmTask, code = :code, reason = :reason
                 where task_id = :task and ordinal = :ordinal
                """)
                .param("state", item.state().name())
                .param("vmTask", vmTask == null ? null : vmTask.value(), Types.OTHER)
                .param("code", item.code())
                .param("reason", item.reason())
                .param("task", task.value())
                .param("ordinal", item.ordinal())
                .update();
    }

    /** Nothing is kept of a batch that is over: its task says what became of it. */
    void forget(TaskId task) {
        jdbc.sql("delete from vm_batch where task_id = :task")
                .param("task", task.value())
                .update();
    }

    /** Which of the names a VM of the cluster has, or is about to get from another batch: the name and who has it. */
    SortedMap<String, String> taken(ClusterId cluster, List<String> names) {
        var holders = new TreeMap<String, String>();
        if (names.isEmpty()) {
            return holders;
        }
        jdbc.sql("""
                select lower(name) as name, cast(null as uuid) as batch from vm
                 where cluster_id = :cluster and lower(name) in (:names)
                union all
                select lower(i.name), i.task_id from vm_batch_item i join vm_batch b on b.task_id = i.task_id
                 where b.cluster_id = :cluster and i.state = 'WAITING' and lower(i.name) in (:names)
                """)
                .params(Map.of(
                        "cluster",
                        cluster.value(),
                        "names",
                        names.stream()
                                .map(name -> name.toLowerCase(Locale.ROOT))
                                .toList()))
                .query(columns -> {
                    var row = new Row(columns);
                    holders.put(row.text("name"), holder(row.uuidOrNull("batch")));
                });
        return holders;
    }

    private static String holder(@Nullable UUID batch) {
        return batch == null ? "exists already" : "is about to be made by task " + batch;
    }
}
