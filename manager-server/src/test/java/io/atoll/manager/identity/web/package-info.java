/** The door as browsers find it. */
@NullMarked
package io.atoll.manager.identity.web;

import org.jspecify.annotations.NullMarked;
