package io.atoll.drs.lab;

/** An element of a list of the input; its text is made only where something is wrong with it. */
record Place(String list, int index) {
    String member(String field) {
        return this + "." + field;
    }

    @Override
    public String toString() {
        return "%s[%d]".formatted(list, index);
    }
}
