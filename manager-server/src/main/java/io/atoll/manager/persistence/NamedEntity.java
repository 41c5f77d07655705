package io.atoll.manager.persistence;

import jakarta.persistence.Column;
import jakarta.persistence.Convert;
import jakarta.persistence.EntityListeners;
import jakarta.persistence.Id;
import jakarta.persistence.MappedSuperclass;
import jakarta.persistence.Version;
import java.time.Instant;
import java.util.Map;
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
    private Map<String, String> labels;

    private String description;

    private Instant createdAt;

    private Instant updatedAt;

    /** For Hibernate. */
    @SuppressWarnings("NullAway.Init")
    protected NamedEntity() {}

    protected NamedEntity(UUID id, String name, Map<String, String> labels, String description, Instant createdAt) {
        this.id = id;
        this.name = name;
        this.labels = Map.copyOf(labels);
        this.description = description;
        this.createdAt = createdAt;
        this.updatedAt = createdAt;
    }

    public UUID id() {
        return id;
    }

    public String name() {
        return name;
    }

    public Map<String, String> labels() {
        return labels;
    }

    public String description() {
        return description;
    }

    public Instant createdAt() {
        return createdAt;
    }

    public long revision() {
        return revision == null ? 0 : revision;
    }

    public void name(String newName, Map<String, String> newLabels, String newDescription) {
        name = newName;
        labels = Map.copyOf(newLabels);
        description = newDescription;
    }

    void updatedAt(Instant now) {
        updatedAt = now;
    }

    public Instant updatedAt() {
        return updatedAt;
    }
}
