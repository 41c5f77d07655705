/** Tests of enrolment with a real authority, database and ZooKeeper. */
@NullMarked
package io.atoll.manager.enrolment.internal;

import org.jspecify.annotations.NullMarked;
