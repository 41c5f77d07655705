package io.atoll.agent.ha;

import java.util.Comparator;
import java.util.TreeSet;

/** Lets a few in at once, and of those that wait the most important one first; who is as important waits in the order of arrival. */
final class StartQueue {
    private int atOnce;
    private final TreeSet<Ticket> waiting = new TreeSet<>(
            Comparator.comparingInt((Ticket ticket) -> -ticket.priority()).thenComparingLong(Ticket::number));
    private int inside;
    private long lastNumber;

    /** A place in the queue. */
    record Ticket(int priority, long number) {}

    StartQueue(int atOnce) {
        this.atOnce = atOnce;
    }

    /** Takes a place; {@link #enter} or {@link #giveUp} must follow, and nobody behind is let in before. */
    synchronized Ticket join(int priority) {
        lastNumber++;
        var ticket = new Ticket(priority, lastNumber);
        waiting.add(ticket);
        return ticket;
    }

    /** Returns when it is this one's turn; {@link #leave} must follow. */
    synchronized void enter(Ticket ticket) throws InterruptedException {
        try {
            while (inside >= atOnce || !waiting.first().equals(ticket)) {
                wait();
            }
            inside++;
        } finally {
            giveUp(ticket);
        }
    }

    /** Lets those behind it go first; does nothing for one that has entered. */
    synchronized void giveUp(Ticket ticket) {
        waiting.remove(ticket);
        notifyAll();
    }

    /** From now on; who is inside already stays. */
    synchronized void atOnce(int limit) {
        atOnce = limit;
        notifyAll();
    }

    synchronized void leave() {
        inside--;
        notifyAll();
    }

    /** How many wait now. */
    synchronized int waiting() {
        return waiting.size();
    }
}
