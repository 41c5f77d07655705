package io.atoll.manager.persistence;

import io.atoll.manager.api.Naming;
import jakarta.persistence.Column;
import jakarta.persistence.Convert;
import jakarta.persistence.EntityListeners;
import jakarta.persistence.Id;
import jakarta.persistence.MappedSuperclass;
import jakarta.persistence.Version;
import java.time.Instant;
import java.util.SortedMap;
import java.util.UUID;
import org.hibernate.annotations.ColumnTransformer;
import org.jspecify.annotations.Nullable;

/** A row that people gave a name. The revision grows by one with every change and with nothing else. */
@MappedSuperclass
@EntityListeners(UpdateTime.class)
public abstract class NamedEntity {
    @Id
    private UUID id;

    @Version
    private @Nullable Long revision;

    private String name;

    @Convert(converter = JsonLabels.class)
    @Column(columnDefinition = "jsonb")
    @ColumnTransformer(write = "?::jsonb")
    private SortedMap<String, String> labels;

    private String description;

    private Instant createdAt;

    private Instant updatedAt;

    /** For Hibernate. */
    @SuppressWarnings("NullAway.Init")
    protected NamedEntity() {}

    protected NamedEntity(UUID id, Naming naming, Instant createdAt) {
        this.id = id;
        this.name = naming.name();
        this.labels = naming.labels();
        this.description = naming.description();
        this.createdAt = createdAt;
        this.updatedAt = createdAt;
    }

    public UUID id() {
        return id;
    }

    public Naming naming() {
        return new Naming(name, labels, description);
    }

    public Instant createdAt() {
        return createdAt;
    }

    public long revision() {
        return revision == null ? 0 : revision;
    }

    /** Sets only what differs, so that an equal name makes no new revision. */
    public void naming(Naming naming) {
        if (!naming.equals(naming())) {
            name = naming.name();
            labels = naming.labels();
            description = naming.description();
        }
    }

    void updatedAt(Instant now) {
        updatedAt = now;
    }

    public Instant updatedAt() {
        return updatedAt;
    }
}
