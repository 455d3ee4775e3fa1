package dev.limpet.session.codec;

import java.io.IOException;
import java.io.InputStream;
import java.io.InvalidClassException;
import java.io.NotSerializableException;
import java.io.ObjectOutputStream;
import java.io.OutputStream;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * The JDK's serialisation, for the classes of one application: they are looked up with its class loader, which is asked for anew each time, and a
 * {@link SerialFilter} stands before every class. What the filter would refuse to read is not written either: it fails when the application is tried
 * out, not when a node is lost.
 */
public final class JavaFormat implements ObjectFormat {

    private final Supplier<ClassLoader> loader;
    private final SerialFilter filter;

    public JavaFormat(Supplier<ClassLoader> loader, SerialFilter filter) {
        this.loader = loader;
        this.filter = filter;
    }

    @Override
    public long maxBytes() {
        return filter.maxBytes();
    }

    @Override
    public boolean write(Object value, OutputStream out) throws IOException {
        WrittenSize size = new WrittenSize(out, filter);
        try (ObjectOutputStream objects = new CheckedOutput(size, filter)) {
            objects.writeObject(value);
        } catch (RefusedClassException e) {
            throw explain(value, e.culprit(), e.getMessage(), e);
        } catch (NotSerializableException e) {
            throw explain(value, object -> isNamed(object, e.getMessage()), e.getMessage() + " is not serializable", e);
        }
        return size.mayExceedTheLimits();
    }

    private static boolean isNamed(Object object, String className) {
        return object.getClass().getName().equals(className);
    }

    private static IOException explain(Object root, Predicate<Object> culprit, String problem, IOException cause) {
        FieldPath path = FieldPath.to(culprit, root);
        String where = path != null
                ? path.toString()
                : "somewhere in " + root.getClass().getName();
        return new IOException(where + ": " + problem, cause);
    }

    @Override
    public Object read(InputStream in) throws IOException, ClassNotFoundException {
        SerialFilter.Guard guard = filter.guard();
        try (LoaderObjectInput objects = new LoaderObjectInput(in, loader.get())) {
            objects.setObjectInputFilter(guard);
            return objects.readObject();
        } catch (InvalidClassException e) {
            throw guard.refusal() == null ? e : new IOException(guard.refusal(), e);
        }
    }
}
