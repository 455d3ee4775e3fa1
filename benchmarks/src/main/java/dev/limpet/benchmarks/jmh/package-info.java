/** JMH: what single steps on a request's path cost, without Tomcat and without Redis. */
package dev.limpet.benchmarks.jmh;
