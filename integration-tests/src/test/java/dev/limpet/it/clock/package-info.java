/** Nodes whose wall clock is wrong. */
package dev.limpet.it.clock;
