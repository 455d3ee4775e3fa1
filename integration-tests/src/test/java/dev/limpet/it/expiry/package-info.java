/** The end of sessions that nobody uses, on real nodes. */
package dev.limpet.it.expiry;
