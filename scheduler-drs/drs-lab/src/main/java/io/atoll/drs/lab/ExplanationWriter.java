package io.atoll.drs.lab;

import io.atoll.drs.plan.Explanation;
import io.atoll.drs.plan.Explanation.Alternative;
import io.atoll.drs.plan.Explanation.Change;
import io.atoll.drs.plan.Explanation.HostReason;
import io.atoll.drs.plan.Explanation.HostTerms;
import io.atoll.drs.plan.Explanation.MoveReason;
import io.atoll.drs.plan.Explanation.PowerReason;
import io.atoll.drs.plan.Explanation.Stay;
import io.atoll.drs.plan.Explanation.Verdict;
import io.atoll.drs.plan.Objection;
import io.atoll.drs.plan.Score;
import io.atoll.drs.plan.WhatWouldEmpty.Emptying;
import io.atoll.drs.plan.WhatWouldEmpty.Leftover;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Writes the reasons behind a plan as one more member of its document: for each a text, a kind for programs, and the figures. */
final class ExplanationWriter {
    private final JsonWriter json;

    private ExplanationWriter(JsonWriter json) {
        this.json = json;
    }

    static String write(Explanation explanation, ReachNames names) {
        var json = new JsonWriter(1 << 16, names::named);
        new ExplanationWriter(json).explanation(explanation);
        return "," + json.text();
    }

    private void explanation(Explanation explanation) {
        json.object("explanation", () -> {
            json.bool("cutShort", explanation.cutShort());
            json.list("moves", explanation.moves(), this::move);
            json.list("power", explanation.power(), this::power);
            json.list("stays", explanation.stays(), this::stay);
            json.number("staysNotListed", explanation.staysNotListed());
            json.list("hosts", explanation.hosts(), this::host);
            score("before", explanation.before());
            score("after", explanation.after());
        });
    }

    private void move(MoveReason move) {
        json.member("vmId", move.vmName());
        json.number("step", move.stepIndex());
        json.member("reason", move.reason().text());
        json.member("reasonKind", move.reason().kind());
        change("from", move.from());
        change("to", move.to());
        json.number("imbalanceBefore", move.before().imbalance());
        json.number("imbalanceAfter", move.after().imbalance());
        score("scoreBefore", move.before());
        score("scoreAfter", move.after());
        json.list("preferences", move.preferences(), preference -> {
            json.member("name", preference.name());
            json.number("before", preference.before());
            json.number("after", preference.after());
        });
        json.object("cost", () -> {
            json.number("copiedMib", move.cost().copiedMib());
            json.number("seconds", move.cost().duration().toMillis() / 1000.0);
            json.number("pauseSeconds", move.cost().pause().toMillis() / 1000.0);
        });
        var chosen = move.to().hostName();
        json.list("alternatives", move.alternatives(), alternative -> alternative(alternative, chosen));
        var other = move.otherVm();
        json.object(
                "otherVm",
                other == null
                        ? null
                        : () -> {
                            json.member("vmId", other.vmName());
                            json.member("whyNot", other.text(move.vmName()));
                            score("difference", other.difference());
                            json.bool("movesToo", other.movesToo());
                            score("differenceAtEnd", other.differenceAtEnd());
                        });
    }

    private void alternative(Alternative alternative, String chosen) {
        json.member("hostId", alternative.hostName());
        verdict(alternative.verdict(), chosen);
    }

    private void verdict(Verdict verdict, String chosen) {
        json.member("whyNot", verdict.text(chosen));
        switch (verdict) {
            case Verdict.Refused(var objection) -> objection("refused", objection);
            case Verdict.Possible(var difference, var atEnd, var _) -> {
                score("difference", difference);
                score("differenceAtEnd", atEnd);
            }
        }
    }

    private void power(PowerReason power) {
        json.member("hostId", power.hostName());
        json.number("step", power.stepIndex());
        json.member("change", power.wakes() ? "wakes" : "sleeps");
        json.member("reason", power.text());
        json.number("hostsOnBefore", power.before().hostsOn());
        json.number("hostsOnAfter", power.after().hostsOn());
        json.number("wattsBefore", power.before().watts());
        json.number("wattsAfter", power.after().watts());
    }

    private void stay(Stay stay) {
        json.member("vmId", stay.vmName());
        json.member("hostId", stay.hostName());
        json.member("cause", stay.cause().text());
        json.member("causeKind", stay.cause().kind());
        json.member("whyNot", stay.text());
        json.object("refusedBy", () -> stay.refusals().forEach(json::number));
        closest("nearest", stay.nearest());
        closest("best", stay.best());
    }

    private void closest(String name, @Nullable Alternative alternative) {
        json.object(name, alternative == null ? null : () -> alternative(alternative, "where it is"));
    }

