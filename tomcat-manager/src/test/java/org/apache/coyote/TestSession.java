package org.apache.coyote;

import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import jakarta.servlet.ServletRequest;

/** A session that only counts: changes by the application, saves at the seam. What the next save does is up to the test. */
final class TestSession implements CommitSeam.Point {

    /** What a save meets. */
    enum Store {
        WORKS,
        HANGS,
        FAILS,
        THROWS_UNCHECKED
    }

    private static final String ATTRIBUTE = "test.session";

    final AtomicInteger headers = new AtomicInteger();
    final CountDownLatch saving = new CountDownLatch(1);
    final CountDownLatch release = new CountDownLatch(1);
    private final AtomicInteger changed = new AtomicInteger();
    private final AtomicInteger saved = new AtomicInteger();
    private final Store store;
    volatile boolean sendfile;
    private volatile Response response;

    TestSession(Store store) {
        this.store = store;
    }

    static TestSession of(ServletRequest request) {
        return (TestSession) request.getAttribute(ATTRIBUTE);
    }

    void bind(org.apache.catalina.connector.Request request) {
        response = request.getResponse().getCoyoteResponse();
        request.setAttribute(ATTRIBUTE, this);
        install();
    }

    CommitSeam install() {
        return CommitSeam.install(response, this);
    }

    void change() {
        changed.incrementAndGet();
    }

    boolean isChanged() {
        return changed.get() > 0;
    }

    boolean seamIsOut() {
        return !(response.hook instanceof CommitSeam) && !(response.outputBuffer instanceof CommitSeam);
    }

    boolean isSaved() {
        return saved.get() == changed.get();
    }

    @Override
    public void beforeHeaders() throws CommitSeam.Refusal {
        headers.incrementAndGet();
        sendfile = response.getRequest().getAttribute(Constants.SENDFILE_FILENAME_ATTR) != null;
        try {
            save();
        } catch (IOException e) {
            throw new CommitSeam.Refusal(503, "store down", e);
        }
        response.getMimeHeaders().addValue("Set-Cookie").setString("SEAM=1");
    }

    @Override
    public void beforeEnd() throws IOException {
        save();
    }

    private void save() throws IOException {
        int seen = changed.get();
        if (seen == saved.get()) {
            return;
        }
        switch (store) {
            case FAILS -> throw new IOException("store down");
            case THROWS_UNCHECKED -> throw new IllegalStateException("bug");
            case HANGS -> hang();
            case WORKS -> {}
        }
        saved.set(seen);
    }

    private void hang() throws IOException {
        saving.countDown();
        try {
            if (!release.await(20, TimeUnit.SECONDS)) {
                throw new IOException("never released");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }
}
