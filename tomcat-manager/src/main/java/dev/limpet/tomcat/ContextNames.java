package dev.limpet.tomcat;

import org.apache.catalina.Context;

/**
 * What a context is called.
 *
 * @param label in logs and thread names
 * @param application in Redis: host and path, the same on all nodes and for all versions of a parallel deployment
 * @param deployment in Redis: one version of it
 */
record ContextNames(String label, String application, String deployment) {

    static ContextNames of(Context context) {
        String name = context.getName();
        String application = context.getParent().getName() + ":" + context.getPath();
        String version = context.getWebappVersion();
        boolean versioned = version != null && !version.isEmpty();
        return new ContextNames(
                name.isEmpty() ? "/" : name, application, versioned ? application + "##" + version : application);
    }
}
