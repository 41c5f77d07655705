/**
 * The conventions every REST resource follows: object shape, lists with cursor, filter and sort, revisions, dry run,
 * idempotency keys. Start reading at {@link io.atoll.manager.api.ObjectView}.
 */
@NullMarked
package io.atoll.manager.api;

import org.jspecify.annotations.NullMarked;
