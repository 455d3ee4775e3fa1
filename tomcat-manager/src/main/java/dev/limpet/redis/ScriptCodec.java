package dev.limpet.redis;

import java.nio.charset.StandardCharsets;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import org.redisson.client.codec.BaseCodec;
import org.redisson.client.protocol.Decoder;
import org.redisson.client.protocol.Encoder;

/** Bytes as they are, everything else as its text in UTF-8; answers are bytes. Stateless. */
final class ScriptCodec extends BaseCodec {

    static final ScriptCodec INSTANCE = new ScriptCodec();

    private static final Decoder<Object> BYTES = (buffer, state) -> ByteBufUtil.getBytes(buffer);

    private ScriptCodec() {}

    @Override
    public Decoder<Object> getValueDecoder() {
        return BYTES;
    }

    @Override
    public Encoder getValueEncoder() {
        return ScriptCodec::encoded;
    }

    private static ByteBuf encoded(Object value) {
        if (value instanceof byte[] bytes) {
            return Unpooled.wrappedBuffer(bytes);
        }
        return Unpooled.wrappedBuffer(value.toString().getBytes(StandardCharsets.UTF_8));
    }
}
