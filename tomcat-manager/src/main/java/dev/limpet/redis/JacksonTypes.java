package dev.limpet.redis;

import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.util.LRUMap;
import com.fasterxml.jackson.databind.util.LookupCache;
import org.redisson.codec.JsonJacksonCodec;

/**
 * Keeps Jackson from remembering an application's classes beyond the application: all type factories of a JVM share one cache, unless they are given their own.
 * A class apart, because Jackson is there only where somebody has put it.
 */
final class JacksonTypes {

    private static final int INITIAL_CACHE = 16;
    /** As Jackson's own. */
    private static final int LARGEST_CACHE = 200;

    private JacksonTypes() {}

    static void keepApart(JsonJacksonCodec codec) {
        LookupCache<Object, JavaType> own = new LRUMap<>(INITIAL_CACHE, LARGEST_CACHE);
        ObjectMapper mapper = codec.getObjectMapper();
        mapper.setTypeFactory(mapper.getTypeFactory().withCache(own));
    }
}
