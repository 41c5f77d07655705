package io.atoll.agent.cli;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A command's words and {@code --options}, read strictly: what is not known is refused, with what is. */
final class Arguments {
    private final List<String> words;
    private final Map<String, List<String>> options;

    private Arguments(List<String> words, Map<String, List<String>> options) {
        this.words = words;
        this.options = options;
    }

    static Arguments parse(List<String> arguments, Set<String> valued, Set<String> flags) throws UsageException {
        var words = new ArrayList<String>();
        var options = new HashMap<String, List<String>>();
        for (var at = 0; at < arguments.size(); at++) {
            var argument = arguments.get(at);
            if (!argument.startsWith("--")) {
                words.add(argument);
                continue;
            }
            var equals = argument.indexOf('=');
            var name = argument.substring(2, equals < 0 ? argument.length() : equals);
            if (flags.contains(name) && equals < 0) {
                options.computeIfAbsent(name, _ -> new ArrayList<>()).add("true");
            } else if (!valued.contains(name)) {
                throw new UsageException("There is no option %s here.".formatted(argument));
            } else if (equals >= 0) {
                options.computeIfAbsent(name, _ -> new ArrayList<>()).add(argument.substring(equals + 1));
            } else if (at + 1 < arguments.size()) {
                at++;
                options.computeIfAbsent(name, _ -> new ArrayList<>()).add(arguments.get(at));
            } else {
                throw new UsageException("The option --%s needs a value.".formatted(name));
            }
        }
        return new Arguments(words, options);
    }

    List<String> words() {
        return words;
    }

    boolean has(String flag) {
        return options.containsKey(flag);
    }

    @Nullable
    String option(String name) {
        var values = options.get(name);
        return values == null ? null : values.getLast();
    }

    String option(String name, String otherwise) {
        var value = option(name);
        return value == null ? otherwise : value;
    }

    List<String> all(String name) {
        return options.getOrDefault(name, List.of());
    }

    @Nullable
    Long number(String name, long smallest, long largest) throws UsageException {
        var text = option(name);
        if (text == null) {
            return null;
        }
        try {
            var value = Long.parseLong(text);
            if (value >= smallest && value <= largest) {
                return value;
            }
        } catch (NumberFormatException e) {
            // answered below, like a number out of range
        }
        throw new UsageException("The option --%s must be a whole number from %d to %d, \"%s\" is not."
                .formatted(name, smallest, largest, text));
    }
}
