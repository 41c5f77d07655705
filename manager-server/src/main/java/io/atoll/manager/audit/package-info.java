/**
 * Who did what, when, from where, and how it ended. Append only; never holds secrets.
 * Start reading at {@link io.atoll.manager.audit.AuditLog}.
 */
@NullMarked
package io.atoll.manager.audit;

import org.jspecify.annotations.NullMarked;
