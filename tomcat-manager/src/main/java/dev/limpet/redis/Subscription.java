package dev.limpet.redis;

/** A listener's place on a channel; closing it takes the listener off. */
public interface Subscription extends AutoCloseable {

    @Override
    void close();
}
