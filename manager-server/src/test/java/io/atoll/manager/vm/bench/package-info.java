/** For benchmarks only: fills a manager's database. Start reading at {@link io.atoll.manager.vm.bench.SeedVms}. */
@NullMarked
package io.atoll.manager.vm.bench;

import org.jspecify.annotations.NullMarked;
