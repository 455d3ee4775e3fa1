package dev.limpet.benchmarks;

import java.time.Duration;

/**
 * One round, per request.
 *
 * @param tomcat microseconds of processor time in Tomcat's process
 * @param redis microseconds of processor time in Redis' process
 * @param sent bytes to Redis
 * @param received bytes from Redis
 * @param rate requests a second
 */
record Sample(double tomcat, double redis, double sent, double received, double rate) {
    private static final double NANOS_A_MICRO = 1e3;
    private static final double NANOS_A_SECOND = 1e9;

    static Sample of(Usage used, int requests, Duration elapsed) {
        return new Sample(
                used.tomcat().toNanos() / NANOS_A_MICRO / requests,
                used.redis().toNanos() / NANOS_A_MICRO / requests,
                (double) used.sent() / requests,
                (double) used.received() / requests,
                requests * NANOS_A_SECOND / elapsed.toNanos());
    }

    double processorTime() {
        return tomcat + redis;
    }
}
