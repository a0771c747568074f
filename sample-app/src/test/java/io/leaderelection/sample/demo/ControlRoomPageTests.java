package io.leaderelection.sample.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;

/**
 * A visit to the control room in a real browser: one room for all tests, which follow each other as a visitor's deeds do.
 * The pictures go to {@code target/pictures}; with {@code -Ddemo.pictures=write} the one of the README is made anew.
 */
@Timeout(600)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ControlRoomPageTests {

    private static Room room;
    private static PageServer server;
    private static Browser browser;

    @BeforeAll
    static void enter() throws IOException {
        assumeTrue(
                Browser.isInstalled(),
                "No chromium and chromedriver on the PATH: the control room's page is not tested");
        room = Demo.open(Backend.FILE, Terminal.silent());
        server = new PageServer(room);
        server.start();
        browser = Browser.open(server.address());
    }

    @AfterAll
    static void leave() throws IOException {
        if (browser != null) {
            browser.close();
            server.close();
            room.close();
        }
    }

    @Test
    @Order(1)
    void oneLeads() {
        String leader = browser.awaitLeader();

        browser.awaitText("#story li", leader + "leads: term");
        browser.awaitText("#ledger li", "by " + leader);
        browser.awaitFollowers(2);
    }

    @Test
    @Order(2)
    void anotherLeadsAfterAKill() {
        String killed = browser.awaitLeader();
        browser.press("kill", killed);
        String next = browser.awaitLeaderOtherThan(killed);

        assertThat(browser.texts(".card.ended label")).containsExactly(killed);
        assertThat(browser.gapBefore(next)).isNotNegative();
        assertThat(browser.texts("#terms tr[data-ended=KILLED] td.name")).containsExactly(killed);
        browser.press("start", killed);
        browser.awaitFollowers(2);
    }

    @Test
    @Order(3)
    void othersOwnTheShardsOfAKilledReplica() {
        browser.awaitShares(4, 4, 4);
        String killed = browser.texts("#shards b").get(0);
        browser.press("kill", killed);
        browser.awaitShares(6, 6);

        assertThat(browser.texts("#shards b")).hasSize(12).doesNotContain(killed);
        assertThat(browser.texts("#moves tr[data-from=" + killed + "]")).hasSizeGreaterThanOrEqualTo(4);
        assertThat(browser.texts("#moves tr[data-gap^='-']")).isEmpty();
        assertThat(browser.text("#moved")).contains("never two owners");
        browser.press("start", killed);
        browser.awaitShares(4, 4, 4);
        browser.awaitFollowers(2);
    }

    @Test
    @Order(4)
    void aLeaderThatOversleptIsRefused() {
        String sleeper = browser.awaitLeader();
        browser.press("work", sleeper);
        // at once, within the page: the work lasts for six seconds only, and is beside the inbox, which a leader always
        // has
        browser.runAsync("""
            const done = arguments[0], timer = setInterval(() => {
              if ([...document.querySelectorAll('.card.picked dd')].some(each => /[2-9] running/.test(each.textContent))) {
                document.getElementById('press-pause').click();
                clearInterval(timer);
                done();
              }
            }, 20);\
            """);
        String next = browser.awaitLeaderOtherThan(sleeper);
        browser.awaitText("#ledger li:first-child", "by " + next);
        browser.press("resume", sleeper);

        browser.awaitText("#story .proof", "asks its gate for the first time since: refused");
        browser.awaitText("#ledger .no", "refused: late line of " + sleeper);
        browser.awaitText("#terms tr[data-ended=DEADLINE] td.name", sleeper);
        browser.awaitFollowers(2);
    }

    @Test
    @Order(5)
    void noOverlapIsDrawn() {
        browser.run("for (let times = 0; times < 5; times++) document.getElementById('wider').click()");

        assertThat(browser.texts("#axis .term")).hasSizeGreaterThanOrEqualTo(3);
        assertThat(browser.texts("#axis .gap")).hasSizeGreaterThanOrEqualTo(2);
        assertThat(browser.texts("#axis .overlap")).isEmpty();
        assertThat(browser.text("#balance")).contains("no overlap");
    }

    @Test
    @Order(6)
    void anOverlapWouldBeRed() {
        String drawn = (String) browser.runAsync("""
            const done = arguments[0], element = document.createElement('div');
            import('/axis.js').then(({ Axis }) => {
              const terms = [{ replica: 'one', token: '1', begin: 1000, end: 5000, drained: 5000, gap: 0 },
                { replica: 'two', token: '2', begin: 4000, end: 9000, drained: 9000, gap: -1000 }];
              const model = { terms, replicas: [{ name: 'one' }, { name: 'two' }], work: new Map(), stories: [],
                now: () => 10000, colour: () => 'r0', endOf: term => term.end };
              new Axis(element, model, () => {}).draw();
              done([...element.querySelectorAll('.overlap')].map(each => each.textContent).join());
            });\
            """);

        assertThat(drawn).isEqualTo("Two lead at once");
    }

    @Test
    @Order(7)
    void aMomentCanBeLinkedTo() {
        browser.find("#axis").click();
        String held = browser.text("#moment");
        String link = browser.address();

        assertThat(link).matches(".*#at=\\d+&span=\\d+");
        assertThat(held).startsWith("At ");
        browser.visit(link);
        browser.awaitText("#moment", held);
        browser.find("#hold").click();
        browser.run("for (let times = 0; times < 5; times++) document.getElementById('wider').click()");

        assertThat(browser.text("#hold")).isEqualTo("Pause");
    }

    @Test
    @Order(8)
    void everyoneCanUseIt() throws IOException {
        for (boolean dark : new boolean[] {false, true}) {
            browser.look(1280, dark, false);
            assertThat(seriousFindings()).as(dark ? "dark" : "light").isEmpty();
        }
        browser.look(390, false, true);
        assertThat(seriousFindings()).as("phone").isEmpty();
        assertThat(browser.run("return document.documentElement.scrollWidth")).isEqualTo(390L);
    }

    @Test
    @Order(9)
    void aTermsWorkEndsBeforeTheNextTermBegins() {
        String resigning = browser.awaitLeader();
        browser.press("work", resigning);
        browser.awaitText(".card.picked dd", "2 running");
        browser.press("resign", resigning);
        browser.awaitLeaderOtherThan(resigning);

        browser.awaitText("#terms tr[data-ended=RESIGNED] td.name", resigning);
        await().atMost(Duration.ofMinutes(1))
                .until(() -> !browser.texts("#axis .drain").isEmpty());
    }

    @Test
    @Order(10)
    void picturesAreMade() throws IOException {
        Path pictures = Path.of("target", "pictures");
        browser.awaitLeader();
        while (!browser.text("#span").equals("60 s")) {
            browser.find("#closer").click();
        }
        browser.look(390, false, true);
        browser.picture(pictures.resolve("phone.png"));
        browser.look(1280, true, false);
        browser.picture(pictures.resolve("dark.png"));
        browser.look(1280, false, false);
        browser.picture(pictures.resolve("light.png"));

        if ("write".equals(System.getProperty("demo.pictures"))) {
            browser.picture(Path.of("..", "docs", "control-room.png"));
        }
        assertThat(pictures.resolve("light.png")).isNotEmptyFile();
    }

    @Test
    @Order(11)
    void thePageComplainsOfNothing() {
        assertThat(browser.complaints()).isEmpty();
    }

    /** What axe finds that keeps people from using the page. */
    @SuppressWarnings("unchecked")
    private static List<String> seriousFindings() throws IOException {
        try (InputStream script = ControlRoomPageTests.class.getResourceAsStream("/axe.min.js")) {
            browser.run(new String(script.readAllBytes(), StandardCharsets.UTF_8));
        }
        return (List<String>) browser.runAsync("""
            const done = arguments[0];
            axe.run().then(result => done(result.violations
              .filter(each => ['serious', 'critical'].includes(each.impact))
              .flatMap(each => each.nodes.map(node => each.id + ': ' + node.target + ' ' + node.failureSummary))));\
            """);
    }
}
