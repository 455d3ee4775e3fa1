package dev.limpet.tomcat;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Somebody with a browser that shows a page of {@link FacesWebapp}, whose form goes back to whichever node is named. */
final class FacesVisitor {

    static final String PATH = "/faces";

    private static final Pattern VIEW_STATE =
            Pattern.compile("name=\"jakarta.faces.ViewState\"[^>]* value=\"([^\"]*)\"");

    private final Browser browser;
    private String page;

    FacesVisitor() {
        this(new Browser(), null);
    }

    private FacesVisitor(Browser browser, String page) {
        this.browser = browser;
        this.page = page;
    }

    /** The same page in another tab: the cookies are the same ones. */
    FacesVisitor tab() {
        return new FacesVisitor(browser, page);
    }

    FacesVisitor open(EmbeddedNode node, String name) throws Exception {
        return show(browser.get(node.url(PATH + "/" + name)));
    }

    /** Sends the form by one of its buttons. */
    FacesVisitor press(EmbeddedNode node, String button, String item) throws Exception {
        return show(submit(node, button, item, viewState()));
    }

    HttpResponse<String> submit(EmbeddedNode node, String button, String item, String viewState)
            throws IOException, InterruptedException {
        String form = "form=form&form:item=" + item + "&form:" + button + "=" + button + "&jakarta.faces.ViewState="
                + URLEncoder.encode(viewState, StandardCharsets.UTF_8);
        return browser.post(node.url(PATH + "/shop.xhtml"), form);
    }

    private FacesVisitor show(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        page = answer.body();
        return this;
    }

    /** The session's id as the client has it, without the suffix. */
    String session() {
        return RequestedSession.parse(browser.cookie("JSESSIONID")).id();
    }

    String viewState() {
        return find(VIEW_STATE);
    }

    /** What the page has in an element. */
    String shown(String id) {
        return find(Pattern.compile("id=\"" + id + "\">([^<]*)<"));
    }

    private String find(Pattern pattern) {
        Matcher found = pattern.matcher(page);
        assertThat(found.find()).as("%s in %s", pattern, page).isTrue();
        return found.group(1);
    }
}
