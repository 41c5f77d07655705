/**
 * A cluster and what is supposed of it in, findings out: no clock, no I/O, no framework. Equal questions have equal answers unless
 * the time is over first. Start reading at {@link io.atoll.manager.simulation.internal.study.Study}.
 */
@NullMarked
package io.atoll.manager.simulation.internal.study;

import org.jspecify.annotations.NullMarked;
