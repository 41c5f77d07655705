/**
 * The small read-only disk (NoCloud) by which cloud-init in a guest learns its name, its user data and its network. What
 * goes in may come from anyone: names are validated, structures are serialized and never pasted together, sizes are capped.
 * Start reading at {@link io.atoll.storage.seed.NoCloudSeed}.
 */
@NullMarked
package io.atoll.storage.seed;

import org.jspecify.annotations.NullMarked;
