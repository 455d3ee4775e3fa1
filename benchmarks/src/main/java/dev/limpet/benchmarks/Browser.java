package dev.limpet.benchmarks;

import java.io.IOException;

import dev.limpet.benchmarks.webapp.Content;

/**
 * One user with one session, who knows what must be in it: an answer that says otherwise is an {@link IllegalStateException}.
 * For one thread at a time.
 */
final class Browser {
    private static final int OK = 200;

    private final String content;
    private final Cookies cookies = new Cookies();
    private final String[] labels = new String[Content.ATTRIBUTES];
    private int writes;

    /** @param name tells its values from those of all other browsers; letters, digits and hyphens */
    Browser(String content, String name) {
        this.content = content;
        for (int i = 0; i < labels.length; i++) {
            labels[i] = name + "." + i + ".0";
        }
    }

    void create(HttpConnection connection) throws IOException {
        get(connection, "new?labels=" + expected());
    }

    void read(HttpConnection connection) throws IOException {
        get(connection, "read");
    }

    /** Each time another attribute. */
    void write(HttpConnection connection) throws IOException {
        int index = writes % labels.length;
        writes++;
        String label = labels[index].substring(0, labels[index].lastIndexOf('.') + 1) + writes;
        labels[index] = label;
        get(connection, "write?attribute=" + index + "&label=" + label);
    }

    void end(HttpConnection connection) throws IOException {
        get(connection, "end");
    }

    private void get(HttpConnection connection, String what) throws IOException {
        String path = "/" + content + "/" + what;
        HttpConnection.Answer answer = connection.get(path, cookies.header());
        if (answer.status() != OK || !answer.body().equals(expected())) {
            throw new IllegalStateException(path + " was answered with " + answer.status() + " " + answer.body()
                    + " and should have been with 200 " + expected());
        }
        answer.setCookies().forEach(cookies::keep);
    }

    private String expected() {
        return String.join(",", labels);
    }
}
