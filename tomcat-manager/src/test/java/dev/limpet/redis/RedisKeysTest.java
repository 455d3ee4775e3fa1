package dev.limpet.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;

import org.junit.jupiter.api.Test;

class RedisKeysTest {

    private final RedisKeys keys = new RedisKeys("limpet", "localhost:/shop", "localhost:/shop##2");

    @Test
    void computesTheSlotsOfRedisCluster() {
        assertThat(RedisKeys.slot("123456789")).isEqualTo(0x31C3);
        assertThat(RedisKeys.slot("foo")).isEqualTo(12182);
    }

    @Test
    void bucketsLieEvenlyOverTheSlots() {
        for (int bucket = 0; bucket < RedisKeys.BUCKETS; bucket++) {
            String key = keys.deadlines(bucket);
            String tag = key.substring(key.indexOf('{') + 1, key.indexOf('}'));
            assertThat(RedisKeys.slot(tag) / 64).isEqualTo(bucket);
        }
    }

    @Test
    void allKeysOfASessionHaveOneTag() {
        String id = UUID.randomUUID().toString();
        int bucket = RedisKeys.bucketOf(id);
        String tag = keys.deadlines(bucket).replaceAll(".*\\{(.*)}.*", "{$1}");
        assertThat(keys.session(id)).contains(tag).endsWith(":session:" + id);
        assertThat(keys.dropsPrefix(bucket)).contains(tag);
        assertThat(keys.user(bucket, "ada")).contains(tag);
    }
}
