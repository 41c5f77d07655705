package io.atoll.drs.lab;

import io.atoll.model.NetworkId;
import io.atoll.model.PoolId;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The names of storage pools and networks. The engine knows those by their ids only and puts ids in its texts; here they become names
 * again. The upper halves of the ids are two numbers that are nobody's name, so that an id is found in a text.
 */
final class ReachNames {
    private static final long POOL = 0x9c1f_5e02_b7a4_4d63L;
    private static final long NETWORK = 0x9c1f_5e02_b7a4_4d64L;
    private static final String BOTH = "9c1f5e02-b7a4-4d6";
    private static final Pattern ID = Pattern.compile(BOTH + "[34]-[0-9a-f]{4}-[0-9a-f]{12}");

    private final Map<String, PoolId> storagePools = new HashMap<>();
    private final Map<String, NetworkId> networks = new HashMap<>();
    private final Map<String, String> nameById = new HashMap<>();

    PoolId storagePool(String name) {
        return storagePools.computeIfAbsent(name, _ -> {
            var id = new PoolId(new UUID(POOL, storagePools.size()));
            nameById.put(id.toString(), name);
            return id;
        });
    }

    NetworkId network(String name) {
        return networks.computeIfAbsent(name, _ -> {
            var id = new NetworkId(new UUID(NETWORK, networks.size()));
            nameById.put(id.toString(), name);
            return id;
        });
    }

    /** The text with names instead of ids. */
    String named(String text) {
        if (nameById.isEmpty() || !text.contains(BOTH)) {
            return text;
        }
        return ID.matcher(text)
                .replaceAll(found -> Matcher.quoteReplacement(nameById.getOrDefault(found.group(), found.group())));
    }
}
