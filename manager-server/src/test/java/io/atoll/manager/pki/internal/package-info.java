/** Tests of the authority with requests made by Bouncy Castle and by hand. */
@NullMarked
package io.atoll.manager.pki.internal;

import org.jspecify.annotations.NullMarked;
