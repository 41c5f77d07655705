/** Tests of rules: the selector's syntax, contradictions against trying everything. */
@NullMarked
package io.atoll.manager.placement.internal.rule;

import org.jspecify.annotations.NullMarked;
