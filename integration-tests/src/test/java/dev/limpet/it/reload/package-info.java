/** Applications that are reloaded, deployed, replaced and taken away under their users. */
package dev.limpet.it.reload;
