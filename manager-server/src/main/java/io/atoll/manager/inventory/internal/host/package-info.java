/** Hosts: how they come in, what they report, what is carried to them whenever they connect. */
@NullMarked
package io.atoll.manager.inventory.internal.host;

import org.jspecify.annotations.NullMarked;
