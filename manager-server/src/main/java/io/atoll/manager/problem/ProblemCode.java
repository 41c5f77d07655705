package io.atoll.manager.problem;

/** Where the code of a rendered problem is left for what runs after it, such as the audit log. */
public final class ProblemCode {
    /** The request attribute that holds the code's name. */
    public static final String ATTRIBUTE = "io.atoll.problem.code";

    private ProblemCode() {}
}
