package dev.limpet.cluster;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.time.Duration;

/** Asks a server on this machine for one path, over a connection of its own, and looks at nothing but the status. */
final class HttpProbe {
    /** No answer: refused, cut, too late or no HTTP. */
    static final int NONE = -1;

    private HttpProbe() {}

    static int status(int port, String path, Duration timeout) {
        return status("GET", port, path, timeout);
    }

    static int status(String method, int port, String path, Duration timeout) {
        try {
            HttpURLConnection connection = (HttpURLConnection)
                    URI.create("http://127.0.0.1:" + port + path).toURL().openConnection();
            connection.setRequestMethod(method);
            connection.setInstanceFollowRedirects(false);
            connection.setRequestProperty("Connection", "close");
            connection.setConnectTimeout(Math.toIntExact(timeout.toMillis()));
            connection.setReadTimeout(Math.toIntExact(timeout.toMillis()));
            try {
                return connection.getResponseCode();
            } finally {
                connection.disconnect();
            }
        } catch (IOException noAnswer) {
            return NONE;
        }
    }
}
