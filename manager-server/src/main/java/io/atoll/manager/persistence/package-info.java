/**
 * What all entities share: identity, name, labels, revision, times, and lists kept as JSON. Knows no module and no rule;
 * only {@code jpa} packages use it. Start reading at {@link io.atoll.manager.persistence.NamedEntity}.
 */
@NullMarked
package io.atoll.manager.persistence;

import org.jspecify.annotations.NullMarked;
