package dev.limpet.tomcat;

import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.util.concurrent.atomic.AtomicInteger;

/** A mutable value; counts how often values of it are written. */
final class Counted implements Serializable {

    static final AtomicInteger WRITTEN = new AtomicInteger();

    private static final long serialVersionUID = 1L;

    int number;

    private void writeObject(ObjectOutputStream out) throws IOException {
        WRITTEN.incrementAndGet();
        out.defaultWriteObject();
    }
}
