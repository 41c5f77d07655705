/**
 * Rules about where VMs run: what people wrote ({@link io.atoll.manager.placement.internal.rule.PlacementRule}), who that means at
 * this moment ({@link io.atoll.manager.placement.internal.rule.AppliedRules}), what the scheduler is told, which rules contradict
 * each other ({@link io.atoll.manager.placement.internal.rule.RuleConflicts}), and which do not hold now. Start reading at
 * {@link io.atoll.manager.placement.internal.rule.RuleService}.
 */
@NullMarked
package io.atoll.manager.placement.internal.rule;

import org.jspecify.annotations.NullMarked;
