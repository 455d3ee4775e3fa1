/**
 * Session attributes as stored bytes and back, one attribute at a time: a value that cannot be stored or read costs that attribute, never the session. Stored bytes are
 * data, not code: reading them always runs under a filter. Knows neither the store nor the container.
 */
package dev.limpet.session.codec;
