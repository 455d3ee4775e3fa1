/** What the tests share: a browser, the test's application as a WAR, nodes that carry it, and eyes on the way to Redis. */
package dev.limpet.it.harness;
