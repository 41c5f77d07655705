/** The REST resources of DRS. */
@NullMarked
package io.atoll.manager.drs.web;

import org.jspecify.annotations.NullMarked;
