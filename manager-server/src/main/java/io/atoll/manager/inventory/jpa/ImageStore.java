package io.atoll.manager.inventory.jpa;

import io.atoll.manager.inventory.Image;
import io.atoll.manager.persistence.RecordStore;
import jakarta.persistence.EntityManager;
import org.springframework.stereotype.Repository;

/** The rows of {@code image}. */
@Repository
public class ImageStore extends RecordStore<ImageEntity, Image> {
    ImageStore(EntityManager entities) {
        super(entities, ImageEntity.class);
    }

    @Override
    protected ImageEntity newEntity(Image image) {
        return new ImageEntity(image);
    }

    @Override
    protected void set(ImageEntity entity, Image image) {
        entity.set(image);
    }

    @Override
    protected Image toRecord(ImageEntity entity) {
        return entity.toRecord();
    }
}
