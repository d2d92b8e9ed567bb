package dev.dialtone.ppp;

import static dev.dialtone.ppp.Automaton.Action.*;
import static dev.dialtone.ppp.Automaton.State.*;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// The option negotiation automaton of RFC 1661 §4.1, as a pure table. [ControlProtocol] carries its actions out.
///
/// ```
///       | Initial   Starting  Closed    Stopped       Closing   Stopping
/// Up    |    2     irc,scr/6     -         -             -         -
/// Down  |    -         -         0       tls/1           0         1
/// Open  |  tls/1       1     irc,scr/6     3             5         5
/// Close |    0       tlf/0       2         2             4         4
/// TO+   |    -         -         -         -           str/4     str/5
/// TO-   |    -         -         -         -           tlf/2     tlf/3
/// RCR+  |    -         -       sta/2  irc,scr,sca/8      4         5
/// RCR-  |    -         -       sta/2  irc,scr,scn/6      4         5
/// RCA   |    -         -       sta/2     sta/3           4         5
/// RCN   |    -         -       sta/2     sta/3           4         5
/// RTR   |    -         -       sta/2     sta/3         sta/4     sta/5
/// RTA   |    -         -         2         3           tlf/2     tlf/3
/// RUC   |    -         -       scj/2     scj/3         scj/4     scj/5
/// RXJ+  |    -         -         2         3             4         5
/// RXJ-  |    -         -       tlf/2     tlf/3         tlf/2     tlf/3
/// RXR   |    -         -         2         3             4         5
///
///       | Req-Sent      Ack-Rcvd      Ack-Sent      Opened
/// Up    |    -             -             -             -
/// Down  |    1             1             1           tld/1
/// Open  |    6             7             8             9
/// Close | irc,str/4     irc,str/4     irc,str/4  tld,irc,str/4
/// TO+   |  scr/6         scr/6         scr/8           -
/// TO-   |  tlf/3         tlf/3         tlf/3           -
/// RCR+  |  sca/8       sca,tlu/9       sca/8     tld,scr,sca/8
/// RCR-  |  scn/6         scn/7         scn/6     tld,scr,scn/6
/// RCA   |  irc/7         scr/6       irc,tlu/9     tld,scr/6
/// RCN   | irc,scr/6      scr/6       irc,scr/8     tld,scr/6
/// RTR   |  sta/6         sta/6         sta/6     tld,zrc,sta/5
/// RTA   |    6             6             8         tld,scr/6
/// RUC   |  scj/6         scj/7         scj/8         scj/9
/// RXJ+  |    6             6             8             9
/// RXJ-  |  tlf/3         tlf/3         tlf/3     tld,irc,str/5
/// RXR   |    6             7             8           ser/9
/// ```
final class Automaton {
    private Automaton() {}

    /// The ten states, in the RFC's order.
    enum State {
        INITIAL,
        STARTING,
        CLOSED,
        STOPPED,
        CLOSING,
        STOPPING,
        REQ_SENT,
        ACK_RCVD,
        ACK_SENT,
        OPENED
    }

    /// The sixteen events.
    enum Event {
        UP,
        DOWN,
        OPEN,
        CLOSE,
        TO_PLUS,
        TO_MINUS,
        RCR_PLUS,
        RCR_MINUS,
        RCA,
        RCN,
        RTR,
        RTA,
        RUC,
        RXJ_PLUS,
        RXJ_MINUS,
        RXR
    }

    /// The actions, by their names in the RFC.
    enum Action {
        TLU,
        TLD,
        TLS,
        TLF,
        IRC,
        ZRC,
        SCR,
        SCA,
        SCN,
        STR,
        STA,
        SCJ,
        SER
    }

    record Transition(State next, List<Action> actions) {}

    private static Transition to(State next, Action... actions) {
        return new Transition(next, List.of(actions));
    }

    /// The cell of the table, or null for `-`: the event cannot happen in that state.
    static @Nullable Transition transition(State state, Event event) {
        return switch (state) {
            case INITIAL -> initial(event);
            case STARTING -> starting(event);
            case CLOSED -> closed(event);
            case STOPPED -> stopped(event);
            case CLOSING -> closing(event);
            case STOPPING -> stopping(event);
            case REQ_SENT -> reqSent(event);
            case ACK_RCVD -> ackRcvd(event);
            case ACK_SENT -> ackSent(event);
            case OPENED -> opened(event);
        };
    }

    private static @Nullable Transition initial(Event event) {
        return switch (event) {
            case UP -> to(CLOSED);
            case OPEN -> to(STARTING, TLS);
            case CLOSE -> to(INITIAL);
            case DOWN, TO_PLUS, TO_MINUS, RCR_PLUS, RCR_MINUS, RCA, RCN, RTR, RTA, RUC, RXJ_PLUS, RXJ_MINUS, RXR ->
                null;
        };
    }

    private static @Nullable Transition starting(Event event) {
        return switch (event) {
            case UP -> to(REQ_SENT, IRC, SCR);
            case OPEN -> to(STARTING);
            case CLOSE -> to(INITIAL, TLF);
            case DOWN, TO_PLUS, TO_MINUS, RCR_PLUS, RCR_MINUS, RCA, RCN, RTR, RTA, RUC, RXJ_PLUS, RXJ_MINUS, RXR ->
                null;
        };
    }

