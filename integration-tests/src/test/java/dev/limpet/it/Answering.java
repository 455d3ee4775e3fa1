package dev.limpet.it;

import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

import dev.limpet.it.harness.Wire;

/** How the application answers: in a way, and through a response wrapper of its own or none. */
record Answering(Wrapper wrapper, Way way) {

    enum Wrapper {
        NONE("way"),
        GZIP("gzip"),
        BUFFERED("buffered");

        private final String path;

        Wrapper(String path) {
            this.path = path;
        }
    }

    private static final int OK = 200;

    /** The container's own end of an answer, or a change after it, is none of a wrapper's; nor is a file that it does not see. */
    private static final Set<Way> BARE = EnumSet.of(
            Way.FORWARDED,
            Way.SENDFILE,
            Way.REQUEST_DESTROYED,
            Way.ASYNC,
            Way.ASYNC_EMPTY,
            Way.ASYNC_TIMEOUT,
            Way.ASYNC_DISPATCH,
            Way.WRITE_LISTENER);

    /** What the first stream of a connection that becomes HTTP/2 does not carry: Tomcat resets it, with or without Limpet. */
    private static final Set<Way> LARGE = EnumSet.of(Way.SENDFILE, Way.MEGABYTE, Way.AFTER_MEGABYTE);

    /** All that there are; but what the application has packed, or counted and tagged, Tomcat does not pack. */
    static List<Answering> over(Wire wire) {
        return Stream.of(Wrapper.values())
                .filter(wrapper -> wrapper == Wrapper.NONE || !wire.isCompressed())
                .flatMap(wrapper -> Stream.of(Way.values())
                        .filter(way -> wrapper == Wrapper.NONE || !BARE.contains(way))
                        .map(way -> new Answering(wrapper, way)))
                .filter(answering -> answering.way != Way.SENDFILE || wire.hasSendfile())
                .toList();
    }

    /** Those that the first request of a connection can be answered with. */
    static List<Answering> atFirst(Wire wire) {
        return Stream.of(Way.values())
                .filter(way -> wire != Wire.HTTP_2 || !LARGE.contains(way))
                .map(way -> new Answering(Wrapper.NONE, way))
                .toList();
    }

    String path(String value) {
        return "/" + wrapper.path + "/" + way.path() + "?value=" + value;
    }

    /** Whether the client gets a packed body, be it from the application or from Tomcat. */
    boolean isPacked(Wire wire) {
        return wire.isCompressed() ? way != Way.SENDFILE : wrapper == Wrapper.GZIP && way.status == OK;
    }

    /** Whether bytes may leave before the change. */
    boolean begins() {
        return way.begins && wrapper != Wrapper.BUFFERED;
    }

    @Override
    public String toString() {
        return wrapper == Wrapper.NONE ? way.toString() : wrapper.toString().toLowerCase(Locale.ROOT) + " " + way;
    }
}
