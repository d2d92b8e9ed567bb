package dev.dialtone.api;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.dialtone.fuzz.Check;
import dev.dialtone.fuzz.Input;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// JSON from a client, a daemon or a file, and the values of an entry's options.
class ApiFuzz {
    private static final List<Function<JsonObject, Map<String, Object>>> SHAPES = List.of(
            json -> Wire.of(Wire.notification(json)),
            json -> Wire.of(Wire.event(json)),
            json -> Wire.of(Wire.status(json)),
            json -> Wire.of(Wire.projection(json)),
            json -> Wire.of(Wire.entry(json)),
            json -> Wire.of(Wire.credentials(json)),
            json -> Wire.of(Wire.device(json)),
            json -> Wire.of(Wire.finding(json)),
            json -> Wire.of(Wire.info(json)),
            json -> Wire.of(Wire.exception(json)),
            json -> HistoryWire.of(HistoryWire.summary(json)));

    /// Any text is an object or error 87; an object is written so that it reads the same.
    @FuzzTest
    void json(byte[] data) {
        JsonObject object = read(new String(data, StandardCharsets.UTF_8));
        if (object != null) {
            for (String name : object.names()) {
                refused(() -> object.text(name));
                refused(() -> object.number(name));
                refused(() -> object.flag(name, false));
                refused(() -> object.texts(name));
                refused(() -> object.objects(name));
                refused(() -> object.object(name));
            }
        }
    }

    private static void refused(Runnable reading) {
        try {
            reading.run();
        } catch (RasException e) {
            Check.same(e.error(), RasError.INVALID_PARAMETER, "a field that does not fit is error 87");
        }
    }

    private static JsonObject read(String text) {
        try {
            return Json.object(text);
        } catch (RasException e) {
            Check.same(e.error(), RasError.INVALID_PARAMETER, "text that is no object is error 87");
            return null;
        }
    }

    /// What is read as a shape of the API and written reads the same again.
    @FuzzTest
    void wire(byte[] data) {
        Input input = new Input(data);
        Function<JsonObject, Map<String, Object>> shape = SHAPES.get(input.below(SHAPES.size()));
        JsonObject object = read(input.restAsText());
        if (object == null) {
            return;
        }
        Map<String, Object> written;
        try {
            written = shape.apply(object);
        } catch (RasException e) {
            Check.that(
                    e.error() == RasError.INVALID_PARAMETER || e.error() == RasError.INVALID_NAME,
                    "what does not fit is error 87 or 123");
            return;
        }
        String text = Json.text(written);
        Check.that(text.indexOf('\n') < 0, "one object is one line");
        Check.same(Json.text(shape.apply(Json.object(text))), text, "a shape is read as it was written");
    }

    /// A list of entries is the same whichever way it is read. Of what is no text the ways need not agree.
    @FuzzTest
    void entries(byte[] data) {
        String text = new String(data, StandardCharsets.UTF_8);
        Optional<List<Entry>> read = EntryReader.read(new ByteArrayInputStream(data));
        if (!Arrays.equals(text.getBytes(StandardCharsets.UTF_8), data)) {
            return;
        }
        if (read.isPresent()) {
            Check.same(read.get(), Wire.entries(Json.object(text)), "both ways agree");
        } else {
            refusedAsEntries(text);
        }
    }

    private static void refusedAsEntries(String text) {
        try {
            Wire.entries(Json.object(text));
        } catch (RasException e) {
            Check.that(
                    e.error() == RasError.INVALID_PARAMETER || e.error() == RasError.INVALID_NAME,
                    "what does not fit is error 87 or 123");
        }
    }

    /// What a query asks of the history is error 87 with its name, or reads the same when it is written.
    @FuzzTest
    void historyQuery(byte[] data) {
        Input input = new Input(data);
        Map<String, String> query = new LinkedHashMap<>();
        for (int i = 0; i < 7 && input.more(); i++) {
            query.put(input.pick(HistoryWire.PARAMETERS.toArray(String[]::new)), input.text(input.u8()));
        }
        HistoryFilter filter;
        try {
            filter = HistoryWire.filter(query);
        } catch (RasException e) {
            Check.same(e.error(), RasError.INVALID_PARAMETER, "a parameter that does not fit is error 87");
            String message = String.valueOf(e.getMessage());
            Check.that(
                    HistoryWire.PARAMETERS.stream().anyMatch(name -> message.startsWith(name + ": ")),
                    "the error names the parameter");
            return;
        }
        Check.same(HistoryWire.filter(HistoryWire.of(filter)), filter, "a filter is read as it was written");
    }

    /// A value is refused or becomes canonical, and what is canonical stays as it is.
    @FuzzTest
    void option(byte[] data) {
        Input input = new Input(data);
        EntryOption option = input.pick(EntryOption.values());
        String value = input.restAsText();
        Entry entry;
        try {
            entry = Entry.of("fuzz").with(option, value);
        } catch (RasException e) {
            Check.same(e.error(), RasError.INVALID_PARAMETER, "a value that does not fit is error 87");
            Check.that(String.valueOf(e.getMessage()).contains(option.key()), "the error names the option");
            return;
        }
        String canonical = entry.text(option);
        Check.same(entry.with(option, canonical).text(option), canonical, "canonical stays");
        Check.that(option.kind() instanceof OptionKind.Pem || canonical.lines().count() <= 1, "one line");
        entry.list(option);
        Check.same(Wire.entry(Json.object(Json.text(Wire.of(entry)))), entry, "an entry is read as it was written");
    }
}
