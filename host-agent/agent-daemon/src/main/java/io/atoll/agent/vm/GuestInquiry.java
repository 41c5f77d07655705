package io.atoll.agent.vm;

import io.atoll.hypervisor.api.GuestFacts;
import io.atoll.hypervisor.api.GuestInterface;
import io.atoll.hypervisor.api.Hypervisor;
import io.atoll.hypervisor.api.HypervisorException;
import io.atoll.hypervisor.api.VmStatus;
import io.atoll.hypervisor.vm.VmState;
import io.atoll.model.VmId;
import java.net.InetAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Asks guests what they are and for their addresses: often until there is an answer, then now and then. One thread uses it. */
public final class GuestInquiry {
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final int ADDRESS_LIMIT = 16;
    private static final int ROUNDS_BETWEEN_ANSWERS = 6;
    /** An operating system does not change, and a file system not fast. */
    private static final int ANSWERS_BETWEEN_FACTS = 4;

    private final Hypervisor hypervisor;
    private final VmNews news;
    private final Map<VmId, Integer> roundsToWait = new HashMap<>();
    private final Map<VmId, Known> known = new HashMap<>();

    /** What a guest said last beside its addresses, and for how many of these answers that is good enough. */
    private record Known(GuestFacts facts, int answersLeft) {}

    public GuestInquiry(Hypervisor hypervisor, VmNews news) {
        this.hypervisor = hypervisor;
        this.news = news;
    }

    /** One round over all guests. */
    public void poll() {
        var running = hypervisor.list().stream()
                .filter(vm -> vm.state() instanceof VmState.Running && vm.guestAgentConnected())
                .map(VmStatus::id)
                .toList();
        roundsToWait.keySet().retainAll(running);
        known.keySet().retainAll(running);
        for (var vm : running) {
            var wait = roundsToWait.getOrDefault(vm, 0);
            if (wait > 0) {
                roundsToWait.put(vm, wait - 1);
            } else {
                ask(vm);
            }
        }
    }

    private void ask(VmId vm) {
        try {
            var addresses = usable(hypervisor.guestInterfaces(vm, PATIENCE));
            var facts = facts(vm);
            news.guestSaid(vm, new GuestWords(addresses, facts));
            roundsToWait.put(vm, isSettled(addresses, facts) ? ROUNDS_BETWEEN_ANSWERS : 0);
        } catch (HypervisorException e) {
            roundsToWait.put(vm, 1); // a guest still booting, or one that will never answer
        }
    }

    private GuestFacts facts(VmId vm) {
        var last = known.get(vm);
        if (last != null && last.answersLeft > 0 && !isSettingUp(last.facts)) {
            known.put(vm, new Known(last.facts, last.answersLeft - 1));
            return last.facts;
        }
        var facts = hypervisor.guestFacts(vm, PATIENCE);
        known.put(vm, new Known(facts, ANSWERS_BETWEEN_FACTS));
        return facts;
    }

    /** While the guest sets itself up, people wait for it. */
    private static boolean isSettled(List<String> addresses, GuestFacts facts) {
        return !addresses.isEmpty() && !isSettingUp(facts);
    }

    private static boolean isSettingUp(GuestFacts facts) {
        return facts.cloudInit().state() == GuestFacts.CloudInit.State.RUNNING;
    }

    private static List<String> usable(List<GuestInterface> interfaces) {
        return interfaces.stream()
                .flatMap(each -> each.addresses().stream())
                .filter(address -> !address.isLoopbackAddress() && !address.isLinkLocalAddress())
                .map(InetAddress::getHostAddress)
                .distinct()
                .limit(ADDRESS_LIMIT)
                .toList();
    }
}
