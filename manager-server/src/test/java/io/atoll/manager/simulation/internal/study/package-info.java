/** Tests of studies: clusters built by hand, and random ones. Start reading at {@link io.atoll.manager.simulation.internal.study.StudyTest}. */
@NullMarked
package io.atoll.manager.simulation.internal.study;

import org.jspecify.annotations.NullMarked;
