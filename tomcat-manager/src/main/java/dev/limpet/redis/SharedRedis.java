package dev.limpet.redis;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.regex.Pattern;

import io.netty.channel.EventLoopGroup;
import io.netty.util.ResourceLeakDetector;
import org.redisson.Redisson;
import org.redisson.client.RedisException;
import org.redisson.config.Config;

/**
 * What all handles of one configuration share: the Redisson and every thread that it uses, all of them started here, so
 * that none is made later by a request. Owned by {@link RedisClients}, which counts the handles. Any thread may call;
 * nothing but {@code close} waits.
 */
final class SharedRedis {

    private static final Pattern ARGUMENTS =
            Pattern.compile("(?i),? *\\b(command|params|args|channel|data|connection|node source)\\b *:|, script:");

    private final RedisSettings settings;
    private final Config config;
    private final ScheduledThreadPoolExecutor executor;
    private final RedisConnector connector;

    /** @throws IllegalArgumentException if Redisson refuses the configuration */
    SharedRedis(RedisSettings settings, Config config) {
        this.settings = settings;
        this.config = config;
        this.executor = new ScheduledThreadPoolExecutor(config.getThreads(), new OwnThreads("limpet-redis"));
        this.connector = new RedisConnector(this::newLink, settings.where());
        config.setExecutor(executor).setNettyExecutor(new OwnThreads("limpet-redis-netty").perTask());
        executor.setRemoveOnCancelPolicy(true);
        try {
            connector.start();
        } catch (CompletionException e) {
            executor.shutdownNow();
            throw RedissonConfigs.refused(settings, e.getCause());
        }
    }

    private RedisLink newLink() {
        LibraryLog.quieten();
        trackNoBuffers();
        executor.prestartAllCoreThreads();
        Redisson redisson = (Redisson) Redisson.create(config);
        startAll(redisson.getServiceManager().getGroup());
        return new RedisLink(redisson, settings.storeTimeout(), settings.ackReplicas());
    }

    /** Netty would note where every 128th buffer was made, to name those that get lost: each time it walks the stack. Where it is nobody's but ours it need not. */
    private static void trackNoBuffers() {
        if (RedissonYaml.relocated()) {
            ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.DISABLED);
        }
    }

    private static void startAll(EventLoopGroup group) {
        group.forEach(loop -> loop.execute(() -> {}));
    }

    Duration storeTimeout() {
        return settings.storeTimeout();
    }

    boolean acknowledges() {
        return settings.ackReplicas() > 0;
    }

    boolean connected() {
        CompletableFuture<RedisLink> link = connector.link();
        return link.isDone() && !link.isCompletedExceptionally();
    }

    /** Sends now if Redis has been reached, else when it is, as far as that is within the store's timeout. */
    CompletionStage<Object> send(Function<RedisLink, CompletionStage<Object>> command) {
        CompletableFuture<RedisLink> link = connector.link();
        CompletionStage<RedisLink> ready = link.isDone() ? link : inTime(link);
        return ready.thenCompose(command).exceptionally(SharedRedis::raise);
    }

    private CompletionStage<RedisLink> inTime(CompletableFuture<RedisLink> link) {
        CompletableFuture<RedisLink> result = new CompletableFuture<>();
        ScheduledFuture<?> deadline = executor.schedule(
                () -> result.completeExceptionally(new RedisUnavailableException("Redis at " + settings.where()
                        + " was not reached within " + storeTimeout().toMillis() + " ms")),
                storeTimeout().toMillis(),
                TimeUnit.MILLISECONDS);
        link.whenComplete((reached, failure) -> {
            deadline.cancel(false);
            if (failure == null) {
                result.complete(reached);
            } else {
                result.completeExceptionally(failure);
            }
        });
        return result;
    }

    private static <T> T raise(Throwable failure) {
        Throwable cause = RedisLink.unwrapped(failure);
        if (cause instanceof RedisUnavailableException known) {
            throw known;
        }
        if (scriptFailed(cause)) {
            throw new RedisScriptException("The script failed: " + withoutArguments(cause), bare(cause));
        }
        throw new RedisUnavailableException("No answer from Redis: " + withoutArguments(cause), bare(cause));
    }

    /** Redisson says which command it was, with all arguments: ids of sessions among them, which are credentials. */
    private static String withoutArguments(Throwable cause) {
        return ARGUMENTS.split(String.valueOf(cause.getMessage()), 2)[0];
    }

    /** Where it happened, without what was said. */
    private static Throwable bare(Throwable cause) {
        Throwable where = new RedisUnavailableException(cause.getClass().getSimpleName());
        where.setStackTrace(cause.getStackTrace());
        return where;
    }

    /** Redisson has a class for each kind of outage; what is left are the errors of commands. */
    private static boolean scriptFailed(Throwable cause) {
        String message = String.valueOf(cause.getMessage());
        return cause.getClass() == RedisException.class
                && (message.startsWith("ERR ") || message.startsWith("WRONGTYPE ") || message.contains("user_script"))
                && !message.startsWith("MISCONF ");
    }

    /** Runs the task on one of the shared threads; not at all if that is after the end. */
    void later(Runnable task, Duration delay) {
        executor.schedule(task, delay.toMillis(), TimeUnit.MILLISECONDS);
    }

    CompletableFuture<RedisLink> link() {
        return connector.link();
    }

    /** Calls under way fail; waits until the connections are closed, at most some seconds. */
    void close() {
        connector.close();
        executor.shutdownNow();
    }
}
