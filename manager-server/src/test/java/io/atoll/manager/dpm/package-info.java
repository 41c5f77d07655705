/** Tests of power saving over the API, with hosts whose management controller really kills and boots them. */
@NullMarked
package io.atoll.manager.dpm;

import org.jspecify.annotations.NullMarked;
