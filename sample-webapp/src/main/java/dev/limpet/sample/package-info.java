/**
 * A small web application for looking at sessions on a cluster: which node answered, and what the session holds.
 *
 * <p>It is plain servlet API. Nothing in it knows where the container keeps its sessions; the one thing it does for a
 * cluster is what the servlet specification asks of every distributable application: attributes are {@link
 * java.io.Serializable}, and are set again after each change.
 */
package dev.limpet.sample;
