package dev.limpet.it.webapp;

/** Cannot be serialised. */
record PlainThing(String name) {}
