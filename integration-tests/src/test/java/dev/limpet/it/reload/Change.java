package dev.limpet.it.reload;

import java.util.Set;

/** What is done to a shop. */
enum Change {
    /** A new class loader for the same files. Tomcat lets requests wait; one that comes at its end may find no servlet yet. */
    RELOAD(Set.of(404, 503)) {
        @Override
        void make(Shop shop, Away away) {
            away.during(shop::reload);
        }
    },

    /** A new WAR over the old one. */
    REPLACE(Set.of(404, 503)) {
        @Override
        void make(Shop shop, Away away) {
            away.during(shop::replace);
        }
    },

    /** Undeployed, and deployed again. */
    REMOVE(Set.of(404, 503)) {
        @Override
        void make(Shop shop, Away away) {
            away.during(() -> {
                shop.remove();
                shop.deploy();
            });
        }
    },

    /** The next version beside the present one, which is then undeployed. The path is never without an application. */
    NEXT_VERSION(Set.of(503)) {
        @Override
        void make(Shop shop, Away away) {
            Shop.Retirement former = shop.deployNextVersion();
            away.during(former::take);
        }
    };

    private final Set<Integer> answers;

    Change(Set<Integer> answers) {
        this.answers = answers;
    }

    abstract void make(Shop shop, Away away);

    /**
     * Tomcat's own words for an application that is not there: 404 says the root application, 503 what has just begun to stop.
     *
     * @return what requests may be answered while {@link Away} runs
     */
    boolean explains(int status) {
        return answers.contains(status);
    }

    /** Runs what takes the application away, and writes down when. */
    @FunctionalInterface
    interface Away {
        void during(Runnable change);
    }
}
