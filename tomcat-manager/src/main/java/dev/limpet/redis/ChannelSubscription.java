package dev.limpet.redis;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

import org.redisson.api.RTopic;
import org.redisson.api.listener.MessageListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a listener on a channel: tries until it stands, on the shared threads; after a lost connection Redisson
 * subscribes again. The listener is called on those threads, in order, never after {@code close} has returned, except
 * for a call that is under way.
 */
final class ChannelSubscription implements Subscription {

    private static final Logger log = LoggerFactory.getLogger(ChannelSubscription.class);
    private static final Duration PAUSE = Duration.ofMillis(500);

    private final SharedRedis redis;
    private final String channel;
    private final Consumer<String> listener;
    private final MessageListener<String> onMessage = this::received;

    // Guarded by this.
    private boolean closed;
    private RTopic topic;

    ChannelSubscription(SharedRedis redis, String channel, Consumer<String> listener) {
        this.redis = redis;
        this.channel = channel;
        this.listener = listener;
    }

    void subscribe() {
        redis.link().whenComplete((link, failure) -> {
            if (isClosed()) {
                return;
            }
            if (failure == null) {
                subscribe(link.topic(channel));
            } else {
                redis.later(this::subscribe, PAUSE);
            }
        });
    }

    private void subscribe(RTopic candidate) {
        CompletableFuture<Integer> added =
                candidate.addListenerAsync(String.class, onMessage).toCompletableFuture();
        added.whenComplete((id, failure) -> {
            if (failure != null) {
                log.debug("Not subscribed to {} yet", channel, failure);
                redis.later(this::subscribe, PAUSE);
            } else if (!keep(candidate)) {
                candidate.removeListenerAsync(onMessage);
            }
        });
    }

    private synchronized boolean keep(RTopic candidate) {
        if (closed) {
            return false;
        }
        topic = candidate;
        return true;
    }

    private synchronized boolean isClosed() {
        return closed;
    }

    synchronized boolean stands() {
        return topic != null;
    }

    private void received(CharSequence from, String message) {
        if (isClosed()) {
            return;
        }
        try {
            listener.accept(message);
        } catch (RuntimeException e) {
            log.error("The listener of {} failed", channel, e);
        }
    }

    @Override
    public void close() {
        RTopic standing;
        synchronized (this) {
            closed = true;
            standing = topic;
            topic = null;
        }
        if (standing != null) {
            standing.removeListenerAsync(onMessage);
        }
    }
}
