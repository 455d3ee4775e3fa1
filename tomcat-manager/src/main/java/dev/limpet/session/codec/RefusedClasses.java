package dev.limpet.session.codec;

import java.lang.invoke.SerializedLambda;
import java.util.List;
import java.util.Set;

/**
 * Classes that nobody keeps in a session but attackers: they run code, look names up or read further objects, unfiltered, when they are read or first used.
 * A second line of defence only, such a list is never complete: the first is the pattern that allows the application's own classes and no others.
 */
final class RefusedClasses {

    private static final Set<String> NAMES = Set.of(
            "com.fasterxml.jackson.databind.node.POJONode",
            "groovy.util.Expando",
            "java.beans.EventHandler",
            "java.lang.ProcessBuilder",
            "java.lang.invoke.SerializedLambda",
            "java.rmi.MarshalledObject",
            "java.security.SignedObject",
            "javax.crypto.SealedObject",
            "javax.naming.Reference",
            "javax.naming.InitialContext",
            "org.apache.commons.beanutils.BeanComparator",
            "org.apache.commons.fileupload.disk.DiskFileItem",
            "org.aspectj.weaver.tools.cache.SimpleCache",
            "org.hibernate.engine.spi.TypedValue",
            "org.springframework.beans.factory.config.MethodInvokingFactoryBean",
            "org.springframework.beans.factory.config.PropertyPathFactoryBean",
            "org.springframework.core.SerializableTypeWrapper$MethodInvokeTypeProvider",
            "sun.reflect.annotation.AnnotationInvocationHandler");

    private static final List<String> PREFIXES = List.of(
            "bsh.",
            "clojure.core$",
            "clojure.inspector.",
            "com.mchange.v2.c3p0.",
            "com.rometools.rome.feed.impl.",
            "com.sun.corba.",
            "com.sun.jndi.",
            "com.sun.org.apache.xalan.",
            "com.sun.org.apache.bcel.",
            "com.sun.rowset.",
            "com.sun.syndication.feed.impl.",
            "java.rmi.registry.",
            "java.rmi.server.Remote",
            "java.rmi.server.Unicast",
            "javax.management.",
            "javax.naming.spi.",
            "javax.script.",
            "org.apache.bcel.",
            "org.apache.commons.collections.functors.",
            "org.apache.commons.collections4.functors.",
            "org.apache.xalan.",
            "org.codehaus.groovy.runtime.Conver",
            "org.codehaus.groovy.runtime.MethodClosure",
            "org.mozilla.javascript.",
            "org.python.core.",
            "sun.rmi.");

    private RefusedClasses() {}

    /** Why this class, or that of this array's elements, is refused; null if it is not. */
    static String refusal(Class<?> type) {
        Class<?> element = type;
        while (element.isArray()) {
            element = element.getComponentType();
        }
        if (element == SerializedLambda.class) {
            return "a lambda cannot be stored: it would be lost with the next build of its class; use a class that is Serializable";
        }
        return isListed(element.getName())
                ? element.getName() + " is never stored: it is a known means of attack"
                : null;
    }

    private static boolean isListed(String name) {
        return NAMES.contains(name) || PREFIXES.stream().anyMatch(name::startsWith);
    }
}
