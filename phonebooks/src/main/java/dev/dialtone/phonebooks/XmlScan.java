package dev.dialtone.phonebooks;

import dev.dialtone.core.Decoded;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Takes an XML text apart and keeps the place of everything (SPEC [XML 1.0], without document types).
///
/// SECURITY: a document type is refused, so there are no entities but the five and no file or address is ever read
/// for one. Depth and number of elements are bounded.
final class XmlScan {
    private static final int DEEPEST = 32;
    private static final int MOST = 4_000;
    private static final Pattern NAME = Pattern.compile("[\\p{L}_][\\p{L}\\p{N}_.:-]{0,127}");
    private static final Pattern ATTRIBUTE =
            Pattern.compile("\\s+(" + NAME.pattern() + ")\\s*=\\s*(?:\"([^\"<]*)\"|'([^'<]*)')");
    private static final Pattern END = Pattern.compile("\\s*(/?)>");
    private static final Pattern ENTITY = Pattern.compile("&(?:#([0-9]{1,7})|#x([0-9a-fA-F]{1,6})|([A-Za-z]{1,8}));");
    private static final Map<String, String> ENTITIES =
            Map.of("amp", "&", "lt", "<", "gt", ">", "quot", "\"", "apos", "'");
    private static final String DATA = "<![CDATA[";

    private final SourceText source;
    private final String text;
    private final Deque<Open> open = new ArrayDeque<>();
    private final List<Stretch> comments = new ArrayList<>();
    private final List<XmlFile.Attribute> attributes = new ArrayList<>();
    private @Nullable XmlElement root;
    private int at;
    private int count;

    private XmlScan(SourceText source) {
        this.source = source;
        this.text = source.text();
    }

    /// An element whose end has not come.
    private record Open(
            String name, String path, int begin, int content, StringBuilder text, List<XmlElement> children) {}

    static Decoded<XmlFile> decode(SourceText source) {
        return new XmlScan(source).read();
    }

    private Decoded<XmlFile> read() {
        at = text.startsWith("\uFEFF") ? 1 : 0;
        while (at < text.length()) {
            Optional<Decoded<XmlFile>> wrong = text.charAt(at) == '<' ? markup() : characters();
            if (wrong.isPresent()) {
                return wrong.get();
            }
        }
        XmlElement whole = root;
        if (whole == null) {
            Open top = open.peek();
            return source.malformed(text.length(), "", "the end", top == null ? "an element" : "</" + top.name() + ">");
        }
        return Decoded.ok(new XmlFile(source, whole, comments, attributes), source.bytes().length);
    }

    private Optional<Decoded<XmlFile>> wrong(int place, String found, String expected) {
        return Optional.of(source.malformed(place, "", found, expected));
    }

    private Optional<Decoded<XmlFile>> markup() {
        if (text.startsWith("<!--", at)) {
            int end = text.indexOf("-->", at + 4);
            if (end < 0) {
                return wrong(at, "<!--", "--> behind it");
            }
            comments.add(new Stretch(at + 4, end));
            at = end + 3;
            return Optional.empty();
        }
        if (text.startsWith(DATA, at)) {
            int end = text.indexOf("]]>", at);
            Open top = open.peek();
            if (end < 0 || top == null) {
                return wrong(at, DATA, end < 0 ? "]]> behind it" : "an element around it");
            }
            top.text().append(text, at + DATA.length(), end);
            at = end + 3;
            return Optional.empty();
        }
        if (text.startsWith("<!", at)) {
            return wrong(at, word(), "an element: document types are not read, nor what they name");
        }
        if (text.startsWith("<?", at)) {
            int end = text.indexOf("?>", at);
            if (end < 0) {
                return wrong(at, "<?", "?> behind it");
            }
            at = end + 2;
            return Optional.empty();
        }
        return text.startsWith("</", at) ? closed() : opened();
    }

    private String word() {
        return text.substring(at, Math.min(text.length(), at + 9));
    }

