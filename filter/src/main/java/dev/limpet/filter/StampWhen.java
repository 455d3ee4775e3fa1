package dev.limpet.filter;

/** Which clients get the affinity cookie. */
public enum StampWhen {
    /** Every client, with its first response. */
    ALWAYS,
    /** Only a client that has a session. */
    SESSION
}
