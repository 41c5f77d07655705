package io.atoll.manager.inventory.internal.image;

import io.atoll.manager.cluster.Leadership;
import io.atoll.manager.cluster.LeadershipListener;
import io.atoll.manager.inventory.Image;
import io.atoll.manager.inventory.Image.State;
import io.atoll.manager.inventory.jpa.ImageStore;
import io.atoll.manager.persistence.LeaderTransaction;
import io.atoll.model.ImageId;
import io.atoll.model.LeaderEpoch;
import java.util.HashSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Tidies up when this manager begins to lead: uploads that died with a manager await a new one, their files go. */
@Component
class ImageJanitor implements LeadershipListener {
    private static final Logger LOG = LoggerFactory.getLogger(ImageJanitor.class);

    private final ImageStore images;
    private final ImageChanges changes;
    private final ImageUploads uploads;
    private final ImageSpool spool;
    private final LeaderTransaction transaction;

    ImageJanitor(
            ImageStore images,
            ImageChanges changes,
            ImageUploads uploads,
            ImageSpool spool,
            LeaderTransaction transaction,
            Leadership leadership) {
        this.images = images;
        this.changes = changes;
        this.uploads = uploads;
        this.spool = spool;
        this.transaction = transaction;
        leadership.onChange(this);
    }

    @Override
    public void leading(LeaderEpoch epoch) {
        Thread.ofVirtual().name("image-janitor").start(() -> tidy(epoch));
    }

    @Override
    public void following() {}

    private void tidy(LeaderEpoch epoch) {
        try {
            var kept = new HashSet<ImageId>(uploads.active());
            for (var image : images.inTransit()) {
                if (image.state() == State.IMPORTING) {
                    kept.add(image.id()); // its task is carried on
                } else if (!kept.contains(image.id())) {
                    LOG.info("image={} its upload ended with a manager; it awaits another", image.id());
                    transaction.run(epoch, () -> changes.change(image.id(), ImageJanitor::awaitingAgain));
                }
            }
            spool.removeAllBut(kept);
        } catch (RuntimeException e) {
            LOG.warn("uploads that ended with a manager could not be tidied up", e);
        }
    }

    private static Image awaitingAgain(Image image) {
        return image.state() == State.UPLOADING ? image.in(State.AWAITING_UPLOAD) : image;
    }
}
