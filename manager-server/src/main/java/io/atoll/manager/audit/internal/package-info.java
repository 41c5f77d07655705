/** The audit table. */
@NullMarked
package io.atoll.manager.audit.internal;

import org.jspecify.annotations.NullMarked;
