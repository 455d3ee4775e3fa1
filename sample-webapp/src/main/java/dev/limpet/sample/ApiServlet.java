package dev.limpet.sample;

import java.io.IOException;
import java.util.Optional;

import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/**
 * The page for programs: {@code GET /api/state}, and {@code POST /api/counter}, {@code /api/cart}, {@code /api/login},
 * {@code /api/logout} with form parameters. All answer with the state as it is then. Called by the container's request
 * threads.
 */
@WebServlet("/api/*")
public final class ApiServlet extends HttpServlet {

    private static final long serialVersionUID = 1L;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if ("/state".equals(request.getPathInfo())) {
            state(request, response);
        } else {
            Responses.json(response, HttpServletResponse.SC_NOT_FOUND, Json.error("GET /api/state is all there is"));
        }
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Optional<Action> action = Action.of(request.getPathInfo());
        if (action.isEmpty()) {
            Responses.json(response, HttpServletResponse.SC_NOT_FOUND, Json.error("no such action"));
        } else if (action.get().perform(request, Node.ofThisProcess())) {
            state(request, response);
        } else {
            Responses.json(
                    response, HttpServletResponse.SC_BAD_REQUEST, Json.error("a parameter is missing or invalid"));
        }
    }

    private static void state(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Responses.json(response, HttpServletResponse.SC_OK, Json.state(Node.ofThisProcess(), Visit.of(request)));
    }
}
