/** Session managers side by side: the same application, load and Tomcat, one process each; what a request costs. */
package dev.limpet.benchmarks;
