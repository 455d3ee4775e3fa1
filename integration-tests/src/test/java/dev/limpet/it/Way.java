package dev.limpet.it;

import java.util.Locale;

/** A way of answering: what the client sees of it, and whether bytes may leave before the change. */
enum Way {
    SMALL(200),
    AFTER_SMALL(200),
    CONTENT_LENGTH(200),
    BEFORE_LAST_BYTE(200, true),
    AFTER_FLUSH(200, true),
    REDIRECT(302),
    ERROR(409),
    ERROR_PAGE(409),
    EXCEPTION(500),
    FORWARD(200),
    AFTER_FORWARD(200),
    FORWARDED(200),
    INCLUDE(200),
    SENDFILE(200),
    CLOSE(200),
    CLOSE_AT_CONTENT_LENGTH(200),
    MEGABYTE(200),
    AFTER_MEGABYTE(200, true),
    REQUEST_DESTROYED(200),
    ASYNC(200),
    ASYNC_EMPTY(200),
    ASYNC_CLOSE(200),
    ASYNC_TIMEOUT(200),
    ASYNC_DISPATCH(200),
    WRITE_LISTENER(200);

    final int status;
    final boolean begins;

    Way(int status) {
        this(status, false);
    }

    Way(int status, boolean begins) {
        this.status = status;
        this.begins = begins;
    }

    boolean hasBody() {
        return this != REDIRECT && this != ASYNC_EMPTY;
    }

    String path() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
