/**
 * Lists: the filter language, sorting, and pages that stay stable while rows come and go. A resource declares its fields
 * in a {@link io.atoll.manager.api.list.ListDefinition}; only what is declared can be filtered or sorted by, and every value
 * of a client travels as a bound parameter.
 *
 * <p>The language: {@code status.powerState == "RUNNING" and metadata.name ~ "web" and metadata.labels.env in ("prod",
 * "test")}; operators {@code == != ~ in}, {@code and or not}, parentheses. {@code ~} is "contains", without regard to case.
 * Start reading at {@link io.atoll.manager.api.list.ListQuery}.
 */
@NamedInterface("list")
@NullMarked
package io.atoll.manager.api.list;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
