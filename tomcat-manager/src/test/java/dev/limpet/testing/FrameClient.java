package dev.limpet.testing;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** One HTTP/2 connection with prior knowledge that sees the frames: how a stream ended, and that the connection goes on. */
public final class FrameClient implements AutoCloseable {

    /** How a stream ended. */
    public enum End {
        IN_GOOD_ORDER,
        RESET
    }

    private static final int HEADERS = 1;
    private static final int RST_STREAM = 3;
    private static final int SETTINGS = 4;
    private static final int GOAWAY = 7;
    private static final int END_STREAM = 1;
    private static final int END_STREAM_AND_HEADERS = 5;
    private static final int CANCEL = 8;

    /** Where names stand in the static table of header compression. */
    private static final int AUTHORITY = 1;

    private static final int PATH = 4;
    private static final int COOKIE = 32;

    private final Socket socket;
    private final DataInputStream in;
    private final DataOutputStream out;

    public FrameClient(int port) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(20_000);
        in = new DataInputStream(socket.getInputStream());
        out = new DataOutputStream(socket.getOutputStream());
        out.write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        frame(SETTINGS, 0, 0, new byte[0]);
    }

    /** Gets a resource and says how its stream ended; a GOAWAY or a closed connection is an IOException. */
    public End get(int stream, String path) throws IOException {
        send(stream, path);
        return end(stream);
    }

    /** @param cookies a header field for each, as browsers send them over HTTP/2 */
    public void send(int stream, String path, String... cookies) throws IOException {
        ByteArrayOutputStream fields = new ByteArrayOutputStream();
        fields.write(0x82);
        fields.write(0x86);
        literal(fields, AUTHORITY, "localhost");
        literal(fields, PATH, path);
        for (String cookie : cookies) {
            literal(fields, COOKIE, cookie);
        }
        frame(HEADERS, END_STREAM_AND_HEADERS, stream, fields.toByteArray());
    }

    /** The client does not want the answer any more. */
    public void reset(int stream) throws IOException {
        frame(RST_STREAM, 0, stream, new byte[] {0, 0, 0, CANCEL});
    }

    /** A field that is not indexed. */
    private static void literal(ByteArrayOutputStream fields, int name, String value) {
        int prefix = (1 << 4) - 1;
        if (name < prefix) {
            fields.write(name);
        } else {
            fields.write(prefix);
            fields.write(name - prefix);
        }
        fields.write(value.length());
        fields.writeBytes(value.getBytes(StandardCharsets.US_ASCII));
    }

    private void frame(int type, int flags, int stream, byte[] payload) throws IOException {
        out.writeByte(0);
        out.writeShort(payload.length);
        out.writeByte(type);
        out.writeByte(flags);
        out.writeInt(stream);
        out.write(payload);
    }

    /** Waits for the end of a stream. */
    public End end(int stream) throws IOException {
        while (true) {
            int length = in.readUnsignedByte() << 16 | in.readUnsignedShort();
            int type = in.readUnsignedByte();
            int flags = in.readUnsignedByte();
            int of = in.readInt();
            in.readNBytes(length);
            if (type == GOAWAY) {
                throw new IOException("GOAWAY");
            }
            if (of == stream && type == RST_STREAM) {
                return End.RESET;
            }
            if (of == stream && type <= HEADERS && (flags & END_STREAM) != 0) {
                return End.IN_GOOD_ORDER;
            }
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
