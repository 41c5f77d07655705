/**
 * How the manager says no: one exception type, stable codes, causes with numbers, hints. Rendered as RFC 9457 documents by
 * {@code problem.web}. Never carries class names, SQL or stack traces to a client.
 * Start reading at {@link io.atoll.manager.problem.AtollException}.
 */
@NullMarked
package io.atoll.manager.problem;

import org.jspecify.annotations.NullMarked;
