package io.atoll.manager.inventory.jpa;

import io.atoll.manager.inventory.Image;
import io.atoll.manager.persistence.RecordStore;
import io.atoll.model.PoolId;
import jakarta.persistence.EntityManager;
import java.util.List;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

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

    /** Names of images in a pool, at most ten. */
    @Transactional(readOnly = true)
    public List<String> namesIn(PoolId pool) {
        return select("select image from ImageEntity image where image.poolId = ?1 order by image.id", pool.value())
                .stream()
                .map(Image::name)
                .limit(10)
                .toList();
    }

    /** Images whose bytes are on their way. */
    @Transactional(readOnly = true)
    public List<Image> inTransit() {
        return select(
                "select image from ImageEntity image where image.state in ?1",
                List.of(Image.State.UPLOADING, Image.State.IMPORTING));
    }
}
