/** Several hosts through maintenance, one after the other or a few at once. Start reading at {@code RollStep} and {@code RollingEngine}. */
@NullMarked
package io.atoll.manager.maintenance.internal.rolling;

import org.jspecify.annotations.NullMarked;
