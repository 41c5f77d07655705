/** REST of join tokens and enrolment, and what a new host downloads. */
@NullMarked
package io.atoll.manager.enrolment.web;

import org.jspecify.annotations.NullMarked;
