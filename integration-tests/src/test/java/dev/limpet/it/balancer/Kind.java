package dev.limpet.it.balancer;

import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;

import dev.limpet.cluster.Balancer.Target;
import dev.limpet.cluster.FreePort;
import dev.limpet.cluster.HaProxy;
import dev.limpet.cluster.Httpd;
import dev.limpet.cluster.InstalledBalancer;
import dev.limpet.cluster.Nginx;
import dev.limpet.it.harness.Requirements;

/** The balancers that this project has run files for. */
enum Kind {
    HAPROXY("HAProxy", HaProxy::isInstalled) {
        @Override
        InstalledBalancer start(List<Target> targets, UnaryOperator<String> edit) {
            return HaProxy.start(FreePort.any(), targets, edit);
        }
    },
    NGINX("nginx", Nginx::isInstalled) {
        @Override
        InstalledBalancer start(List<Target> targets, UnaryOperator<String> edit) {
            return Nginx.start(FreePort.any(), targets, SILENCE, edit);
        }
    },
    HTTPD("Apache httpd", Httpd::isInstalled) {
        @Override
        InstalledBalancer start(List<Target> targets, UnaryOperator<String> edit) {
            return Httpd.start(FreePort.any(), targets, SILENCE, edit);
        }
    };

    /** After which a node is given up by those that have no checks with a limit of their own. */
    private static final Duration SILENCE = Duration.ofSeconds(8);

    private final String label;
    private final BooleanSupplier installed;

    Kind(String label, BooleanSupplier installed) {
        this.label = label;
        this.installed = installed;
    }

    /** On a free port; the edit is applied to the repository's file. */
    abstract InstalledBalancer start(List<Target> targets, UnaryOperator<String> edit);

    InstalledBalancer start(List<Target> targets) {
        return start(targets, UnaryOperator.identity());
    }

    void require() {
        Requirements.require(installed.getAsBoolean(), label);
    }
}
