package dev.limpet.benchmarks;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** One connection, and the users who share it: nobody else uses their sessions. For one thread at a time. */
final class Client implements AutoCloseable {
    private final HttpConnection connection;
    private final String name;
    private final String content;
    private final List<Browser> browsers = new ArrayList<>();
    private final List<Browser> newcomers = new ArrayList<>();
    private int turn;
    private int born;

    Client(HttpConnection connection, String name, String content) {
        this.connection = connection;
        this.name = name;
        this.content = content;
    }

    /** Gives it so many more users with a session. */
    void settle(int sessions) throws IOException {
        for (int i = 0; i < sessions; i++) {
            browsers.add(create());
        }
    }

    int settled() {
        return browsers.size();
    }

    HttpConnection connection() {
        return connection;
    }

    Browser next() {
        turn = (turn + 1) % browsers.size();
        return browsers.get(turn);
    }

    void newcomer() throws IOException {
        newcomers.add(create());
    }

    private Browser create() throws IOException {
        Browser browser = new Browser(content, name + "-" + born++);
        browser.create(connection);
        return browser;
    }

    /** Ends the sessions of those who came since, so that they do not pile up in the node. */
    void seeOff() throws IOException {
        for (Browser newcomer : newcomers) {
            newcomer.end(connection);
        }
        newcomers.clear();
    }

    @Override
    public void close() throws IOException {
        connection.close();
    }
}
