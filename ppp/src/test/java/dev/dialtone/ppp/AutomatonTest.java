package dev.dialtone.ppp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dialtone.ppp.Automaton.Action;
import dev.dialtone.ppp.Automaton.Event;
import dev.dialtone.ppp.Automaton.State;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// One test per cell of the state transition table of RFC 1661 §4.1, transcribed from it with its notes: r restart
/// option, p passive option, x crossed connection. States by the RFC's numbers.
class AutomatonTest {
    private static final String TABLE = """
            Up        2   irc,scr/6  -      -              -      -      -          -          -          -
            Down      -   -          0      tls/1          0      1      1          1          1          tld/1
            Open      tls/1 1        irc,scr/6 3r          5r     5r     6          7          8          9r
            Close     0   tlf/0      2      2              4      4      irc,str/4  irc,str/4  irc,str/4  tld,irc,str/4
            TO+       -   -          -      -              str/4  str/5  scr/6      scr/6      scr/8      -
            TO-       -   -          -      -              tlf/2  tlf/3  tlf/3p     tlf/3p     tlf/3p     -
            RCR+      -   -          sta/2  irc,scr,sca/8  4      5      sca/8      sca,tlu/9  sca/8      tld,scr,sca/8
            RCR-      -   -          sta/2  irc,scr,scn/6  4      5      scn/6      scn/7      scn/6      tld,scr,scn/6
            RCA       -   -          sta/2  sta/3          4      5      irc/7      scr/6x     irc,tlu/9  tld,scr/6x
            RCN       -   -          sta/2  sta/3          4      5      irc,scr/6  scr/6x     irc,scr/8  tld,scr/6x
            RTR       -   -          sta/2  sta/3          sta/4  sta/5  sta/6      sta/6      sta/6      tld,zrc,sta/5
            RTA       -   -          2      3              tlf/2  tlf/3  6          6          8          tld,scr/6
            RUC       -   -          scj/2  scj/3          scj/4  scj/5  scj/6      scj/7      scj/8      scj/9
            RXJ+      -   -          2      3              4      5      6          6          8          9
            RXJ-      -   -          tlf/2  tlf/3          tlf/2  tlf/3  tlf/3      tlf/3      tlf/3      tld,irc,str/5
            RXR       -   -          2      3              4      5      6          7          8          ser/9
            """;
    private static final List<String> EVENTS = List.of(
            "Up", "Down", "Open", "Close", "TO+", "TO-", "RCR+", "RCR-", "RCA", "RCN", "RTR", "RTA", "RUC", "RXJ+",
            "RXJ-", "RXR");

    static Stream<Arguments> cells() {
        return TABLE.lines().flatMap(line -> {
            String[] columns = line.split("\\s+");
            Event event = Event.values()[EVENTS.indexOf(columns[0])];
            return IntStream.range(0, 10)
                    .mapToObj(state -> Arguments.of(State.values()[state], event, columns[state + 1]));
        });
    }

    @ParameterizedTest(name = "{0} {1} -> {2}")
    @MethodSource("cells")
    void cell(State state, Event event, String cell) {
        Automaton.Transition transition = Automaton.transition(state, event);
        if (cell.equals("-")) {
            assertThat(transition).isNull();
            return;
        }
        String bare = cell.replaceAll("[rpx]$", "");
        int slash = bare.indexOf('/');
        List<Action> actions = slash < 0
                ? List.of()
                : Arrays.stream(bare.substring(0, slash).split(","))
                        .map(name -> Action.valueOf(name.toUpperCase(Locale.ROOT)))
                        .toList();
        assertThat(transition)
                .isEqualTo(
                        new Automaton.Transition(State.values()[Integer.parseInt(bare.substring(slash + 1))], actions));
    }

    @Test
    void theTableHasSixteenEventsAndTenStates() {
        assertThat(cells().count()).isEqualTo(160);
        assertThat(EVENTS).hasSameSizeAs(Event.values());
    }
}
