package dev.limpet.redis;

import java.nio.charset.StandardCharsets;

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

    private final String prefix;
    private final String context;
    private final String deployment;

    /**
     * @param prefix before every key
     * @param context names the application on all nodes and in all its versions
     * @param deployment names one version of it
     */
    RedisKeys(String prefix, String context, String deployment) {
        this.prefix = prefix;
        this.context = context;
        this.deployment = deployment;
    }

    /** The bucket of an id: where its slot would lie. */
    static int bucketOf(String id) {
        return slot(id) / SLOTS_A_BUCKET;
    }

    String session(String id) {
        return bucket(bucketOf(id)) + "session:" + id;
    }

    String deadlines(int bucket) {
        return bucket(bucket) + "deadlines";
    }

    /** What a node's drops begin with; its name follows. */
    String dropsPrefix(int bucket) {
        return bucket(bucket) + "drops:";
    }

    String drops(int bucket, NodeId node) {
        return dropsPrefix(bucket) + node;
    }

    /** The sessions of a user in a bucket. */
    String user(int bucket, String user) {
        return bucket(bucket) + "user:" + user;
    }

    /** What a node's channel begins with; its name follows. */
    String channelPrefix() {
        return prefix + ":" + context + ":drops:";
    }

    String channel(NodeId node) {
        return channelPrefix() + node;
    }

    String register(NodeId node) {
        return prefix + ":" + deployment + ":nodes:" + node.route();
    }

    private String bucket(int bucket) {
        return prefix + ":{" + TAGS[bucket] + "}:" + context + ":";
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
