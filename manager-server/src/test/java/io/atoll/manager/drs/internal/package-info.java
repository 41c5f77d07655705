/** What people decide about recommendations, without a server. */
@NullMarked
package io.atoll.manager.drs.internal;

import org.jspecify.annotations.NullMarked;
