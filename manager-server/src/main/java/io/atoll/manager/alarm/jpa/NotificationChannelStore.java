package io.atoll.manager.alarm.jpa;

import io.atoll.manager.alarm.internal.notify.Channel;
import io.atoll.manager.persistence.RecordStore;
import jakarta.persistence.EntityManager;
import java.util.List;
import java.util.UUID;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/** The rows of {@code notification_channel}. */
@Repository
public class NotificationChannelStore extends RecordStore<NotificationChannelEntity, Channel> {
    private static final UUID NOBODY = new UUID(0, 0);

    NotificationChannelStore(EntityManager entities) {
        super(entities, NotificationChannelEntity.class);
    }

    @Override
    protected NotificationChannelEntity newEntity(Channel channel) {
        return new NotificationChannelEntity(channel);
    }

    @Override
    protected void set(NotificationChannelEntity entity, Channel channel) {
        entity.set(channel);
    }

    @Override
    protected Channel toRecord(NotificationChannelEntity entity) {
        return entity.toRecord();
    }

    @Transactional(readOnly = true)
    public List<Channel> all() {
        return select("select c from NotificationChannelEntity c where c.id <> ?1 order by c.id", NOBODY);
    }
}
