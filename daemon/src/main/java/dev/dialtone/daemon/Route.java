package dev.dialtone.daemon;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// One line of the table of routes.
///
/// @param method  `GET`
/// @param pattern segments; `{name}` takes any one
/// @param action  what answers
record Route(String method, List<String> pattern, Action action) {

    /// Answers a call, on a virtual thread of its own.
    @FunctionalInterface
    interface Action {
        /// Answers one.
        ///
        /// @throws dev.dialtone.api.RasException what is refused; it becomes the answer
        /// @throws IOException                   the client is gone
        void answer(Call call) throws IOException;
    }

    /// `GET /v1/connections/{target}`.
    static Route of(String line, Action action) {
        int space = line.indexOf(' ');
        return new Route(
                line.substring(0, space), List.of(line.substring(space + 2).split("/", -1)), action);
    }

    /// The path's variables if this route's path is that one, whatever the method.
    Optional<Map<String, String>> match(List<String> segments) {
        if (segments.size() != pattern.size()) {
            return Optional.empty();
        }
        Map<String, String> variables = new HashMap<>();
        for (int i = 0; i < pattern.size(); i++) {
            String want = pattern.get(i);
            String have = segments.get(i);
            if (want.startsWith("{") && !have.isEmpty()) {
                variables.put(want.substring(1, want.length() - 1), have);
            } else if (!want.equals(have)) {
                return Optional.empty();
            }
        }
        return Optional.of(variables);
    }
}
