package dev.limpet.tomcat;

import java.util.function.Supplier;

import dev.limpet.redis.RedissonFormat;
import dev.limpet.session.codec.AttributeCodec;
import dev.limpet.session.codec.FormatCodec;
import dev.limpet.session.codec.JavaFormat;
import dev.limpet.session.codec.NamedFormat;
import dev.limpet.session.codec.SerialFilter;

/**
 * How values become bytes and back.
 *
 * @param application for the application's attributes, with its class loader and the configured filter
 * @param own for Tomcat's own values, whatever filter there is for the application's
 */
record Codecs(AttributeCodec application, AttributeCodec own) {

    /** The only class of Tomcat's whose objects are stored, and what they consist of. */
    private static final String SAVED_REQUEST = "org.apache.catalina.authenticator.SavedRequest;"
            + "org.apache.tomcat.util.buf.*;jakarta.servlet.http.Cookie;java.lang.*;java.util.*;!*";

    static Codecs of(ManagerSettings settings, Supplier<ClassLoader> applicationLoader) {
        JavaFormat applications = new JavaFormat(applicationLoader, settings.serialFilter());
        JavaFormat tomcats = new JavaFormat(Codecs.class::getClassLoader, SerialFilter.of(SAVED_REQUEST));
        return new Codecs(
                settings.signingKeys().sign(application(settings.codec(), applications, applicationLoader)),
                settings.signingKeys().sign(new FormatCodec(tomcats, value -> 0)));
    }

    private static AttributeCodec application(String codec, JavaFormat java, Supplier<ClassLoader> loader) {
        if (codec.equals(NamedFormat.JAVA)) {
            return new FormatCodec(java, LimpetSession::flagsOf);
        }
        NamedFormat chosen = new NamedFormat(codec, RedissonFormat.of(codec, loader.get()));
        return new FormatCodec(java, chosen, LimpetSession::flagsOf);
    }
}
