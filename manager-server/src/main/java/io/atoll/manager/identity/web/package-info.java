/** Identity over HTTP, and the doors every request passes: permission, origin, audit attributes. */
@NullMarked
package io.atoll.manager.identity.web;

import org.jspecify.annotations.NullMarked;
