package io.atoll.ha.placement;

import io.atoll.ha.admission.Admission;
import io.atoll.ha.admission.AdmissionControl;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * How long admission control takes: 100 hosts, 2,000 VMs, every single host, at several fills. Prints one line per case. How to run it:
 * ha-monitor/docs/0002-engine.md.
 */
final class AdmissionBench {
    private static final int WARM_UP = 10;
    private static final int RUNS = 21;

    private AdmissionBench() {}

    public static void main(String[] arguments) {
        for (var fill : List.of(0.6, 0.8, 0.95, 1.0)) {
            var cluster = Clusters.large(100, 2_000, fill, 1);
            var protections = Clusters.allProtected(cluster);
            var millis = new ArrayList<Double>();
            var answer = "";
            for (var run = 0; run < WARM_UP + RUNS; run++) {
                var start = System.nanoTime();
                var admission = new AdmissionControl(cluster, protections, new SchedulerPlacement()).tolerates(1);
                var took = (System.nanoTime() - start) / 1e6;
                if (run >= WARM_UP) {
                    millis.add(took);
                }
                answer = switch (admission) {
                    case Admission.Tolerated _ -> "tolerated";
                    case Admission.NotTolerated not ->
                        "not tolerated, %d hosts".formatted(not.shortfalls().size());
                    case Admission.Refused(var reason) -> reason;
                };
            }
            millis.sort(Double::compare);
            System.out.printf(
                    Locale.ROOT,
                    "100 hosts, 2000 VMs, %.0f %% full: median %.0f ms, slowest %.0f ms of %d runs (%s)%n",
                    fill * 100,
                    millis.get(RUNS / 2),
                    millis.getLast(),
                    RUNS,
                    answer);
        }
    }
}
