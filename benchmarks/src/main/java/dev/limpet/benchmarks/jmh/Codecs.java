package dev.limpet.benchmarks.jmh;

import dev.limpet.session.codec.AttributeCodec;
import dev.limpet.session.codec.FormatCodec;
import dev.limpet.session.codec.JavaFormat;
import dev.limpet.session.codec.SerialFilter;

/** The codec that a manager without settings uses. */
final class Codecs {
    private Codecs() {}

    static AttributeCodec java() {
        JavaFormat format = new JavaFormat(Codecs.class::getClassLoader, SerialFilter.of(null));
        return new FormatCodec(format, value -> 0);
    }
}
