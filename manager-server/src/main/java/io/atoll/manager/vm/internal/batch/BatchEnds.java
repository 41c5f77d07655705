package io.atoll.manager.vm.internal.batch;

import io.atoll.manager.task.TaskEndListener;
import io.atoll.manager.task.TaskSnapshot;
import org.springframework.stereotype.Component;

/** A batch that is over holds no names any more, and keeps no hashes of passwords. */
@Component
class BatchEnds implements TaskEndListener {
    private final BatchStore store;

    BatchEnds(BatchStore store) {
        this.store = store;
    }

    @Override
    public void ended(TaskSnapshot task) {
        if (task.kind().equals(VmBatchRequests.KIND)) {
            store.forget(task.id());
        }
    }
}
