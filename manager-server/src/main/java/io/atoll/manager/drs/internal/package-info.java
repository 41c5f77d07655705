/** How DRS is set and what it recommends. Start reading at {@link io.atoll.manager.drs.internal.DrsRequests}. */
@NullMarked
package io.atoll.manager.drs.internal;

import org.jspecify.annotations.NullMarked;
