package dev.limpet.session.explorer;

import java.util.List;

/**
 * What one client does, one request after the other.
 *
 * @param cookies whether it returns its cookies
 * @param parallel how many requests it has under way at a time
 */
record Client(boolean cookies, int parallel, List<Op> ops) {

    static Client sequential(Op... ops) {
        return new Client(true, 1, List.of(ops));
    }

    static Client parallel(Op... ops) {
        return new Client(true, 2, List.of(ops));
    }

    static Client cookieless(int parallel, Op... ops) {
        return new Client(false, parallel, List.of(ops));
    }
}
