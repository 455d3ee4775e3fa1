package dev.limpet.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import dev.limpet.redis.RedisUrl.Topology;

class RedisSettingsTest {

    private static final Duration SECOND = Duration.ofSeconds(1);

    @Test
    void takesASingleServerApart() {
        RedisUrl url = RedisUrl.parse("rediss://app:p%40ss+w@redis.example:6380/3");
        assertThat(url.topology()).isEqualTo(Topology.SINGLE);
        assertThat(url.nodes()).containsExactly("rediss://redis.example:6380");
        assertThat(url.user()).isEqualTo("app");
        assertThat(url.password()).isEqualTo("p@ss+w");
        assertThat(url.database()).isEqualTo(3);
    }

    @Test
    void takesAPasswordWithoutUser() {
        assertThat(RedisUrl.parse("redis://:secret@h:1").password()).isEqualTo("secret");
        assertThat(RedisUrl.parse("redis://:secret@h:1").user()).isNull();
        assertThat(RedisUrl.parse("redis://secret@h:1").password()).isEqualTo("secret");
        assertThat(RedisUrl.parse("redis://h:1").password()).isNull();
    }

    @Test
    void takesSeveralForACluster() {
        RedisUrl url = RedisUrl.parse("redis://u:p@a:1, redis://u:p@b:2,redis://c:3");
        assertThat(url.topology()).isEqualTo(Topology.CLUSTER);
        assertThat(url.nodes()).containsExactly("redis://a:1", "redis://b:2", "redis://c:3");
        assertThat(url.password()).isEqualTo("p");
    }

    @Test
    void takesSentinels() {
        RedisUrl url = RedisUrl.parse("redis-sentinel://:p@a:26379,b:26380/2#main");
        assertThat(url)
                .isEqualTo(new RedisUrl(
                        Topology.SENTINEL, List.of("redis://a:26379", "redis://b:26380"), null, "p", 2, "main"));
        assertThat(RedisUrl.parse("redis-sentinel://a:26379#main").nodes()).containsExactly("redis://a:26379");
    }

    @Test
    void takesIpv6() {
        assertThat(RedisUrl.parse("redis://[::1]:6379").nodes()).containsExactly("redis://[::1]:6379");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost:6379",
                "http://h:1",
                "redis://h",
                "redis://h:0",
                "redis://h:70000",
                "redis://h:x",
                "redis://:1",
                "redis://h:1/x",
                "redis://h:1/0/1",
                "redis://h:1?db=1",
                "redis://h:1#m",
                "redis://a:1,",
                "redis://a:1,rediss://b:2",
                "redis://a:1/1,redis://b:2",
                "redis-sentinel://a:1",
                "redis-sentinel://a:1,b#m",
                "redis://a b:1",
            })
    void refusesAMalformedUrlAndNamesIt(String url) {
        assertThatThrownBy(() -> new RedisSettings(url, null, SECOND, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("redis=\"" + url + "\"")
                .hasMessageContaining("redis://[[user]:password@]host:port");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "redis://me:s3cret@h:x",
                "redis://me:s3cret/s3cret@h:1",
                "redis://me:s3cret,s3cret@h:1",
                "redis://me:s3cret@s3cret@h:1",
                "redis://a:s3cret@h:1,redis://b:s3cret@h:2",
            })
    void showsNoPassword(String url) {
        assertThatThrownBy(() -> new RedisSettings(url, null, SECOND, 0))
                .hasMessageNotContaining("s3cret")
                .satisfies(failure -> assertThat(failure.getCause()).isNull());
        assertThatThrownBy(() -> new RedisSettings(url, "file", SECOND, 0)).hasMessageNotContaining("s3cret");
    }

    @Test
    void showsNoPasswordOfAGoodUrl() {
        RedisSettings settings = new RedisSettings("redis://me:s3cret@h:1", null, SECOND, 0);
        assertThat(settings.toString()).doesNotContain("s3cret").contains("h:1");
        assertThat(settings.where()).doesNotContain("s3cret");
        assertThat(RedisUrl.parse(settings.redis()).toString()).doesNotContain("s3cret");
    }

    @Test
    void wantsExactlyOneOfUrlAndFile() {
        assertThatThrownBy(() -> new RedisSettings(" ", "", SECOND, 0))
                .hasMessageContaining("redis and redissonConfig are both missing");
        assertThatThrownBy(() -> new RedisSettings("redis://h:1", "file", SECOND, 0))
                .hasMessageContaining("are both set");
    }

    @ParameterizedTest
    @CsvSource({
        "9, 0, storeTimeoutMillis",
        "60001, 0, storeTimeoutMillis",
        "1000, -1, ackReplicas",
        "1000, 17, ackReplicas"
    })
    void namesTheAttributeAndTheRangeOfABadNumber(long timeout, int replicas, String attribute) {
        assertThatThrownBy(() -> new RedisSettings("redis://h:1", null, Duration.ofMillis(timeout), replicas))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(attribute + "=\"" + (attribute.startsWith("store") ? timeout : replicas))
                .hasMessageContaining("..");
    }
}
