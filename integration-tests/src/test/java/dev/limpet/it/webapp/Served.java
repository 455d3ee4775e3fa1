package dev.limpet.it.webapp;

import java.io.Serializable;

/** How often a session was served. */
record Served(int times) implements Serializable {}
