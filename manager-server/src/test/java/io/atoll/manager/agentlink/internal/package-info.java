/** Tests of what the manager believes of its hosts. */
@NullMarked
package io.atoll.manager.agentlink.internal;

import org.jspecify.annotations.NullMarked;
