package dev.limpet.session.explorer;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import dev.limpet.session.Copy;
import dev.limpet.session.Moment;
import dev.limpet.session.NodeId;
import dev.limpet.session.SessionNode;
import dev.limpet.session.SessionStore;
import dev.limpet.session.SizeLimit;
import dev.limpet.session.Terms;
import dev.limpet.session.Values;

/** A node under test, with the messages that are on their way to it. */
final class Host {

    /** @param time when it was published */
    record Message(SessionStore.Drop drop, int time) {}

    static final int LEASE_MILLIS = 3_000;
    static final Terms TERMS = new Terms(
            Duration.ofMillis(LEASE_MILLIS), Duration.ofSeconds(1), Duration.ofDays(1), Duration.ofSeconds(1), 1_000);
    private static final Values VALUES =
            new Values(new Numbers(), Values.Unreadable.FAIL, Values.MutationDetection.TOUCHED);

    final int number;
    final String letter;
    final NodeId id;
    final int incarnation;
    final SessionNode node;

    /** May still come, in any order, or never. */
    final List<Message> inbox = new ArrayList<>();
    /** Published and not worked through, neither by message nor by beat. */
    final List<Message> unheard = new ArrayList<>();

    /** By session id: the highest epoch that it has worked through. */
    final Map<String, Long> heard = new TreeMap<>();

    Fiber beat;
    int clockAhead;

    private final World world;

    Host(World world, int number, int incarnation) {
        this.world = world;
        this.number = number;
        this.incarnation = incarnation;
        this.letter = "ABC".substring(number, number + 1);
        this.id = new NodeId(letter, Integer.toString(incarnation));
        this.node = new SessionNode(
                id,
                TERMS,
                new SteppedStore(world, this),
                VALUES,
                SizeLimit.none(),
                () -> world.stops.time(this),
                world.stops);
    }

    Moment now() {
        world.footprint.reading(Footprint.TIME);
        return moment();
    }

    /** The same for those who watch. */
    Moment moment() {
        long millis = 1_000_000L + world.now + clockAhead;
        return new Moment(millis * 1_000_000, millis);
    }

    /** As far as it makes a difference. */
    long ageOf(Moment moment) {
        return world.outlook.ageAtNode(moment.millisUntil(moment()));
    }

    void publish(SessionStore.Drop drop) {
        world.footprint.reading(Footprint.TIME).writing(Footprint.inbox(this) | Footprint.LAST_DROP);
        Message message = new Message(drop, world.now);
        inbox.add(message);
        unheard.add(message);
    }

    /** The node has worked through a drop: older messages for that session change nothing any more. */
    void worked(String sessionId, long epoch) {
        world.footprint.writing(Footprint.inbox(this) | Footprint.node(this));
        heard.merge(sessionId, epoch, Math::max);
        inbox.removeIf(message -> isCovered(message, sessionId, epoch));
        unheard.removeIf(message -> isCovered(message, sessionId, epoch));
    }

    private static boolean isCovered(Message message, String sessionId, long epoch) {
        return message.drop.id().equals(sessionId) && message.drop.epoch() <= epoch;
    }

    List<Copy> copies() {
        return node.currents();
    }

    @Override
    public String toString() {
        return letter;
    }
}
