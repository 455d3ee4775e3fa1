package dev.limpet.it.arquillian;

import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

import dev.limpet.cluster.FreePort;
import dev.limpet.cluster.RedisServer;

/**
 * Starts Redis before Arquillian deploys and stops it after it has undeployed: stands before Arquillian's own extension. The
 * files of the deployment find Redis and Tomcat's port as system properties.
 */
final class RedisForDeployment implements BeforeAllCallback, AfterAllCallback {

    private RedisServer redis;

    @Override
    public void beforeAll(ExtensionContext context) {
        redis = RedisServer.start();
        System.setProperty("limpet.redis", redis.url());
        System.setProperty("arquillian.http.port", Integer.toString(FreePort.any()));
    }

    @Override
    public void afterAll(ExtensionContext context) {
        redis.close();
        System.clearProperty("limpet.redis");
    }
}
