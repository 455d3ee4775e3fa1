/**
 * Keeps a client on its node: the affinity cookie, the drain that lets go of it, and the health answer that a balancer asks for. Needs the servlet API
 * and nothing else, so that the one jar is enough. {@link dev.limpet.filter.AffinityFilter} is where to begin.
 */
package dev.limpet.filter;
