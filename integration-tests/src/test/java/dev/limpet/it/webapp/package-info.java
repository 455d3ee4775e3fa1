/** The application that the tests deploy: sessions over HTTP, and one servlet for each way of answering. */
package dev.limpet.it.webapp;
