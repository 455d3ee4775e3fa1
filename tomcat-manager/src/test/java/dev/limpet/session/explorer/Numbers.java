package dev.limpet.session.explorer;

import java.util.function.Predicate;

import dev.limpet.session.codec.AttributeCodec;

/** Attributes of the explorer are small numbers: who wrote the value. */
final class Numbers implements AttributeCodec {

    @Override
    public byte[] encode(String name, Object value, Predicate<byte[]> known) {
        return new byte[] {((Integer) value).byteValue()};
    }

    @Override
    public Integer decode(String name, byte[] stored) {
        return (int) stored[0];
    }
}
