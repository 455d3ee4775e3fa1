package dev.limpet.sample;

import java.io.IOException;
import java.util.Optional;

import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/**
 * The page's buttons: does what was asked for and leads back to the page. A form that makes no sense (an empty name)
 * leads back too, and changes nothing. Called by the container's request threads.
 */
@WebServlet("/do/*")
public final class ActionServlet extends HttpServlet {

    private static final long serialVersionUID = 1L;

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Optional<Action> action = Action.of(request.getPathInfo());
        if (action.isEmpty()) {
            response.sendError(HttpServletResponse.SC_NOT_FOUND);
            return;
        }
        action.get().perform(request, Node.ofThisProcess());
        Responses.seeOther(response, request.getContextPath() + "/");
    }
}
