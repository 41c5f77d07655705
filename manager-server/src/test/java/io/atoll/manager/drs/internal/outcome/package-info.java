/** Whether migrations helped, without a server. */
@NullMarked
package io.atoll.manager.drs.internal.outcome;

import org.jspecify.annotations.NullMarked;
