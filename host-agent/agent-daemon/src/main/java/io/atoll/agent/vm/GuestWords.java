package io.atoll.agent.vm;

import io.atoll.hypervisor.api.GuestFacts;
import io.atoll.hypervisor.api.GuestFacts.FileSystem;
import java.util.List;
import java.util.Objects;

/** What a guest claims of itself. */
public record GuestWords(List<String> addresses, GuestFacts facts) {
    public static final GuestWords NONE = new GuestWords(List.of(), GuestFacts.NONE);

    /** A file system that is filled slowly is not told again and again. */
    private static final int PERCENT_WORTH_TELLING = 1;

    public GuestWords {
        addresses = List.copyOf(addresses);
    }

    /** Whether somebody who knows these words should hear the next ones. */
    boolean isNewsAfter(GuestWords before) {
        return !addresses.equals(before.addresses)
                || !withoutUse(facts).equals(withoutUse(before.facts))
                || isUseNews(before.facts.fileSystems());
    }

    private boolean isUseNews(List<FileSystem> before) {
        for (var at = 0; at < before.size(); at++) {
            var known = before.get(at).usedBytes();
            var now = facts.fileSystems().get(at).usedBytes();
            var total = facts.fileSystems().get(at).totalBytes();
            if (known == null || now == null || total == null) {
                if (!Objects.equals(known, now)) {
                    return true;
                }
            } else if (Math.abs(now - known) > total / 100 * PERCENT_WORTH_TELLING) {
                return true;
            }
        }
        return false;
    }

    private static GuestFacts withoutUse(GuestFacts facts) {
        var fileSystems = facts.fileSystems().stream()
                .map(each -> new FileSystem(each.mountPoint(), each.type(), each.totalBytes(), null))
                .toList();
        return new GuestFacts(facts.operatingSystem(), facts.hostName(), fileSystems, facts.cloudInit());
    }
}
