package org.apache.coyote;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** What httpd's mod_proxy_ajp does for one request without a body. A response is complete when END_RESPONSE came. */
final class AjpClient implements AutoCloseable {

    private static final int BODY_CHUNK = 3;
    private static final int HEADERS = 4;
    private static final int END = 5;
    private static final List<String> CODED_HEADERS = List.of(
            "",
            "content-type",
            "content-language",
            "content-length",
            "date",
            "last-modified",
            "location",
            "set-cookie",
            "set-cookie2",
            "servlet-engine",
            "status",
            "www-authenticate");

    private final Socket socket;
    private final DataInputStream in;

    AjpClient(int port) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(30_000);
        in = new DataInputStream(socket.getInputStream());
    }

    Exchange exchange(String method, String path) throws IOException {
        Exchange exchange = new Exchange();
        send(method, path);
        new Thread(() -> receive(exchange), "ajp-client").start();
        return exchange;
    }

    private void send(String method, String path) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        DataOutputStream data = new DataOutputStream(body);
        data.writeByte(2);
        data.writeByte(method.equals("HEAD") ? 3 : 2);
        for (String field : List.of("HTTP/1.1", path, "127.0.0.1", "localhost", "localhost")) {
            writeString(data, field);
        }
        data.writeShort(80);
        data.writeBoolean(false);
        data.writeShort(0);
        data.writeByte(0xFF);
        DataOutputStream out = new DataOutputStream(socket.getOutputStream());
        out.writeShort(0x1234);
        out.writeShort(body.size());
        out.write(body.toByteArray());
    }

    private static void writeString(DataOutputStream data, String value) throws IOException {
        data.writeShort(value.length());
        data.write(value.getBytes(StandardCharsets.ISO_8859_1));
        data.writeByte(0);
    }

    private void receive(Exchange exchange) {
        try (this) {
            exchange.complete().complete(read(exchange));
        } catch (IOException e) {
            exchange.complete().completeExceptionally(e);
        }
    }

    private Exchange.Answer read(Exchange exchange) throws IOException {
        int status = 0;
        Map<String, List<String>> headers = new TreeMap<>();
        StringBuilder body = new StringBuilder();
        while (true) {
            in.readShort();
            in.readShort();
            exchange.started().complete(null);
            switch (in.readByte()) {
                case HEADERS -> status = readHeaders(headers);
                case BODY_CHUNK -> body.append(readString());
                case END -> {
                    in.readByte();
                    return new Exchange.Answer(status, headers, body.toString());
                }
                default -> throw new IOException("unexpected packet");
            }
        }
    }

    private int readHeaders(Map<String, List<String>> headers) throws IOException {
        int status = in.readUnsignedShort();
        readString();
        for (int left = in.readUnsignedShort(); left > 0; left--) {
            headers.computeIfAbsent(readName(), n -> new ArrayList<>()).add(readString());
        }
        return status;
    }

    private String readName() throws IOException {
        int length = in.readUnsignedShort();
        return length >> 8 == 0xA0
                ? CODED_HEADERS.get(length & 0xFF)
                : readString(length).toLowerCase(Locale.ROOT);
    }

    private String readString() throws IOException {
        return readString(in.readUnsignedShort());
    }

    private String readString(int length) throws IOException {
        String value = new String(in.readNBytes(length), StandardCharsets.ISO_8859_1);
        in.readByte();
        return value;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
