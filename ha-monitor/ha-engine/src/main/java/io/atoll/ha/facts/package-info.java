/**
 * What one agent sees when it asks the HA engine for decisions: readings of both channels, fences, owners, reports and settings.
 * Facts are data; nothing here decides. Start reading at {@link io.atoll.ha.facts.HaFacts}.
 */
@NullMarked
package io.atoll.ha.facts;

import org.jspecify.annotations.NullMarked;
