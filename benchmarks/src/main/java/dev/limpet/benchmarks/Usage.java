package dev.limpet.benchmarks;

import java.time.Duration;

/**
 * What a node and its Redis have used.
 *
 * @param tomcat processor time of Tomcat's process
 * @param redis processor time of Redis' process
 * @param sent bytes that Redis has received
 * @param received bytes that Redis has sent
 */
record Usage(Duration tomcat, Duration redis, long sent, long received) {
    static final Usage NONE = new Usage(Duration.ZERO, Duration.ZERO, 0, 0);

    Usage plus(Usage other) {
        return new Usage(
                tomcat.plus(other.tomcat), redis.plus(other.redis), sent + other.sent, received + other.received);
    }

    Usage minus(Usage before) {
        return new Usage(
                tomcat.minus(before.tomcat), redis.minus(before.redis), sent - before.sent, received - before.received);
    }
}
