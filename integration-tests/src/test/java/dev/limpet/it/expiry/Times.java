package dev.limpet.it.expiry;

/** What a node says about a session, by its own clock: milliseconds since 1970. */
record Times(long now, long created, long lastAccessed) {

    static Times parse(String answer) {
        String[] parts = answer.split(" ");
        return new Times(Long.parseLong(parts[0]), Long.parseLong(parts[1]), Long.parseLong(parts[2]));
    }
}
