package dev.limpet.session.codec;

/** Codecs as the tests want them. */
final class Codecs {

    private Codecs() {}

    static AttributeCodec plain() {
        return filtered(null);
    }

    static AttributeCodec filtered(String serialFilter) {
        return new FormatCodec(new JavaFormat(Codecs.class::getClassLoader, SerialFilter.of(serialFilter)), value -> 0);
    }

    static AttributeCodec of(ClassLoader loader) {
        return new FormatCodec(new JavaFormat(() -> loader, SerialFilter.of(null)), value -> 0);
    }

    static AttributeCodec signed(String keys) {
        return SigningKeys.parse(keys).sign(plain());
    }
}