    private Optional<Decoded<XmlFile>> characters() {
        int next = text.indexOf('<', at);
        int end = next < 0 ? text.length() : next;
        Open top = open.peek();
        if (top == null) {
            int place = at;
            while (place < end && Character.isWhitespace(text.charAt(place))) {
                place++;
            }
            at = end;
            return place == end
                    ? Optional.empty()
                    : wrong(place, text.substring(place, Math.min(end, place + 20)), "nothing outside the element");
        }
        Matcher entity = ENTITY.matcher(text);
        while (at < end) {
            char c = text.charAt(at);
            if (c != '&') {
                top.text().append(c);
                at++;
                continue;
            }
            String meant = entity.region(at, end).lookingAt() ? meaning(entity) : "";
            if (meant.isEmpty()) {
                return wrong(at, word(), "&amp;, &lt;, &gt;, &quot;, &apos; or the number of a character");
            }
            top.text().append(meant);
            at = entity.end();
        }
        return Optional.empty();
    }

    /// Empty for what is no character of XML.
    private static String meaning(Matcher entity) {
        if (entity.group(3) != null) {
            return ENTITIES.getOrDefault(entity.group(3), "");
        }
        int number =
                entity.group(1) != null ? Integer.parseInt(entity.group(1)) : Integer.parseInt(entity.group(2), 16);
        boolean fits = number == '\t'
                || number == '\n'
                || (number >= ' ' && number < 0xD800)
                || (number > 0xDFFF && number <= 0xFFFD)
                || (number > 0xFFFF && number <= Character.MAX_CODE_POINT);
        return fits ? Character.toString(number) : "";
    }

    private Optional<Decoded<XmlFile>> opened() {
        int begin = at;
        Matcher name = NAME.matcher(text).region(at + 1, text.length());
        if (!name.lookingAt()) {
            return wrong(begin, word(), "the name of an element behind <");
        }
        if (root != null) {
            return wrong(begin, word(), "one element only, with everything in it");
        }
        if (open.size() >= DEEPEST || ++count > MOST) {
            return wrong(begin, word(), "at most " + MOST + " elements, " + DEEPEST + " deep");
        }
        at = name.end();
        Matcher attribute = ATTRIBUTE.matcher(text);
        while (attribute.region(at, text.length()).lookingAt()) {
            int group = attribute.group(2) == null ? 3 : 2;
            attributes.add(new XmlFile.Attribute(
                    attribute.group(1), new Stretch(attribute.start(group), attribute.end(group))));
            at = attribute.end();
        }
        Matcher end = END.matcher(text).region(at, text.length());
        if (!end.lookingAt()) {
            return wrong(at, at < text.length() ? word() : "the end", "NAME=\"VALUE\", > or />");
        }
        at = end.end();
        Open top = open.peek();
        String local = local(name.group());
        String path = top == null ? "" : top.path().isEmpty() ? local : top.path() + "/" + local;
        Open opened = new Open(name.group(), path, begin, at, new StringBuilder(), new ArrayList<>());
        if (end.group(1).isEmpty()) {
            open.push(opened);
        } else {
            add(element(opened, at, true));
        }
        return Optional.empty();
    }

    private static String local(String name) {
        return name.substring(name.lastIndexOf(':') + 1);
    }

    private Optional<Decoded<XmlFile>> closed() {
        Matcher name = NAME.matcher(text).region(at + 2, text.length());
        Open top = open.peek();
        if (top == null || !name.lookingAt() || !name.group().equals(top.name())) {
            return wrong(at, word(), top == null ? "an element" : "</" + top.name() + ">");
        }
        Matcher end = END.matcher(text).region(name.end(), text.length());
        if (!end.lookingAt() || !end.group(1).isEmpty()) {
            return wrong(at, word(), "</" + top.name() + ">");
        }
        if (!top.children().isEmpty() && !top.text().toString().isBlank()) {
            return wrong(top.begin(), "<" + top.name() + ">", "text or elements in it, not both");
        }
        open.pop();
        int content = at;
        at = end.end();
        add(element(top, content, false));
        return Optional.empty();
    }

    private XmlElement element(Open opened, int contentEnd, boolean isShort) {
        return new XmlElement(
                local(opened.name()),
                opened.path(),
                opened.children().isEmpty() ? opened.text().toString().strip().replaceAll("\\s+", " ") : "",
                new Stretch(opened.begin(), at),
                new Stretch(opened.content(), contentEnd),
                isShort,
                opened.children());
    }

    private void add(XmlElement element) {
        Open top = open.peek();
        if (top == null) {
            root = element;
        } else {
            top.children().add(element);
        }
    }
}
