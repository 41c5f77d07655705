package io.atoll.ha.sim.scenario;

import java.util.List;

/** The at lines that ask a manager, or an operator, for something. */
final class RequestReader {
    private RequestReader() {}

    static void read(EventReader events, String what, Words words, long at) {
        switch (what) {
            case "start" -> {
                words.expect("vm");
                var vm = events.vm(words);
                var host = words.takeIf("on") ? events.host(words) : -1;
                events.addRequest(words, at, vm, hands -> hands.manager().start(vm, host));
            }
            case "stop" -> {
                words.expect("vm");
                var vm = events.vm(words);
                events.addRequest(words, at, vm, hands -> hands.manager().stop(vm));
            }
            case "migrate" -> {
                words.expect("vm");
                var vm = events.vm(words);
                words.expect("to");
                var host = events.host(words);
                events.addMigration(
                        words, at, vm, host, hands -> hands.manager().migrate(vm, host));
            }
            case "maintenance" -> {
                var on = words.oneOf("state of maintenance", List.of("on", "off"))
                        .equals("on");
                var host = events.host(words);
                events.add(words, at, hands -> hands.manager().maintenance(host, on));
            }
            case "arm", "disarm" ->
                events.add(words, at, hands -> hands.manager().arm(what.equals("arm")));
            case "guest-network" -> {
                var down = words.oneOf("state of the guest network", List.of("down", "up"))
                        .equals("down");
                var host = events.host(words);
                events.add(words, at, hands -> hands.guestNetwork(host, !down));
            }
            default -> {
                words.expect("off");
                var host = events.host(words);
                events.add(words, at, hands -> hands.nemesis().vouch(host, "operator"));
            }
        }
    }
}
