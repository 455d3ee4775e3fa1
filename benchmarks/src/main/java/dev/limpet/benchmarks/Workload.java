package dev.limpet.benchmarks;

import java.io.IOException;

/** What one request of a run does. */
enum Workload {
    /** All attributes of a session that is there. */
    READ {
        @Override
        void request(Client client) throws IOException {
            client.next().read(client.connection());
        }
    },
    /** The same, and one attribute is set. */
    WRITE {
        @Override
        void request(Client client) throws IOException {
            client.next().write(client.connection());
        }
    },
    /** A user without cookies gets a session with all attributes. */
    NEW {
        @Override
        void request(Client client) throws IOException {
            client.newcomer();
        }
    };

    abstract void request(Client client) throws IOException;
}
