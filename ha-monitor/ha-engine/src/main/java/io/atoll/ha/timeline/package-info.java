/**
 * The story of an incident as typed entries, for the operator who asks afterwards what happened and what the proof was. Start
 * reading at {@link io.atoll.ha.timeline.TimelineEntry}.
 */
@NullMarked
package io.atoll.ha.timeline;

import org.jspecify.annotations.NullMarked;
