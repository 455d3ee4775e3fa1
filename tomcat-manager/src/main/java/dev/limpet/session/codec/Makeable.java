package dev.limpet.session.codec;

import java.io.Externalizable;
import java.io.Serializable;
import java.lang.reflect.Constructor;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.util.Optional;

/**
 * Whether the JDK's serialisation can make an object of a class again: it writes some that it cannot read. The rules are those of the Java Object Serialization
 * Specification, sections 1.10 and 1.11. What is found out about a class is held by the class itself.
 */
final class Makeable {

    private static final ClassValue<Optional<String>> OBSTACLES = new ClassValue<>() {
        @Override
        protected Optional<String> computeValue(Class<?> type) {
            return Optional.ofNullable(judge(type));
        }
    };

    private Makeable() {}

    /** Why no object of this class could be read again, or null. */
    static String obstacle(Class<?> type) {
        return OBSTACLES.get(type).orElse(null);
    }

    private static String judge(Class<?> type) {
        if (!Serializable.class.isAssignableFrom(type)
                || type.isArray()
                || type.isRecord()
                || Enum.class.isAssignableFrom(type)
                || Proxy.isProxyClass(type)) {
            return null;
        }
        return Externalizable.class.isAssignableFrom(type) ? judgeExternalizable(type) : judgeSerializable(type);
    }

    private static String judgeExternalizable(Class<?> type) {
        Constructor<?> constructor = plain(type);
        return constructor != null && Modifier.isPublic(constructor.getModifiers())
                ? null
                : "it could not be read again: " + type.getName()
                        + " is Externalizable and has no public constructor without parameters";
    }

    private static String judgeSerializable(Class<?> type) {
        Class<?> first = type;
        while (Serializable.class.isAssignableFrom(first)) {
            first = first.getSuperclass();
        }
        Constructor<?> constructor = plain(first);
        return constructor != null && isOpenTo(type, constructor)
                ? null
                : "it could not be read again: its superclass " + first.getName()
                        + " is not Serializable and has no constructor without parameters that it may call";
    }

    private static boolean isOpenTo(Class<?> type, Constructor<?> constructor) {
        int modifiers = constructor.getModifiers();
        Class<?> owner = constructor.getDeclaringClass();
        boolean samePackage = type.getClassLoader() == owner.getClassLoader()
                && type.getPackageName().equals(owner.getPackageName());
        return Modifier.isPublic(modifiers)
                || Modifier.isProtected(modifiers)
                || samePackage && !Modifier.isPrivate(modifiers);
    }

    private static Constructor<?> plain(Class<?> type) {
        try {
            return type.getDeclaredConstructor();
        } catch (NoSuchMethodException e) {
            return null;
        }
    }
}
