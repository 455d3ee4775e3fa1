package dev.limpet.session.explorer;

import dev.limpet.session.ExplorerAccess;

/** What must not happen to a session on the way to its end, and what has to be known to see it. */
final class ExpiryChecks {

    private final ExpiryWorld world;

    /** The last use that counts for everybody. */
    private int used;

    private int fired;
    private int claimedAt = ExpiryWorld.NEVER;
    private boolean heard;

    /** A is cut off alone, or was, and what it has to tell has not arrived. */
    boolean apart;

    /** A claimer has crashed or stalled: the listeners may be called twice. */
    boolean excused;

    /** The id is used by another session. */
    boolean again;

    ExpiryChecks(ExpiryWorld world) {
        this.world = world;
    }

    int firedSoFar() {
        return fired;
    }

    boolean isAlive() {
        ExplorerAccess.Life life = world.store.life(ExpiryWorld.ID);
        return life != null && life.claimer() == null;
    }

    void servedFromMemory() {
        if (fired > 0 && !world.down && !world.cut && heard) {
            throw new Violation(
                    "P4: served from memory after the listeners were called, though the drop was worked through");
        }
        if (fired > 0 && !world.down && !world.cut && world.now > claimedAt + ExpiryWorld.LEASE) {
            throw new Violation("P4: served from memory after the listeners were called, a lease after the claim");
        }
        if (isAlive() && !apart) {
            used = world.now;
        }
        world.usedAtA = world.now;
    }

    void loaded(int node) {
        int lastUse = Math.max(used, world.running ? world.usedAtA : ExpiryWorld.LONG_AGO);
        boolean inTime = world.now < lastUse + ExpiryWorld.MAX_INACTIVE + ExpiryWorld.PAD + ExpiryWorld.FLIGHT;
        boolean excusedLate = world.scenario.lates() + world.scenario.cuts() > 0;
        if (!inTime && world.now >= world.nodes[node].quietUntil && !excusedLate) {
            throw new Violation("Late: served though nobody had used it for max inactive, the pad and a flight");
        }
        used = world.now;
        world.cookieOfA = node == ExpiryWorld.A;
        if (node == ExpiryWorld.A) {
            apart = false;
            world.usedAtA = world.now;
        }
    }

    void absent() {
        early("told that there is no session");
    }

    private void early(String what) {
        if (world.now - used < ExpiryWorld.MAX_INACTIVE) {
            throw new Violation("Early: " + what + " though used " + (world.now - used) + " ticks ago");
        }
    }

    void claimed(boolean wasAlive) {
        if (wasAlive) {
            early("claimed");
        }
        if (claimedAt == ExpiryWorld.NEVER) {
            claimedAt = world.now;
        }
    }

    void fired() {
        if (++fired > 1 && !excused) {
            throw new Violation("Twice: the listeners were called twice, though nobody crashed or stalled");
        }
    }

    void heard() {
        heard |= !isAlive();
    }

    void arrived(boolean tellingSave) {
        boolean lateOnes = world.flying.stream().anyMatch(write -> write.late);
        if (!world.cut && !world.down && !lateOnes) {
            apart = false;
        }
        if (tellingSave && world.running && !world.cut) {
            used = world.now;
            world.usedAtA = world.now;
        }
    }

    /** What A serves from now on is owed to nobody, nor what it has sent and has not arrived; until it is heard again. */
    void leftAlone() {
        apart = true;
        if (!world.flying.isEmpty()) {
            used = ExpiryWorld.LONG_AGO;
        }
    }

    /** In every state. */
    void always() {
        if (isAlive() && claimedAt != ExpiryWorld.NEVER && !again) {
            throw new Violation("Revived: a session that was over is alive again");
        }
        if (again && !isAlive()) {
            throw new Violation("Again: the new session of the same id is ended");
        }
    }

    /** When all faults are over and two nodes have swept long enough. */
    void ended() {
        if (fired == 0) {
            throw new Violation("Never: the listeners were not called");
        }
        if (world.store.life(ExpiryWorld.ID) != null) {
            throw new Violation("Never: the session is not over");
        }
    }
}
