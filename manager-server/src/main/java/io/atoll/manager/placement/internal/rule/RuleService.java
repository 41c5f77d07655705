package io.atoll.manager.placement.internal.rule;

import io.atoll.manager.api.IfMatch;
import io.atoll.manager.api.InputCheck;
import io.atoll.manager.api.NamingPatch;
import io.atoll.manager.api.ObjectView;
import io.atoll.manager.event.Change;
import io.atoll.manager.event.Events;
import io.atoll.manager.event.RefusalNews;
import io.atoll.manager.persistence.ConstraintGuard;
import io.atoll.manager.placement.ClusterLock;
import io.atoll.manager.placement.internal.rule.PlacementRule.Kind;
import io.atoll.manager.placement.internal.rule.PlacementRule.Members;
import io.atoll.manager.placement.jpa.RuleStore;
import io.atoll.manager.platform.Ids;
import io.atoll.manager.problem.AtollException;
import io.atoll.manager.problem.Cause;
import io.atoll.manager.problem.ErrorCode;
import io.atoll.manager.problem.Hint;
import io.atoll.model.ClusterId;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.UUID;
import org.springframework.stereotype.Component;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * Makes, changes and deletes rules. One that cannot be met together with the others is refused before it is saved; one that
 * does not hold yet, but can, is saved, and says so. Rules of one cluster are changed one after the other, and not while a VM of
 * it is being placed.
 */
@Service
@Transactional
public class RuleService {
    private static final int MOST_RULES = 256;

    private static final String REFUSAL = "rule-refusal";

    private final RuleStore store;
    private final RuledClusters clusters;
    private final RuleViews views;
    private final ClusterLock lock;
    private final RuleNews news;

    RuleService(RuleStore store, RuledClusters clusters, RuleViews views, ClusterLock lock, RuleNews news) {
        this.store = store;
        this.clusters = clusters;
        this.views = views;
        this.lock = lock;
        this.news = news;
    }

    /** Ids, the time, and what is told to the event stream. */
    @Component("ruleNews")
    record RuleNews(Ids ids, Clock clock, Events events, RefusalNews refusals) {}

    public UUID create(ClusterId cluster, NamingPatch name, RuleDraft draft) {
        lock.take(cluster);
        var check = new InputCheck();
        var naming = name.ofNew(check);
        var kind = check.requiredChoice("spec.kind", draft.kind(), Kind.class, Kind.KEEP_APART);
        var bare = clusters.bare(cluster);
        var blank = new PlacementRule(
                news.ids.next(),
                naming,
                0,
                news.clock.instant(),
                cluster,
                kind,
                RuleDraft.usual(kind),
                true,
                Members.NONE,
                Members.NONE,
                null,
                null);
        var rule = draft.applyTo(blank, bare, check);
        check.done();
        var others = store.in(cluster);
        if (others.size() >= MOST_RULES) {
            throw new AtollException(
                    ErrorCode.RULE_LIMIT,
                    "The cluster has %d rules; more are not kept.".formatted(others.size()),
                    Hint.of("Select VMs by their labels, so that one rule speaks of many."));
        }
        var all = new ArrayList<>(others);
        all.add(rule);
        requireMeetable(rule, AppliedRules.of(all, bare));
        ConstraintGuard.unique("rule", naming.name(), () -> store.insert(rule));
        publish(rule, Change.CREATED);
        return rule.id();
    }

    public void change(ClusterId cluster, UUID id, IfMatch ifMatch, NamingPatch name, RuleDraft draft) {
        lock.take(cluster);
        var before = locked(cluster, id);
        ifMatch.require(before.revision());
        var check = new InputCheck();
        var kind = check.choice("spec.kind", draft.kind(), Kind.class, before.kind());
        check.require(
                kind == before.kind(),
                "spec.kind",
                "A rule stays %s; make a new one instead.".formatted(before.kind()));
        var bare = clusters.bare(cluster);
        var after = draft.applyTo(before.named(name.applyTo(before.naming(), check)), bare, check);
        check.done();
        var all = new ArrayList<PlacementRule>();
        store.in(cluster).forEach(rule -> all.add(rule.id().equals(id) ? after : rule));
        if (!after.equals(before.named(after.naming()))) {
            requireMeetable(after, AppliedRules.of(all, bare)); // a new text is always welcome
        }
        ConstraintGuard.unique("rule", after.name(), () -> store.update(id, _ -> after))
                .ifPresent(_ -> publish(after, Change.CHANGED));
    }

    public void delete(ClusterId cluster, UUID id, IfMatch ifMatch) {
        lock.take(cluster);
        var rule = locked(cluster, id);
        ifMatch.require(rule.revision());
        news.events.publish("rule", id.toString(), rule.name(), rule.revision() + 1, Change.DELETED, null);
        store.delete(id);
    }

    private PlacementRule locked(ClusterId cluster, UUID id) {
        return store.lock(id).filter(rule -> rule.clusterId().equals(cluster)).orElseThrow(() -> notFound(cluster, id));
    }

    public static AtollException notFound(ClusterId cluster, UUID id) {
        return new AtollException(
                ErrorCode.RULE_NOT_FOUND, "There is no rule %s in the cluster %s.".formatted(id, cluster));
    }

    private void publish(PlacementRule rule, Change change) {
        views.find(rule.clusterId(), rule.id(), false, RuleViews.ANYBODY).ifPresent(view -> publish(view, change));
    }

    private void publish(ObjectView<?, ?> view, Change change) {
        var metadata = view.metadata();
        news.events.publish("rule", metadata.id().toString(), metadata.name(), metadata.revision(), change, view);
    }

    private void requireMeetable(PlacementRule rule, AppliedRules all) {
        news.refusals.watching(REFUSAL, rule.clusterId().value(), rule.name(), () -> requireWithoutConflict(rule, all));
    }

    private static void requireWithoutConflict(PlacementRule rule, AppliedRules all) {
        var conflicts = RuleConflicts.of(all, rule.name());
        if (conflicts.isEmpty()) {
            return;
        }
        var others = new TreeSet<String>();
        conflicts.forEach(conflict -> others.addAll(conflict.rules()));
        others.remove(rule.name());
        throw new AtollException(
                ErrorCode.RULE_CONFLICT,
                others.isEmpty()
                        ? "Rule %s cannot be met.".formatted(rule.name())
                        : "Rule %s cannot be met together with %s.".formatted(rule.name(), String.join(", ", others)),
                conflicts.stream().map(RuleService::cause).toList(),
                List.of(Hint.of(
                        "Change one of the rules, save this one with enforcement SHOULD, or disable it meanwhile.")));
    }

    private static Cause cause(RuleConflict conflict) {
        return new Cause(
                null,
                null,
                conflict.check(),
                null,
                conflict.need(),
                conflict.free(),
                conflict.unit(),
                conflict.detail() + ".");
    }
}
