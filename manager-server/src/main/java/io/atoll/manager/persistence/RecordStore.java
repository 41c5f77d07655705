package io.atoll.manager.persistence;

import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Reads and writes rows of one kind as records. A change locks the row, so that tasks, hosts and people come one after the
 * other, and an equal record is not written. Writing needs the caller's transaction, for the event that goes with it.
 */
public abstract class RecordStore<E extends NamedEntity, R> {
    private final EntityManager entities;
    private final Class<E> type;

    protected RecordStore(EntityManager entities, Class<E> type) {
        this.entities = entities;
        this.type = type;
    }

    protected abstract E newEntity(R record);

    protected abstract void set(E entity, R record);

    protected abstract R toRecord(E entity);

    @Transactional(readOnly = true)
    public Optional<R> find(UUID id) {
        var entity = entities.find(type, id);
        if (entity == null) {
            return Optional.empty();
        }
        // Left in the session, it would be taken for the newest version when the row is locked later.
        entities.detach(entity);
        return Optional.of(toRecord(entity));
    }

    /** The row, unchanging until the caller's transaction ends. */
    @Transactional(propagation = Propagation.MANDATORY)
    public Optional<R> lock(UUID id) {
        var entity = locked(id);
        return entity == null ? Optional.empty() : Optional.of(toRecord(entity));
    }

    @Transactional(propagation = Propagation.MANDATORY)
    public void insert(R record) {
        entities.persist(newEntity(record));
        entities.flush();
    }

    /** Applies {@code change} to the newest version of the row; answers the result if it is a change, else nothing. */
    @Transactional(propagation = Propagation.MANDATORY)
    public Optional<R> update(UUID id, UnaryOperator<R> change) {
        var entity = locked(id);
        if (entity == null) {
            return Optional.empty();
        }
        var before = toRecord(entity);
        var after = change.apply(before);
        if (after.equals(before)) {
            return Optional.empty();
        }
        set(entity, after);
        entities.flush();
        return Optional.of(toRecord(entity));
    }

    /** Makes a new revision of a row of which something shown with it, but kept elsewhere, has changed. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void touch(UUID id) {
        touch(id, _ -> {});
    }

    /** The same, with a change of something that the record does not tell. */
    protected void touch(UUID id, Consumer<E> change) {
        var entity = locked(id);
        if (entity != null) {
            change.accept(entity);
            entity.updatedAt(entity.updatedAt().plus(1, ChronoUnit.MICROS)); // differs, so it is written
            entities.flush();
        }
    }

    @Transactional(propagation = Propagation.MANDATORY)
    public void delete(UUID id) {
        var entity = locked(id);
        if (entity != null) {
            entities.remove(entity);
            entities.flush();
        }
    }

    /** The rows that a JPQL query with one parameter finds; let go again like what {@link #find} finds, and for the same reason. */
    protected List<R> select(String jpql, Object parameter) {
        var found = entities.createQuery(jpql, type).setParameter(1, parameter).getResultList();
        found.forEach(entities::detach);
        return found.stream().map(this::toRecord).toList();
    }

    private @Nullable E locked(UUID id) {
        return entities.find(type, id, LockModeType.PESSIMISTIC_WRITE);
    }
}
