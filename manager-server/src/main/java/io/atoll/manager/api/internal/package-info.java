/**
 * How the conventions are kept: filters in front of the controllers, argument resolvers, the one transaction around a
 * mutation. Not called by anybody; Spring puts it in place. Start reading at
 * {@link io.atoll.manager.api.internal.MutationPipeline}.
 */
@NullMarked
package io.atoll.manager.api.internal;

import org.jspecify.annotations.NullMarked;
