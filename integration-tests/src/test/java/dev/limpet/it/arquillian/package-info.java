/** The application in a Tomcat that Arquillian embeds in the test's own JVM: the manager as a team's own tests would meet it. */
package dev.limpet.it.arquillian;
