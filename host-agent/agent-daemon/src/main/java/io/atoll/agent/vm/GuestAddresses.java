package io.atoll.agent.vm;

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

/** Asks guests for their addresses: often until there is an answer, then now and then. One thread uses it. */
public final class GuestAddresses {
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final int ADDRESS_LIMIT = 16;
    private static final int ROUNDS_BETWEEN_ANSWERS = 6;

    private final Hypervisor hypervisor;
    private final VmNews news;
    private final Map<VmId, Integer> roundsToWait = new HashMap<>();

    public GuestAddresses(Hypervisor hypervisor, VmNews news) {
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
            news.addressesFound(vm, addresses);
            roundsToWait.put(vm, addresses.isEmpty() ? 0 : ROUNDS_BETWEEN_ANSWERS);
        } catch (HypervisorException e) {
            roundsToWait.put(vm, 1); // a guest still booting, or one that will never answer
        }
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
