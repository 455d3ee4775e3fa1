package dev.limpet.session.explorer;

/** What can still come in a world, and so what of it still makes a difference. */
final class Outlook {

    private final World world;

    Outlook(World world) {
        this.world = world;
    }

    /** How much time can still pass for everybody. */
    private int millisToCome() {
        return world.scenario.leasesPassing() * Host.LEASE_MILLIS - world.now;
    }

    /** How old something is, as far as it makes a difference: as old as a lease is old, and what cannot get that old any more is young. */
    long age(long millis) {
        return age(millis, millisToCome());
    }

    /** The same by the clock of a node, which can be set on as often as leases may end. */
    long ageAtNode(long millis) {
        return age(millis, millisToCome() + world.leaseEnds * Host.LEASE_MILLIS);
    }

    private static long age(long millis, long toCome) {
        if (millis >= Host.LEASE_MILLIS) {
            return Host.LEASE_MILLIS;
        }
        return millis + toCome < Host.LEASE_MILLIS ? 0 : millis;
    }

    /** Whether a request will be sent to which something is owed only if everybody has heard. */
    boolean willAskWhoHasHeard() {
        for (Browser browser : world.browsers) {
            if (!browser.hasSentAll() && browser.client.cookies() && !world.scenario.isAlone()) {
                return true;
            }
        }
        return false;
    }

    /** Whether another change may still come to the store that was decided on before it knew of this one, which was acknowledged. */
    boolean mayBeUndone(Request request) {
        for (Request other : world.requests) {
            boolean unsettled = other.phase == Request.Phase.DONE ? other.refused : other.isUnderWay();
            if (other != request && other.op.changes() && unsettled) {
                return (world.acked & request.bit()) != 0;
            }
        }
        return false;
    }

    /** Whether a request that waits at this node will be judged by what was in the store when its answer was made. */
    boolean isJudgedByLoads(Host host) {
        for (Request request : world.requests) {
            boolean waits = request.phase == Request.Phase.WORKING && request.copy == null;
            if (waits && request.host == host && request.op.changes()) {
                return true;
            }
        }
        return false;
    }
}
