package dev.limpet.session.codec;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/** A class loader as a web application has one: with classes, compiled on the spot, that nobody else knows. */
public final class CompiledClasses extends ClassLoader {

    private final Map<String, byte[]> classes;

    private CompiledClasses(Map<String, byte[]> classes) {
        super(CompiledClasses.class.getClassLoader());
        this.classes = classes;
    }

    public static CompiledClasses none() {
        return new CompiledClasses(Map.of());
    }

    public static CompiledClasses of(String className, String source) {
        Map<String, ByteArrayOutputStream> compiled = new HashMap<>();
        var compiler = ToolProvider.getSystemJavaCompiler();
        var manager =
                new ForwardingJavaFileManager<JavaFileManager>(compiler.getStandardFileManager(null, null, null)) {
                    @Override
                    public JavaFileObject getJavaFileForOutput(
                            Location location, String name, JavaFileObject.Kind kind, FileObject sibling) {
                        return new SimpleJavaFileObject(URI.create("memory:/" + name.replace('.', '/')), kind) {
                            @Override
                            public OutputStream openOutputStream() {
                                return compiled.computeIfAbsent(name, any -> new ByteArrayOutputStream());
                            }
                        };
                    }
                };
        var unit =
                new SimpleJavaFileObject(
                        URI.create("memory:/" + className.replace('.', '/') + ".java"), JavaFileObject.Kind.SOURCE) {
                    @Override
                    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                        return source;
                    }
                };
        if (!compiler.getTask(null, manager, null, List.of("-proc:none"), null, List.of(unit))
                .call()) {
            throw new IllegalArgumentException("does not compile: " + source);
        }
        Map<String, byte[]> classes = new HashMap<>();
        compiled.forEach((name, bytes) -> classes.put(name, bytes.toByteArray()));
        return new CompiledClasses(classes);
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
        byte[] bytes = classes.get(name);
        if (bytes == null) {
            throw new ClassNotFoundException(name);
        }
        return defineClass(name, bytes, 0, bytes.length);
    }

    public Object newInstance(String className) throws ReflectiveOperationException {
        return loadClass(className).getConstructor().newInstance();
    }
}
