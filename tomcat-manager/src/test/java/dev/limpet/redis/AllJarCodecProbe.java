package dev.limpet.redis;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** As {@link AllJarProbe}: takes the name of a codec and gives what comes back of a list, or what is wrong with the codec. */
public final class AllJarCodecProbe implements UnaryOperator<String> {

    @Override
    public String apply(String codec) {
        try {
            RedissonFormat format = RedissonFormat.of(codec, AllJarCodecProbe.class.getClassLoader());
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            format.write(new ArrayList<>(List.of("a", 1)), out);
            return format.read(new ByteArrayInputStream(out.toByteArray())).toString();
        } catch (IllegalArgumentException e) {
            return e.getMessage();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
