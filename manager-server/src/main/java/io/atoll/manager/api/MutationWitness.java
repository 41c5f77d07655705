package io.atoll.manager.api;

/** Is told of every mutation. After a success it is called inside the mutation's transaction where there is one. */
public interface MutationWitness {
    void witness(Mutation mutation);

    /**
     * One mutating request and how it ended.
     *
     * @param action dotted, for example {@code vm.create} or {@code host.revoke}
     * @param object {@code <kind>/<id>} where it is known, else empty
     * @param outcome {@code OK}, or the code of the refusal
     */
    record Mutation(Actor actor, String action, String object, String outcome, String detail) {}
}
