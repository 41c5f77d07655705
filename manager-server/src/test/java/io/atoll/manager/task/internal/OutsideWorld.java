package io.atoll.manager.task.internal;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What steps do outside of the manager, as an agent would remember it: by operation id, each begun at most once. */
final class OutsideWorld {
    private final Map<String, Integer> looksByOperation = new LinkedHashMap<>();
    private final List<String> effects = new ArrayList<>();

    /** Begins the work of this operation, or attaches to it; answers how often it was looked at before. */
    int beginOrAttach(String operation, String effect) {
        var looks = looksByOperation.merge(operation, 1, Integer::sum) - 1;
        if (looks == 0) {
            effects.add(effect);
        }
        return looks;
    }

    void takeBack(String effect) {
        effects.remove(effect);
    }

    List<String> effects() {
        return List.copyOf(effects);
    }
}
