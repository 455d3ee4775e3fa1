/**
 * A cluster on one machine: Redis, Tomcat nodes and a balancer as processes on loopback. {@link dev.limpet.cluster.Main}
 * is what people run; tests and benchmarks use the same classes one by one.
 */
package dev.limpet.cluster;
