package dev.dialtone.carriers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dialtone.core.Decoded;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SstpHttpTest {

    private static Decoded<SstpHttp.Answer> parse(String head) {
        return SstpHttp.parseAnswer(head.getBytes(StandardCharsets.ISO_8859_1));
    }

    @Test
    void encodesTheRequestOfTheSpecification() {
        String request = new String(SstpHttp.request("vpn.example.test", new Random(1)), StandardCharsets.US_ASCII);
        assertThat(request)
                .startsWith("SSTP_DUPLEX_POST /sra_{BA195980-CD49-458b-9E23-C84EE0ADCD75}/ HTTP/1.1\r\n")
                .contains("\r\nContent-Length: 18446744073709551615\r\n")
                .contains("\r\nHost: vpn.example.test\r\n")
                .containsPattern("\r\nSSTPCORRELATIONID: \\{[0-9A-F]{8}(-[0-9A-F]{4}){3}-[0-9A-F]{12}\\}\r\n")
                .endsWith("\r\n\r\n");
        assertThat(SstpHttp.judgeRequest(request.getBytes(StandardCharsets.US_ASCII)))
                .isEqualTo(200);
    }

    @Test
    void hostHeader_hasBracketsAndPortWhereNeeded() {
        assertThat(SstpHttp.hostHeader("vpn.example.test", 443)).isEqualTo("vpn.example.test");
        assertThat(SstpHttp.hostHeader("vpn.example.test", 8443)).isEqualTo("vpn.example.test:8443");
        assertThat(SstpHttp.hostHeader("2001:db8::1", 443)).isEqualTo("[2001:db8::1]");
        assertThat(SstpHttp.hostHeader("2001:db8::1", 444)).isEqualTo("[2001:db8::1]:444");
    }

    @Test
    void decodesAnswers() {
        assertThat(parse("HTTP/1.1 200 OK\r\nServer: Microsoft-HTTPAPI/2.0\r\n\r\n"))
                .isEqualTo(Decoded.ok(new SstpHttp.Answer(200, "OK", "Microsoft-HTTPAPI/2.0"), 50));
        assertThat(parse("HTTP/1.1 404 Not Found\r\n\r\n"))
                .isEqualTo(Decoded.ok(new SstpHttp.Answer(404, "Not Found", null), 26));
        assertThat(parse("HTTP/1.0 200\r\n\r\n")).isEqualTo(Decoded.ok(new SstpHttp.Answer(200, "", null), 16));
    }

    @Test
    void rejectsWhatIsNoStatusLine() {
        for (String line :
                List.of("", "HTTP/1.1", "HTTP/1.1 2x0 OK", "HTTP/1.1 2000 OK", "HTTP/2 200 OK", "HTTP/1.1 099 x")) {
            assertThat(parse(line + "\r\n\r\n")).as(line).isInstanceOf(Decoded.Malformed.class);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "GET / HTTP/1.1,405",
        "SSTP_DUPLEX_POST / HTTP/1.1,404",
        "hello,400",
        // no target: one space cannot end the verb and begin the version
        "SSTP_DUPLEX_POST HTTP/1.1,400",
        "SSTP_DUPLEX_POST  HTTP/1.1,404"
    })
    void judgesRequests(String line, int status) {
        assertThat(SstpHttp.judgeRequest((line + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII)))
                .isEqualTo(status);
    }
}
