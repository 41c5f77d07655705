package io.atoll.manager.inventory.internal.image;

import io.atoll.manager.inventory.Image;
import io.atoll.manager.task.StepContext;
import io.atoll.manager.task.TaskId;
import io.atoll.manager.task.TaskObject;
import io.atoll.manager.task.TaskRequest;
import io.atoll.manager.task.Tasks;
import io.atoll.model.ImageId;
import java.util.List;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** The tasks that work on images. */
@Component
class ImageTasks {
    static final String DOWNLOAD = "image.download";
    static final String TRANSFER = "image.transfer";
    static final String IMPORT = "image.convert";
    static final String REMOVE = "image.remove-files";
    static final String FORGET = "image.forget";

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Tasks tasks;

    ImageTasks(Tasks tasks) {
        this.tasks = tasks;
    }

    /** What the tasks work on. */
    record Params(String imageId) {}

    static ImageId imageId(StepContext context) {
        return ImageId.parse(context.params(Params.class).imageId());
    }

    TaskId pull(Image image, String requestedBy) {
        return submit("image.pull", image, requestedBy, DOWNLOAD, TRANSFER, IMPORT);
    }

    TaskId importUpload(Image image, String requestedBy) {
        return submit("image.import", image, requestedBy, TRANSFER, IMPORT);
    }

    TaskId delete(Image image, String requestedBy) {
        return submit("image.delete", image, requestedBy, REMOVE, FORGET);
    }

    private TaskId submit(String kind, Image image, String requestedBy, String... steps) {
        return tasks.submit(TaskRequest.of(
                kind,
                List.of(TaskObject.locked("image", image.id(), image.name())),
                JSON.valueToTree(new Params(image.id().toString())),
                requestedBy,
                steps));
    }
}
