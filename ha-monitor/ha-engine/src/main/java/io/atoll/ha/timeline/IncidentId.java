package io.atoll.ha.timeline;

/** Names an incident: safe as a node name, and the same whichever agent finds it. */
public record IncidentId(String value) implements Comparable<IncidentId> {
    private static final int LONGEST = 120;

    public IncidentId {
        if (value.isEmpty() || value.length() > LONGEST || !value.chars().allMatch(IncidentId::allowed)) {
            throw new IllegalArgumentException("An incident's id has 1 to %d letters, digits and dashes, unlike \"%s\"."
                    .formatted(LONGEST, value));
        }
    }

    private static boolean allowed(int character) {
        return (character >= 'a' && character <= 'z') || (character >= '0' && character <= '9') || character == '-';
    }

    @Override
    public int compareTo(IncidentId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
