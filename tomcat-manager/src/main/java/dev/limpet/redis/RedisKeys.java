package dev.limpet.redis;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

import dev.limpet.session.NodeId;

/**
 * The only place that knows key and channel names. All keys of a bucket have one hash tag, so that one script may use them together on Redis Cluster; the
 * tags lie evenly over the slots.
 */
final class RedisKeys {

    static final int BUCKETS = 256;

    private static final int SLOTS = 16_384;
    private static final int SLOTS_A_BUCKET = SLOTS / BUCKETS;
    private static final int POLYNOMIAL = 0x1021;
    private static final int[] CRC_OF_BYTE = crcOfBytes();
    private static final String[] TAGS = tags();

    private final String[] buckets;
    private final String[] dropsPrefixes;
    private final String channelPrefix;
    private final String registerPrefix;

    /**
     * @param prefix before every key
     * @param context names the application on all nodes and in all its versions
     * @param deployment names one version of it
     */
    RedisKeys(String prefix, String context, String deployment) {
        this.buckets = Arrays.stream(TAGS)
                .map(tag -> prefix + ":{" + tag + "}:" + context + ":")
                .toArray(String[]::new);
        this.dropsPrefixes =
                Arrays.stream(buckets).map(bucket -> bucket + "drops:").toArray(String[]::new);
        this.channelPrefix = prefix + ":" + context + ":drops:";
        this.registerPrefix = prefix + ":" + deployment + ":nodes:";
    }

    /** The bucket of an id: where its slot would lie. */
    static int bucketOf(String id) {
        return slot(id) / SLOTS_A_BUCKET;
    }

    String session(String id) {
        return session(bucketOf(id), id);
    }

    /** The same, where the bucket is known. */
    String session(int bucket, String id) {
        return buckets[bucket] + "session:" + id;
    }

    String deadlines(int bucket) {
        return buckets[bucket] + "deadlines";
    }

    /** What a node's drops begin with; its name follows. */
    String dropsPrefix(int bucket) {
        return dropsPrefixes[bucket];
    }

    String drops(int bucket, NodeId node) {
        return dropsPrefix(bucket) + node;
    }

    /** The sessions of a user in a bucket. */
    String user(int bucket, String user) {
        return buckets[bucket] + "user:" + user;
    }

    /** What a node's channel begins with; its name follows. */
    String channelPrefix() {
        return channelPrefix;
    }

    String channel(NodeId node) {
        return channelPrefix() + node;
    }

    String register(NodeId node) {
        return registerPrefix + node.route();
    }

    /** For each bucket the smallest number whose slot lies in it. */
    private static String[] tags() {
        String[] tags = new String[BUCKETS];
        int found = 0;
        for (int i = 0; found < BUCKETS; i++) {
            String tag = Integer.toString(i);
            if (tags[bucketOf(tag)] == null) {
                tags[bucketOf(tag)] = tag;
                found++;
            }
        }
        return tags;
    }

    /** The slot of Redis Cluster: CRC-16/XMODEM modulo 16384 (Redis Cluster specification, "Key distribution model"). */
    static int slot(String text) {
        int crc = 0;
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            crc = (crc << 8 ^ CRC_OF_BYTE[(crc >>> 8 ^ b) & 0xff]) & 0xffff;
        }
        return crc % SLOTS;
    }

    private static int[] crcOfBytes() {
        int[] table = new int[256];
        for (int i = 0; i < table.length; i++) {
            int crc = i << 8;
            for (int bit = 0; bit < 8; bit++) {
                crc = (crc & 0x8000) != 0 ? crc << 1 ^ POLYNOMIAL : crc << 1;
            }
            table[i] = crc & 0xffff;
        }
        return table;
    }
}
