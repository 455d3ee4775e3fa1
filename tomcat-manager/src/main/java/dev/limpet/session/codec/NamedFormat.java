package dev.limpet.session.codec;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * A format whose objects carry its name. What has another name is not read and not guessed at: the message says which codec has written it, so that a change of
 * the attribute {@code codec} on a running cluster is told from damage.
 */
public final class NamedFormat implements ObjectFormat {

    /** The name of the JDK's serialisation. */
    public static final String JAVA = "java";

    private final String name;
    private final ObjectFormat format;

    public NamedFormat(String name, ObjectFormat format) {
        this.name = name;
        this.format = format;
    }

    @Override
    public long maxBytes() {
        return format.maxBytes();
    }

    @Override
    public boolean write(Object value, OutputStream out) throws IOException {
        new DataOutputStream(out).writeUTF(name);
        return format.write(value, out);
    }

    @Override
    public Object read(InputStream in) throws IOException, ClassNotFoundException {
        String writer = new DataInputStream(in).readUTF();
        if (!writer.equals(name)) {
            throw new IOException("it was written with codec=\"" + writer + "\", this node has codec=\"" + name + '"');
        }
        return format.read(in);
    }
}