    private void host(HostReason host) {
        json.member("hostId", host.hostName());
        terms("end", host.end());
        json.member("binding", host.binding().text());
        json.object("bindingFigures", () -> {
            json.member("resource", host.binding().resource().noun());
            json.member("unit", host.binding().resource().unit());
            json.number("used", host.binding().used());
            json.number("limit", host.binding().limit());
        });
        var emptying = host.emptying();
        if (emptying != null) {
            json.member("toEmpty", emptying.text());
            json.object("emptying", () -> emptying(emptying));
        }
    }

    private void emptying(Emptying emptying) {
        switch (emptying) {
            case Emptying.Empty() -> json.member("kind", "empty");
            case Emptying.FitsElsewhere(var places) -> {
                json.member("kind", "fits-elsewhere");
                json.object("hostByVm", () -> places.forEach(json::member));
            }
            case Emptying.Blocked blocked -> {
                json.member("kind", "blocked");
                json.number("movableVms", blocked.movableCount());
                json.object(
                        "missing",
                        () -> blocked.missing().forEach((resource, amount) -> json.number(resource.noun(), amount)));
                json.list("leftovers", blocked.leftovers(), this::leftover);
            }
            case Emptying.NeededAsSpare(var objection) -> {
                json.member("kind", "needed-as-spare");
                objection("refused", objection);
            }
        }
    }

    private void leftover(Leftover leftover) {
        json.texts("vmIds", leftover.vmNames());
        json.member("nearestHostId", leftover.nearestHostName());
        json.member("reason", leftover.text());
        objection("refused", leftover.objection());
    }

    private void change(String name, @Nullable Change change) {
        json.object(
                name,
                change == null
                        ? null
                        : () -> {
                            json.member("hostId", change.hostName());
                            terms("before", change.before());
                            terms("after", change.after());
                        });
    }

    private void terms(String name, HostTerms terms) {
        json.object(name, () -> {
            json.number("cpuShare", terms.cpuShare());
            json.number("memoryShare", terms.memoryShare());
            json.number("networkShare", terms.networkShare());
            json.number("unservedMhz", terms.unservedMhz());
            json.number("watts", terms.watts());
            json.list("sufferers", terms.sufferers(), sufferer -> {
                json.member("vmId", sufferer.vmName());
                json.number("entitledMhz", sufferer.entitledMhz());
                json.number("getsMhz", sufferer.getsMhz());
            });
        });
    }

    private void score(String name, @Nullable Score score) {
        json.object(
                name,
                score == null
                        ? null
                        : () -> {
                            json.number("imbalance", score.imbalance());
                            json.number("overload", score.overload());
                            json.number("unservedMhz", score.unservedMhz());
                            json.number("preferenceCost", score.preferenceCost());
                            json.number("watts", score.watts());
                            json.number("hostsOn", score.hostsOn());
                        });
    }

    private void objection(String name, Objection objection) {
        json.object(name, () -> {
            json.member("kind", objection.kind());
            figures(objection);
        });
    }

    private void figures(Objection objection) {
        switch (objection) {
            case Objection.NotOn(var state) -> json.member("state", state.name().toLowerCase(Locale.ROOT));
            case Objection.BeingEmptied() -> {}
            case Objection.Pinned(var host) -> json.member("hostId", host);
            case Objection.TooManyTogether(var count, var limit) -> {
                json.number("vms", count);
                json.number("limit", limit);
            }
            case Objection.OutOfReach(var pools, var networks, var features) -> {
                json.texts("pools", pools);
                json.texts("networks", networks);
                json.texts("cpuFeatures", features);
            }
            case Objection.Shortage shortage -> {
                json.member("unit", shortage.resource().unit());
                amounts(shortage.needed(), shortage.free());
                json.number("missing", shortage.missing());
            }
            case Objection.KeptApart(var rule, var other) -> {
                json.member("ruleId", rule);
                json.member("otherVmId", other);
            }
            case Objection.KeptTogether(var rule, var other, var host) -> {
                json.member("ruleId", rule);
                json.member("otherVmId", other);
                json.member("hostId", host);
            }
            case Objection.RuledOut(var rule) -> json.member("ruleId", rule);
            case Objection.OutsideGroup(var rule, var other) -> {
                json.member("ruleId", rule);
                json.member("otherVmId", other);
            }
            case Objection.PoolFull(var pool, var needed, var used, var limit) -> {
                json.member("resourcePool", pool);
                json.number("needed", needed);
                json.number("used", used);
                json.number("limit", limit);
            }
            case Objection.SpareLost(var count, var needed, var free) -> {
                json.number("spareHosts", count);
                amounts(needed, free);
            }
            case Objection.NotSurvived(var failed) -> json.member("failedHostId", failed);
        }
    }

    private void amounts(double needed, double free) {
        json.number("needed", needed);
        json.number("free", Math.max(0, free));
    }
}
