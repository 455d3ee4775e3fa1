/** One table of promises, run against HAProxy, nginx and Apache httpd with the files of this repository; restarts and crashes under load. */
package dev.limpet.it.balancer;
