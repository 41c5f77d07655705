package io.atoll.manager.inventory.internal.image;

import io.atoll.manager.event.Change;
import io.atoll.manager.inventory.Image;
import io.atoll.manager.inventory.internal.InventoryEvents;
import io.atoll.manager.inventory.internal.view.ImageViews;
import io.atoll.manager.inventory.internal.view.InventoryAction;
import io.atoll.manager.inventory.jpa.ImageStore;
import io.atoll.manager.problem.AtollException;
import io.atoll.manager.problem.ErrorCode;
import io.atoll.model.ImageId;
import java.util.function.UnaryOperator;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Changes images and tells the event stream, in the caller's transaction. */
@Component
@Transactional(propagation = Propagation.MANDATORY)
class ImageChanges {
    private final ImageStore images;
    private final ImageViews views;
    private final InventoryEvents events;

    ImageChanges(ImageStore images, ImageViews views, InventoryEvents events) {
        this.images = images;
        this.views = views;
        this.events = events;
    }

    void change(ImageId id, UnaryOperator<Image> change) {
        images.update(id.value(), change).ifPresent(_ -> events.image(id, Change.CHANGED));
    }

    Image lock(ImageId id) {
        return images.lock(id.value()).orElseThrow(() -> notFound(id));
    }

    void delete(ImageId id) {
        views.find(id, InventoryAction.ANYBODY).ifPresent(view -> events.deleted("image", view));
        images.delete(id.value());
    }

    static AtollException notFound(ImageId id) {
        return new AtollException(ErrorCode.IMAGE_NOT_FOUND, "There is no image %s.".formatted(id));
    }
}
