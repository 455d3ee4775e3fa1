package dev.limpet.tomcat;

import java.util.Arrays;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.ServletRequestListener;

import org.apache.catalina.Authenticator;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.Valve;
import org.apache.tomcat.util.descriptor.web.FilterDef;
import org.apache.tomcat.util.descriptor.web.FilterMap;

import dev.limpet.filter.AffinityFilter;
import dev.limpet.filter.AffinityStamp;
import dev.limpet.filter.HealthEndpoint;

/** What the manager adds to its context at start and takes out at stop: the announcer before all listeners, the affinity filter before all filters. */
final class Installation {

    private static final String FILTER = "limpet-affinity";

    private final RedisSessionManager manager;
    private final Valve valve;
    private final Announcer announcer;
    private final FilterDef definition = new FilterDef();
    private final FilterMap mapping = new FilterMap();
    private boolean applicationListens;

    Installation(RedisSessionManager manager, Valve valve) {
        this.manager = manager;
        this.valve = valve;
        this.announcer = new Announcer(manager);
    }

    void install(AffinityStamp stamp, HealthEndpoint health) {
        announceFirst();
        AffinityFilter filter = new AffinityFilter(stamp, health);
        definition.setFilterName(FILTER);
        definition.setFilterClass(AffinityFilter.class.getName());
        definition.setFilter(filter);
        definition.setAsyncSupported("true");
        mapping.setFilterName(FILTER);
        mapping.addURLPattern("/*");
        mapping.setDispatcher(DispatcherType.REQUEST.name());
        context().addFilterDef(definition);
        context().addFilterMapBefore(mapping);
    }

    void remove() {
        context().removeFilterMap(mapping);
        context().removeFilterDef(definition);
        Object[] listeners = context().getApplicationEventListeners();
        Object[] others = new Object[listeners.length];
        int count = 0;
        for (Object listener : listeners) {
            if (listener != announcer) {
                others[count++] = listener;
            }
        }
        context().setApplicationEventListeners(Arrays.copyOf(others, count));
    }

    private void announceFirst() {
        Object[] listeners = context().getApplicationEventListeners();
        applicationListens = Arrays.stream(listeners).anyMatch(ServletRequestListener.class::isInstance);
        Object[] withAnnouncer = new Object[listeners.length + 1];
        withAnnouncer[0] = announcer;
        System.arraycopy(listeners, 0, withAnnouncer, 1, listeners.length);
        context().setApplicationEventListeners(withAnnouncer);
    }

    /** Whether the application hears of the end of a request, and may still change something then. */
    boolean applicationListens() {
        return applicationListens;
    }

    /** An authenticator before the valve would see ids with their suffix, and find no login. */
    void refuseEarlierAuthenticator() throws LifecycleException {
        for (Valve each : context().getPipeline().getValves()) {
            if (each == valve) {
                return;
            }
            if (each instanceof Authenticator) {
                throw new LifecycleException("in the context " + manager.label() + " the authenticator "
                        + each.getClass().getName()
                        + " stands before the session manager's valve: put <Manager> before that <Valve>");
            }
        }
    }

    private Context context() {
        return manager.getContext();
    }
}
