/** Power control of hosts over HTTP. */
@NullMarked
package io.atoll.manager.power.web;

import org.jspecify.annotations.NullMarked;
