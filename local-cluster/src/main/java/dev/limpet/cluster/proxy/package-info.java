/** A proxy between a client and Redis with which tests hold back, cut and count what passes. */
package dev.limpet.cluster.proxy;
