package dev.dialtone.carriers;

import dev.dialtone.core.Decoded;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One way to sign in that a proxy offers (RFC 9110 §11.3).
///
/// @param scheme     as it was written
/// @param parameters by name in lower case, without quotes; empty for a scheme with a token instead
record ProxyChallenge(String scheme, Map<String, String> parameters) {
    static final int MAX_CHALLENGES = 16;
    static final int MAX_PARAMETERS = 32;

    ProxyChallenge {
        parameters = Map.copyOf(parameters);
    }

    boolean is(String wanted) {
        return scheme.equalsIgnoreCase(wanted);
    }

    /// Reads the value of one header field, which may hold several. Whether a word after a comma is a parameter of
    /// the challenge before it or a scheme of its own is told by the `=` behind it.
    static Decoded<List<ProxyChallenge>> parse(String value) {
        return new Reader(value).read();
    }

    private static final class Reader {
        private final String text;
        private final List<ProxyChallenge> done = new ArrayList<>();
        private final Map<String, String> parameters = new LinkedHashMap<>();
        private String scheme = "";
        private int at;

        Reader(String text) {
            this.text = text;
        }

        Decoded<List<ProxyChallenge>> read() {
            while (true) {
                skip(" \t,");
                if (at == text.length()) {
                    finish();
                    return Decoded.ok(List.copyOf(done), at);
                }
                int from = at;
                String word = token();
                if (word.isEmpty()) {
                    return Decoded.malformed("a challenge has no name where one is wanted", at);
                }
                int behind = at;
                skip(" \t");
                if (!scheme.isEmpty() && is('=')) {
                    at++;
                    skip(" \t");
                    String given = is('"') ? quoted() : token();
                    boolean ends = at == text.length() || " \t,".indexOf(text.charAt(at)) >= 0;
                    if (given == null || !ends) {
                        return Decoded.malformed("a parameter of a challenge does not end", from);
                    }
                    boolean twice = parameters.put(word.toLowerCase(Locale.ROOT), given) != null;
                    if (twice || parameters.size() > MAX_PARAMETERS) {
                        return Decoded.malformed(
                                twice ? "a challenge has a parameter twice" : "a challenge has too many parameters",
                                from);
                    }
                } else {
                    finish();
                    if (done.size() == MAX_CHALLENGES) {
                        return Decoded.malformed("it has more than " + MAX_CHALLENGES + " challenges", from);
                    }
                    if (behind < text.length() && " \t,".indexOf(text.charAt(behind)) < 0) {
                        return Decoded.malformed("a challenge has no scheme", behind);
                    }
                    scheme = word;
                    token68();
                }
            }
        }

        private void finish() {
            if (!scheme.isEmpty()) {
                done.add(new ProxyChallenge(scheme, parameters));
                parameters.clear();
                scheme = "";
            }
        }

        private boolean is(char wanted) {
            return at < text.length() && text.charAt(at) == wanted;
        }

        private void skip(String characters) {
            while (at < text.length() && characters.indexOf(text.charAt(at)) >= 0) {
                at++;
            }
        }

        private String token() {
            int from = at;
            while (at < text.length() && isTokenCharacter(text.charAt(at))) {
                at++;
            }
            return text.substring(from, at);
        }

        private static boolean isTokenCharacter(char c) {
            return c < 128 && (Character.isLetterOrDigit(c) || "!#$%&'*+-.^_`|~".indexOf(c) >= 0);
        }

        /// Passes by what schemes like Negotiate have in place of parameters.
        private void token68() {
            int from = at;
            while (at < text.length() && (isTokenCharacter(text.charAt(at)) || is('/'))) {
                at++;
            }
            boolean some = at > from;
            skip("=");
            int end = at;
            skip(" \t");
            if (!some || (at < text.length() && !is(','))) {
                at = from;
            } else {
                at = end;
            }
        }

        /// SPEC [RFC 9110 §5.6.4]; null when it does not end.
        private @Nullable String quoted() {
            StringBuilder value = new StringBuilder();
            for (at++; at < text.length(); at++) {
                char c = text.charAt(at);
                if (c == '"') {
                    at++;
                    return value.toString();
                }
                if (c == '\\') {
                    at++;
                    if (at == text.length()) {
                        return null;
                    }
                    c = text.charAt(at);
                }
                value.append(c);
            }
            return null;
        }
    }
}
