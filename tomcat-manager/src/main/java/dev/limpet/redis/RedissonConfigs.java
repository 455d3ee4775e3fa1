package dev.limpet.redis;

import java.time.Duration;

import org.redisson.config.BaseConfig;
import org.redisson.config.BaseMasterSlaveServersConfig;
import org.redisson.config.Config;
import org.redisson.config.ConfigSupport;
import org.redisson.config.EqualJitterDelay;
import org.redisson.config.NameMapper;
import org.redisson.config.Protocol;
import org.redisson.config.ReadMode;
import org.redisson.config.SentinelServersConfig;
import org.redisson.config.SingleServerConfig;
import org.redisson.config.SubscriptionMode;
import org.redisson.config.TransportMode;

/**
 * Makes Redisson's configuration from ours. What correctness needs is set whatever a YAML file says: reads and
 * subscriptions at the master, no connection before it is asked for, no class of the library's choosing to encode with,
 * no renaming of keys that scripts compute, NIO. What only speed needs is set where the file keeps Redisson's default:
 * few connections, which calls then share, cost half the processor time of many.
 */
final class RedissonConfigs {

    private static final int CONNECTIONS = 4;
    /** WAIT holds its connection up. Ten or more, and Redisson no longer lets calls share one. */
    private static final int CONNECTIONS_WITH_WAIT = 8;

    private static final int SUBSCRIPTION_CONNECTIONS = 2;
    private static final int SUBSCRIPTIONS_PER_CONNECTION = 500;
    private static final int PING_MILLIS = 3_000;
    private static final int MIN_CONNECT_MILLIS = 2_000;
    private static final Duration FIRST_RETRY = Duration.ofMillis(100);
    private static final Duration LAST_RETRY = Duration.ofSeconds(1);

    private static final Config DEFAULTS = new Config();
    private static final SingleServerConfig SINGLE_DEFAULTS = new Config().useSingleServer();
    private static final BaseMasterSlaveServersConfig<?> MULTI_DEFAULTS = new Config().useReplicatedServers();

    private RedissonConfigs() {}

    /** @param yaml what the file of {@code redissonConfig} holds; null if there is none */
    static Config of(RedisSettings settings, String yaml) {
        Config config = yaml == null ? fromUrl(settings) : RedissonYaml.parse(settings.redissonConfig(), yaml);
        BaseConfig<?> servers = servers(config, settings);
        common(config, settings);
        timing(servers, settings);
        if (servers instanceof SingleServerConfig single) {
            pools(single, connections(settings));
        } else if (servers instanceof BaseMasterSlaveServersConfig<?> many) {
            many.setReadMode(ReadMode.MASTER).setSubscriptionMode(SubscriptionMode.MASTER);
            pools(many, connections(settings));
        }
        return config;
    }

    private static BaseConfig<?> servers(Config config, RedisSettings settings) {
        try {
            return ConfigSupport.getConfig(config);
        } catch (IllegalArgumentException e) {
            throw refused(settings, e);
        }
    }

    /** Redisson's reason, unless it quotes what may be a password. */
    static IllegalArgumentException refused(RedisSettings settings, Throwable failure) {
        String reason = String.valueOf(failure.getMessage());
        String attribute = settings.redis() == null ? "redissonConfig" : "redis";
        return new IllegalArgumentException(attribute + "=\"" + settings.where() + "\" cannot be used: "
                + (reason.contains("@") ? failure.getClass().getSimpleName() : reason));
    }

    private static Config fromUrl(RedisSettings settings) {
        RedisUrl url = RedisUrl.parse(settings.redis());
        Config config = new Config().setUsername(url.user()).setPassword(url.password());
        switch (url.topology()) {
            case SINGLE ->
                config.useSingleServer().setAddress(url.nodes().get(0)).setDatabase(url.database());
            case CLUSTER -> config.useClusterServers().setNodeAddresses(url.nodes());
            case SENTINEL -> sentinels(config.useSentinelServers(), url);
        }
        return config;
    }

    private static void sentinels(SentinelServersConfig sentinels, RedisUrl url) {
        sentinels.setSentinelAddresses(url.nodes());
        sentinels.setMasterName(url.masterName()).setDatabase(url.database()).setCheckSentinelsList(false);
    }

    private static void common(Config config, RedisSettings settings) {
        config.setTransportMode(TransportMode.NIO);
        config.setLazyInitialization(true)
                .setProtocol(Protocol.RESP2)
                .setCodec(ScriptCodec.INSTANCE)
                .setUseThreadClassLoader(false)
                .setUseScriptCache(false)
                .setKeepPubSubOrder(true)
                .setNameMapper(NameMapper.direct())
                .setNettyHook(new SharedFlushes(config.getNettyHook()));
        config.setReferenceEnabled(false);
        config.setNettyThreads(unlessSet(config.getNettyThreads(), DEFAULTS.getNettyThreads(), 2));
        config.setThreads(unlessSet(config.getThreads(), DEFAULTS.getThreads(), 2));
    }

    private static void timing(BaseConfig<?> servers, RedisSettings settings) {
        int timeout = Math.toIntExact(settings.storeTimeout().toMillis());
        servers.setTimeout(timeout);
        servers.setRetryAttempts(0);
        if (servers.getConnectTimeout() == SINGLE_DEFAULTS.getConnectTimeout()) {
            servers.setConnectTimeout(Math.max(timeout, MIN_CONNECT_MILLIS));
        }
        if (servers.getPingConnectionInterval() == SINGLE_DEFAULTS.getPingConnectionInterval()) {
            servers.setPingConnectionInterval(PING_MILLIS);
        }
        servers.setReconnectionDelay(new EqualJitterDelay(FIRST_RETRY, LAST_RETRY));
        servers.setSubscriptionsPerConnection(unlessSet(
                servers.getSubscriptionsPerConnection(),
                SINGLE_DEFAULTS.getSubscriptionsPerConnection(),
                SUBSCRIPTIONS_PER_CONNECTION));
    }

    private static int connections(RedisSettings settings) {
        return settings.ackReplicas() > 0 ? CONNECTIONS_WITH_WAIT : CONNECTIONS;
    }

    private static void pools(SingleServerConfig single, int connections) {
        if (single.getConnectionPoolSize() == SINGLE_DEFAULTS.getConnectionPoolSize()) {
            single.setConnectionPoolSize(connections).setConnectionMinimumIdleSize(connections);
        }
        single.setSubscriptionConnectionPoolSize(unlessSet(
                single.getSubscriptionConnectionPoolSize(),
                SINGLE_DEFAULTS.getSubscriptionConnectionPoolSize(),
                SUBSCRIPTION_CONNECTIONS));
    }

    private static void pools(BaseMasterSlaveServersConfig<?> many, int connections) {
        if (many.getMasterConnectionPoolSize() == MULTI_DEFAULTS.getMasterConnectionPoolSize()) {
            many.setMasterConnectionPoolSize(connections).setMasterConnectionMinimumIdleSize(connections);
        }
        many.setSubscriptionConnectionPoolSize(unlessSet(
                many.getSubscriptionConnectionPoolSize(),
                MULTI_DEFAULTS.getSubscriptionConnectionPoolSize(),
                SUBSCRIPTION_CONNECTIONS));
    }

    private static int unlessSet(int value, int redissonDefault, int ours) {
        return value == redissonDefault ? ours : value;
    }
}
