package io.atoll.manager.placement.jpa;

import io.atoll.manager.persistence.JsonStrings;
import io.atoll.manager.persistence.NamedEntity;
import io.atoll.manager.placement.internal.rule.LabelSelector;
import io.atoll.manager.placement.internal.rule.PlacementRule;
import io.atoll.manager.placement.internal.rule.PlacementRule.Enforcement;
import io.atoll.manager.placement.internal.rule.PlacementRule.Kind;
import io.atoll.manager.placement.internal.rule.PlacementRule.Members;
import io.atoll.model.ClusterId;
import jakarta.persistence.Column;
import jakarta.persistence.Convert;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Table;
import java.util.List;
import java.util.UUID;
import org.hibernate.annotations.ColumnTransformer;
import org.jspecify.annotations.Nullable;

/** A row of {@code placement_rule}. */
@Entity
@Table(name = "placement_rule")
class RuleEntity extends NamedEntity {
    private UUID clusterId;

    @Enumerated(EnumType.STRING)
    private Kind kind;

    @Enumerated(EnumType.STRING)
    private Enforcement enforcement;

    private boolean enabled;

    @Convert(converter = JsonStrings.class)
    @Column(columnDefinition = "jsonb")
    @ColumnTransformer(write = "?::jsonb")
    private List<String> vmIds;

    private @Nullable String vmSelector;

    @Convert(converter = JsonStrings.class)
    @Column(columnDefinition = "jsonb")
    @ColumnTransformer(write = "?::jsonb")
    private List<String> hostIds;

    private @Nullable String hostSelector;
    private @Nullable String zoneLabel;
    private @Nullable Integer maxSharePercent;

    /** For Hibernate. */
    @SuppressWarnings("NullAway.Init")
    protected RuleEntity() {}

    @SuppressWarnings("NullAway.Init") // set() does it
    RuleEntity(PlacementRule rule) {
        super(rule.id(), rule.naming(), rule.createdAt());
        set(rule);
    }

    final void set(PlacementRule rule) {
        naming(rule.naming());
        clusterId = rule.clusterId().value();
        kind = rule.kind();
        enforcement = rule.enforcement();
        enabled = rule.enabled();
        vmIds = rule.vms().ids().stream().map(UUID::toString).toList();
        vmSelector = text(rule.vms().selector());
        hostIds = rule.hosts().ids().stream().map(UUID::toString).toList();
        hostSelector = text(rule.hosts().selector());
        zoneLabel = rule.zoneLabel();
        maxSharePercent = rule.maxSharePercent();
    }

    private static @Nullable String text(@Nullable LabelSelector selector) {
        return selector == null ? null : selector.toString();
    }

    PlacementRule toRecord() {
        return new PlacementRule(
                id(),
                naming(),
                revision(),
                createdAt(),
                new ClusterId(clusterId),
                kind,
                enforcement,
                enabled,
                new Members(vmIds.stream().map(UUID::fromString).toList(), selector(vmSelector)),
                new Members(hostIds.stream().map(UUID::fromString).toList(), selector(hostSelector)),
                zoneLabel,
                maxSharePercent);
    }

    /** Only what was read once is written. */
    private static @Nullable LabelSelector selector(@Nullable String text) {
        try {
            return text == null ? null : LabelSelector.parse(text);
        } catch (LabelSelector.SyntaxException e) {
            throw new IllegalStateException("A selector in the database cannot be read.", e);
        }
    }
}
