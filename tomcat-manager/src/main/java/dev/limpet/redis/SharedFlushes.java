package dev.limpet.redis;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.handler.flush.FlushConsolidationHandler;
import org.redisson.client.NettyHook;

/**
 * Lets calls that are under way at the same moment share one write to the socket: a flush waits until the event loop has
 * taken up what lies in its queue. Runs on Netty's threads.
 */
final class SharedFlushes implements NettyHook {

    private static final int MOST_WRITES_BEFORE_A_FLUSH = 256;

    private final NettyHook next;

    SharedFlushes(NettyHook next) {
        this.next = next;
    }

    @Override
    public void afterBoostrapInitialization(Bootstrap bootstrap) {
        next.afterBoostrapInitialization(bootstrap);
    }

    @Override
    public void afterChannelInitialization(Channel channel) {
        channel.pipeline().addFirst(new FlushConsolidationHandler(MOST_WRITES_BEFORE_A_FLUSH, true));
        next.afterChannelInitialization(channel);
    }
}
