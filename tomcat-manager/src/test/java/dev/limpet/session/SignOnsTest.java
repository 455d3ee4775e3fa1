package dev.limpet.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.Test;

/** What a node knows of single sign-ons, and for how long. */
class SignOnsTest {

    private static final String ID = "0123456789ABCDEF";
    private static final SignOnStore.Member SHOP = new SignOnStore.Member("session", "/shop");
    private static final long LEASE_MILLIS = 3000;

    private final FakeStore store = new FakeStore();
    private long millis = 1_000_000;
    private final SignOns<String> signOns = node();

    private SignOns<String> node() {
        return new SignOns<>(
                store,
                (id, stored) -> stored.authType() + " " + new String(stored.principal(), StandardCharsets.UTF_8),
                Duration.ofMillis(LEASE_MILLIS),
                Duration.ofMillis(50),
                2,
                () -> new Moment(millis * 1_000_000, millis),
                Awaiter.blocking());
    }

    private static SignOnStore.SignOn signOn(String user) {
        return new SignOnStore.SignOn("BASIC", user.getBytes(StandardCharsets.UTF_8));
    }

    private void logIn(String id, String user) {
        signOns.open(id, signOn(user), user);
        assertThat(signOns.join(id, SHOP, 60)).isTrue();
    }

    @Test
    void aLoginGoesOutWithItsFirstSession() {
        logIn(ID, "ada");
        assertThat(store.steps).containsExactly("open");
        assertThat(signOns.find(ID)).isEqualTo("ada");
        assertThat(node().find(ID)).isEqualTo("BASIC ada");
    }

    @Test
    void asksAgainWhenTheLeaseHasEnded() {
        logIn(ID, "ada");
        millis += LEASE_MILLIS - 1;
        signOns.find(ID);
        assertThat(store.steps).containsExactly("open");
        millis += 1;
        assertThat(signOns.find(ID)).as("the same, not read anew").isEqualTo("ada");
        assertThat(store.steps).containsExactly("open", "load");
        store.signOns.clear();
        assertThat(signOns.find(ID)).as("the lease is new").isEqualTo("ada");
        millis += LEASE_MILLIS;
        assertThat(signOns.find(ID)).isNull();
    }

    @Test
    void anAnswerThatAnEndHasOvertakenIsNotKept() {
        store.signOns.put(ID, signOn("ada"));
        store.whileLoading = () -> signOns.forget(ID);
        assertThat(signOns.find(ID)).isEqualTo("BASIC ada");
        store.whileLoading = () -> {};
        store.signOns.clear();
        assertThat(signOns.find(ID)).isNull();
    }

    @Test
    void whatHasEndedIsNotKnownAnyMore() {
        logIn(ID, "ada");
        assertThat(signOns.end(ID)).containsExactly(SHOP);
        assertThat(signOns.find(ID)).isNull();
        assertThat(signOns.join(ID, SHOP, 60)).isFalse();
        assertThat(signOns.update(ID, signOn("ada"), "ada")).isFalse();
    }

    @Test
    void unknownIsNotAbsent() {
        store.silent = true;
        assertThatThrownBy(() -> signOns.find(ID)).isInstanceOf(StoreUnavailableException.class);
        store.silent = false;
        store.signOns.put(ID, signOn("ada"));
        assertThat(signOns.find(ID)).isEqualTo("BASIC ada");
    }

    @Test
    void whatCanBeNoIdIsNotAskedFor() {
        for (String odd : List.of("", "short", "0123456789ABCDE*", "0123456789ABCDE\u00e9", "A".repeat(257))) {
            assertThat(signOns.find(odd)).isNull();
        }
        assertThat(store.steps).isEmpty();
    }

    @Test
    void keepsNoMoreThanItMay() {
        for (int i = 0; i < 3; i++) {
            logIn(ID + i, "user" + i);
        }
        store.steps.clear();
        signOns.find(ID + 2);
        signOns.find(ID + 1);
        assertThat(store.steps).isEmpty();
        assertThat(signOns.find(ID + 0)).isEqualTo("BASIC user0");
        assertThat(store.steps).containsExactly("load");
    }

    private static final class FakeStore implements SignOnStore {

        private final Map<String, SignOn> signOns = new HashMap<>();
        private final Map<String, List<Member>> members = new HashMap<>();
        private final List<String> steps = new ArrayList<>();
        private Runnable whileLoading = () -> {};
        private boolean silent;

        private <T> CompletableFuture<T> answer(String step, T value) {
            steps.add(step);
            return silent ? new CompletableFuture<>() : CompletableFuture.completedFuture(value);
        }

        @Override
        public CompletableFuture<Void> open(String id, SignOn signOn, Member first, int timeoutSeconds) {
            signOns.put(id, signOn);
            members.put(id, new ArrayList<>(List.of(first)));
            return answer("open", null);
        }

        @Override
        public CompletableFuture<Boolean> update(String id, SignOn signOn) {
            return answer("update", signOns.replace(id, signOn) != null);
        }

        @Override
        public CompletableFuture<SignOn> load(String id) {
            SignOn found = signOns.get(id);
            whileLoading.run();
            return answer("load", found);
        }

        @Override
        public CompletableFuture<Boolean> join(String id, Member member, Member before, int timeoutSeconds) {
            return answer("join", signOns.containsKey(id) && members.get(id).add(member));
        }

        @Override
        public CompletableFuture<Void> leave(String id, Member member) {
            members.get(id).remove(member);
            return answer("leave", null);
        }

        @Override
        public CompletableFuture<List<Member>> members(String id) {
            return answer("members", List.copyOf(members.getOrDefault(id, List.of())));
        }

        @Override
        public CompletableFuture<List<Member>> end(String id) {
            signOns.remove(id);
            List<Member> left = members.remove(id);
            return answer("end", left == null ? List.of() : left);
        }
    }
}