    private static @Nullable Transition closed(Event event) {
        return switch (event) {
            case DOWN -> to(INITIAL);
            case OPEN -> to(REQ_SENT, IRC, SCR);
            case CLOSE, RTA, RXJ_PLUS, RXR -> to(CLOSED);
            case RCR_PLUS, RCR_MINUS, RCA, RCN, RTR -> to(CLOSED, STA);
            case RUC -> to(CLOSED, SCJ);
            case RXJ_MINUS -> to(CLOSED, TLF);
            case UP, TO_PLUS, TO_MINUS -> null;
        };
    }

    private static @Nullable Transition stopped(Event event) {
        return switch (event) {
            case DOWN -> to(STARTING, TLS);
            case OPEN, RTA, RXJ_PLUS, RXR -> to(STOPPED);
            case CLOSE -> to(CLOSED);
            case RCR_PLUS -> to(ACK_SENT, IRC, SCR, SCA);
            case RCR_MINUS -> to(REQ_SENT, IRC, SCR, SCN);
            case RCA, RCN, RTR -> to(STOPPED, STA);
            case RUC -> to(STOPPED, SCJ);
            case RXJ_MINUS -> to(STOPPED, TLF);
            case UP, TO_PLUS, TO_MINUS -> null;
        };
    }

    private static @Nullable Transition closing(Event event) {
        return switch (event) {
            case DOWN -> to(INITIAL);
            case OPEN -> to(STOPPING);
            case TO_PLUS -> to(CLOSING, STR);
            case TO_MINUS, RTA, RXJ_MINUS -> to(CLOSED, TLF);
            case CLOSE, RCR_PLUS, RCR_MINUS, RCA, RCN, RXJ_PLUS, RXR -> to(CLOSING);
            case RTR -> to(CLOSING, STA);
            case RUC -> to(CLOSING, SCJ);
            case UP -> null;
        };
    }

    private static @Nullable Transition stopping(Event event) {
        return switch (event) {
            case DOWN -> to(STARTING);
            case CLOSE -> to(CLOSING);
            case TO_PLUS -> to(STOPPING, STR);
            case TO_MINUS, RTA, RXJ_MINUS -> to(STOPPED, TLF);
            case OPEN, RCR_PLUS, RCR_MINUS, RCA, RCN, RXJ_PLUS, RXR -> to(STOPPING);
            case RTR -> to(STOPPING, STA);
            case RUC -> to(STOPPING, SCJ);
            case UP -> null;
        };
    }

    private static @Nullable Transition reqSent(Event event) {
        return switch (event) {
            case DOWN -> to(STARTING);
            case OPEN, RTA, RXJ_PLUS, RXR -> to(REQ_SENT);
            case CLOSE -> to(CLOSING, IRC, STR);
            case TO_PLUS -> to(REQ_SENT, SCR);
            case TO_MINUS, RXJ_MINUS -> to(STOPPED, TLF);
            case RCR_PLUS -> to(ACK_SENT, SCA);
            case RCR_MINUS -> to(REQ_SENT, SCN);
            case RCA -> to(ACK_RCVD, IRC);
            case RCN -> to(REQ_SENT, IRC, SCR);
            case RTR -> to(REQ_SENT, STA);
            case RUC -> to(REQ_SENT, SCJ);
            case UP -> null;
        };
    }

    private static @Nullable Transition ackRcvd(Event event) {
        return switch (event) {
            case DOWN -> to(STARTING);
            case OPEN, RXR -> to(ACK_RCVD);
            case CLOSE -> to(CLOSING, IRC, STR);
            // a Configure-Ack or -Nak here is a crossed connection: begin again
            case TO_PLUS, RCA, RCN -> to(REQ_SENT, SCR);
            case TO_MINUS, RXJ_MINUS -> to(STOPPED, TLF);
            case RCR_PLUS -> to(OPENED, SCA, TLU);
            case RCR_MINUS -> to(ACK_RCVD, SCN);
            case RTR -> to(REQ_SENT, STA);
            case RTA, RXJ_PLUS -> to(REQ_SENT);
            case RUC -> to(ACK_RCVD, SCJ);
            case UP -> null;
        };
    }

    private static @Nullable Transition ackSent(Event event) {
        return switch (event) {
            case DOWN -> to(STARTING);
            case OPEN, RTA, RXJ_PLUS, RXR -> to(ACK_SENT);
            case CLOSE -> to(CLOSING, IRC, STR);
            case TO_PLUS -> to(ACK_SENT, SCR);
            case TO_MINUS, RXJ_MINUS -> to(STOPPED, TLF);
            case RCR_PLUS -> to(ACK_SENT, SCA);
            case RCR_MINUS -> to(REQ_SENT, SCN);
            case RCA -> to(OPENED, IRC, TLU);
            case RCN -> to(ACK_SENT, IRC, SCR);
            case RTR -> to(REQ_SENT, STA);
            case RUC -> to(ACK_SENT, SCJ);
            case UP -> null;
        };
    }

    private static @Nullable Transition opened(Event event) {
        return switch (event) {
            case DOWN -> to(STARTING, TLD);
            case OPEN, RXJ_PLUS -> to(OPENED);
            case CLOSE -> to(CLOSING, TLD, IRC, STR);
            case RCR_PLUS -> to(ACK_SENT, TLD, SCR, SCA);
            case RCR_MINUS -> to(REQ_SENT, TLD, SCR, SCN);
            case RCA, RCN, RTA -> to(REQ_SENT, TLD, SCR);
            case RTR -> to(STOPPING, TLD, ZRC, STA);
            case RUC -> to(OPENED, SCJ);
            case RXJ_MINUS -> to(STOPPING, TLD, IRC, STR);
            case RXR -> to(OPENED, SER);
            case UP, TO_PLUS, TO_MINUS -> null;
        };
    }
}
