package io.atoll.manager.audit;

/** Appends to the audit log. Mutating requests and refused authentication are recorded by the web layer by itself. */
public interface AuditLog {
    /**
     * Records one action outside of a web request, for example a host that enrolled itself.
     *
     * @param actor a user name, {@code token:<name>}, {@code host:<name>} or {@code system}
     * @param address network address of the actor, empty when there is none
     * @param action dotted lower case, for example {@code host.enrol}
     * @param object {@code <kind>/<id>}, empty when there is none
     * @param outcome {@code OK}, or the error code
     */
    void record(String actor, String address, String action, String object, String outcome, String detail);
}
