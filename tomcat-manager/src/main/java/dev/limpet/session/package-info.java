/**
 * The coherence protocol of one node: who may serve a session from memory, when Redis has to be asked, what a save may overwrite. Knows neither
 * Redis nor Tomcat: Redis stands behind {@link dev.limpet.session.SessionStore}, Tomcat calls {@link dev.limpet.session.SessionNode}.
 */
package dev.limpet.session;
