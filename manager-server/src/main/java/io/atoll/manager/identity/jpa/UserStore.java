package io.atoll.manager.identity.jpa;

import io.atoll.manager.identity.Role;
import io.atoll.manager.identity.User;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Reads and writes users. Writing needs the caller's transaction. */
@Repository
public class UserStore {
    private final EntityManager entities;

    UserStore(EntityManager entities) {
        this.entities = entities;
    }

    /** A user with the hash of the password, for checking a log-in. */
    public record Credentials(User user, String passwordHash) {}

    @Transactional(readOnly = true)
    public Optional<User> find(UUID id) {
        var entity = entities.find(UserEntity.class, id);
        if (entity == null) {
            return Optional.empty();
        }
        // Left in the session, it would be taken for the newest version when the row is locked later.
        entities.detach(entity);
        return Optional.of(entity.toUser());
    }

    /**
     * The user, with the row locked until the caller's transaction ends: who reads without it and locks afterwards is told
     * of every change in between, also where any revision was agreed to.
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public Optional<User> findForChange(UUID id) {
        return lock(id).map(UserEntity::toUser);
    }

    @Transactional(readOnly = true)
    public Optional<Credentials> findByUsername(String username) {
        if (username.indexOf('\0') >= 0) {
            return Optional.empty(); // Postgres knows no such text, so nobody is called that
        }
        return entities.createQuery("select u from UserEntity u where u.usernameKey = :key", UserEntity.class)
                .setParameter("key", UserEntity.key(username))
                .getResultStream()
                .findFirst()
                .map(entity -> new Credentials(entity.toUser(), entity.passwordHash()));
    }

    /** All users by name; an installation has few. */
    @Transactional(readOnly = true)
    public List<User> all() {
        return entities.createQuery("select u from UserEntity u order by u.usernameKey", UserEntity.class)
                .getResultStream()
                .map(UserEntity::toUser)
                .toList();
    }

    @Transactional(readOnly = true)
    public boolean nobodyExists() {
        return entities.createQuery("select u.id from UserEntity u", UUID.class)
                .setMaxResults(1)
                .getResultList()
                .isEmpty();
    }

    /** How many administrators can log in, with their rows locked so that two cannot step down at once. */
    @Transactional(propagation = Propagation.MANDATORY)
    public long lockAdministrators() {
        return entities.createQuery(
                        "select u from UserEntity u where u.role = :role and not u.disabled order by u.id",
                        UserEntity.class)
                .setParameter("role", Role.ADMIN)
                .setLockMode(LockModeType.PESSIMISTIC_WRITE)
                .getResultList()
                .size();
    }

    @Transactional(propagation = Propagation.MANDATORY)
    public User insert(User user, String passwordHash) {
        var entity = new UserEntity(user, passwordHash);
        entities.persist(entity);
        entities.flush();
        return entity.toUser();
    }

    @Transactional(propagation = Propagation.MANDATORY)
    public Optional<User> update(UUID id, UnaryOperator<User> change) {
        return lock(id).map(entity -> {
            var before = entity.toUser();
            var after = change.apply(before);
            if (!after.equals(before)) {
                entity.set(after);
                entities.flush();
            }
            return entity.toUser();
        });
    }

    @Transactional(propagation = Propagation.MANDATORY)
    public void setPassword(UUID id, String passwordHash, Instant now) {
        lock(id).ifPresent(entity -> {
            entity.passwordHash(passwordHash, now);
            entities.flush();
        });
    }

    @Transactional(propagation = Propagation.MANDATORY)
    public void delete(UUID id) {
        lock(id).ifPresent(entities::remove);
    }

    private Optional<UserEntity> lock(UUID id) {
        return Optional.ofNullable(entities.find(UserEntity.class, id, LockModeType.PESSIMISTIC_WRITE));
    }
}
