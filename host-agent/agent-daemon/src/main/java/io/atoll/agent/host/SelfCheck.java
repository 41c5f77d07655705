package io.atoll.agent.host;

/** One thing this host looked at in itself; {@code fix} says what to do and is empty when all is well. */
public record SelfCheck(String name, Result result, String detail, String fix) {
    /** How serious it is. */
    public enum Result {
        OK,
        /** VMs run, but not as well or as safely as they should. */
        WARNING,
        /** Something VMs need does not work. */
        FAILED
    }

    public static SelfCheck ok(String name, String detail) {
        return new SelfCheck(name, Result.OK, detail, "");
    }

    public static SelfCheck warning(String name, String detail, String fix) {
        return new SelfCheck(name, Result.WARNING, detail, fix);
    }

    public static SelfCheck failed(String name, String detail, String fix) {
        return new SelfCheck(name, Result.FAILED, detail, fix);
    }
}
