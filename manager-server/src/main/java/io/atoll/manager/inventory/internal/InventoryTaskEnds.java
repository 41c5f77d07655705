package io.atoll.manager.inventory.internal;

import io.atoll.manager.event.Change;
import io.atoll.manager.inventory.Image.Failure;
import io.atoll.manager.inventory.Pool;
import io.atoll.manager.inventory.jpa.ImageStore;
import io.atoll.manager.inventory.jpa.PoolStore;
import io.atoll.manager.task.TaskEndListener;
import io.atoll.manager.task.TaskFailure;
import io.atoll.manager.task.TaskObject;
import io.atoll.manager.task.TaskSnapshot;
import io.atoll.model.ImageId;
import io.atoll.model.PoolId;
import org.springframework.stereotype.Component;

/** No pool and no image stays in a state that only a task may leave, when that task has ended. */
@Component
class InventoryTaskEnds implements TaskEndListener {
    private final PoolStore pools;
    private final ImageStore images;
    private final InventoryEvents events;

    InventoryTaskEnds(PoolStore pools, ImageStore images, InventoryEvents events) {
        this.pools = pools;
        this.images = images;
        this.events = events;
    }

    @Override
    public void ended(TaskSnapshot task) {
        task.objects().stream().filter(TaskObject::exclusive).forEach(object -> {
            switch (object.kind()) {
                case "pool" -> rest(PoolId.parse(object.id()), detail(task));
                case "image" -> rest(ImageId.parse(object.id()), task);
                default -> {}
            }
        });
    }

    private void rest(PoolId id, String detail) {
        pools.update(id.value(), pool -> switch (pool.state()) {
                    case CREATING, DELETING -> pool.in(Pool.State.FAILED, detail);
                    case READY, FAILED -> pool;
                })
                .ifPresent(_ -> events.pool(id, Change.CHANGED));
    }

    private void rest(ImageId id, TaskSnapshot task) {
        var failure = task.failure();
        var reason = new Failure(failure == null ? "CANCELLED" : failure.code(), detail(task));
        images.update(id.value(), image -> switch (image.state()) {
                    case IMPORTING, DELETING -> image.failed(reason);
                    case AWAITING_UPLOAD, UPLOADING, READY, FAILED -> image;
                })
                .ifPresent(_ -> events.image(id, Change.CHANGED));
    }

    private static String detail(TaskSnapshot task) {
        TaskFailure failure = task.failure();
        return failure == null ? "The task was cancelled." : failure.detail();
    }
}
