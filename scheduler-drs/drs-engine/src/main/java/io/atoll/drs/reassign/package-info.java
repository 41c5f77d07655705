/**
 * Machine reassignment as the ROADEF/EURO challenge of 2012 asks it: processes of services on machines, each somewhere already;
 * find better machines for them at the least cost of load, balance and moving, within capacity (also while moving), conflict,
 * spread and dependency. Everything is an index or a whole number in arrays; nothing here reads a clock, a file or a random
 * source: a search is given a seed and a {@link io.atoll.drs.reassign.SearchBudget}. Start reading at
 * {@link io.atoll.drs.reassign.ReassignmentProblem}, then {@link io.atoll.drs.reassign.ReassignmentSearch}.
 */
@NullMarked
package io.atoll.drs.reassign;

import org.jspecify.annotations.NullMarked;
