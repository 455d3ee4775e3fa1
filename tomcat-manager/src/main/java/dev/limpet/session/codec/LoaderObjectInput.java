package dev.limpet.session.codec;

import java.io.IOException;
import java.io.InputStream;
import java.io.ObjectInputStream;
import java.io.ObjectStreamClass;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;

/** Looks classes up with the application's class loader first, then with the one that this code comes from. Initialises none of them. */
final class LoaderObjectInput extends ObjectInputStream {

    private static final InvocationHandler NONE = (proxy, method, arguments) -> null;

    private final ClassLoader loader;

    LoaderObjectInput(InputStream in, ClassLoader loader) throws IOException {
        super(in);
        this.loader = loader;
    }

    @Override
    protected Class<?> resolveClass(ObjectStreamClass description) throws IOException, ClassNotFoundException {
        try {
            return Class.forName(description.getName(), false, loader);
        } catch (ClassNotFoundException e) {
            // knows the names of the primitive types, too
            return super.resolveClass(description);
        }
    }

    @Override
    protected Class<?> resolveProxyClass(String[] names) throws ClassNotFoundException {
        Class<?>[] faces = new Class<?>[names.length];
        ClassLoader home = loader;
        for (int i = 0; i < names.length; i++) {
            faces[i] = Class.forName(names[i], false, loader);
            if (!Modifier.isPublic(faces[i].getModifiers())) {
                home = faces[i].getClassLoader();
            }
        }
        try {
            return Proxy.newProxyInstance(home, faces, NONE).getClass();
        } catch (IllegalArgumentException e) {
            throw new ClassNotFoundException("proxy of " + String.join(", ", names), e);
        }
    }
}
