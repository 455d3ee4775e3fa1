/** The measured application. Runs inside Tomcat; knows nothing of session managers. */
package dev.limpet.benchmarks.webapp;
