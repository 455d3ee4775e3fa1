package dev.limpet.redis;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BinaryOperator;

/**
 * Runs inside a class loader that has the jar with everything in it, this class, and else only the JDK. Takes a URL and
 * a YAML file's path, one of them null, and gives what a script and a channel have answered.
 */
public final class AllJarProbe implements BinaryOperator<String> {

    private static final Script TELL = Script.of("tell", "redis.call('PUBLISH', 'news', ARGV[1]); return ARGV[1]");
    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    @Override
    public String apply(String url, String yaml) {
        CompletableFuture<String> heard = new CompletableFuture<>();
        try (RedisClient client = RedisClients.ofThisJvm().acquire(new RedisSettings(url, yaml, TIMEOUT, 0))) {
            client.subscribe("news", heard::complete);
            String told = tell(client);
            for (int i = 0; i < 100 && !isHeard(heard); i++) {
                tell(client);
            }
            return told + ", " + heard.getNow("nothing");
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static String tell(RedisClient client) throws Exception {
        Object answer = client.eval(TELL, "k", List.of("k"), "hello")
                .toCompletableFuture()
                .get(20, TimeUnit.SECONDS);
        return new String((byte[]) answer);
    }

    private static boolean isHeard(CompletableFuture<String> heard) throws Exception {
        try {
            heard.get(100, TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        }
    }
}
