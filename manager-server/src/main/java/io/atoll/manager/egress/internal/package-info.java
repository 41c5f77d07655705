/** How the egress module works inside: the address policy and a small HTTP/1.1 reader. */
@NullMarked
package io.atoll.manager.egress.internal;

import org.jspecify.annotations.NullMarked;
