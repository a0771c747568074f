package io.leaderelection.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.leaderelection.LeadershipGrantedEvent;
import io.leaderelection.autoconfigure.ToldLifecycle.Leaders;
import io.leaderelection.status.ElectionStatus;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.event.EventListener;

/** Whoever does not return from the news of a grant is told by name: in the term, and when it is waited for at its end. */
@Timeout(180)
@ExtendWith(OutputCaptureExtension.class)
class SlowListenerTests extends LeaseSpaceTests {

    private static final String[] SHORT_DRAIN = {
        "leader.election.drain-timeout=400ms", "spring.lifecycle.timeout-per-shutdown-phase=100ms"
    };

    private final Story story = new Story();
    private final CountDownLatch end = new CountDownLatch(1);

    @Test
    void aListenerOfTheGrantThatDoesNotReturnIsNamed(CapturedOutput output) {
        TestApplication leader = with(
                context -> {
                    context.registerBean(Hanging.class, () -> new Hanging(end));
                    context.registerBean("consumer", Leaders.class, "consumer", 0, story);
                },
                SHORT_DRAIN);
        String name = "listener %s.onGranted(".formatted(Hanging.class.getName());
        await().untilAsserted(() ->
                assertThat(overdue(leader)).singleElement().asString().startsWith(name));
        assertThat(output).contains("[" + name).contains("did not return within 400ms after the grant of term 1");
        assertThat(story.lines()).isEmpty();

        leader.election().resign(Duration.ZERO);
        await().until(() -> output.getOut().contains("work of term 1 did not end within 400ms: [" + name));

        end.countDown();
        story.await("start consumer");
        await().untilAsserted(() -> assertThat(overdue(leader)).isEmpty());
    }

    @Test
    void soIsALifecycleWhoseStartDoesNot(CapturedOutput output) {
        TestApplication leader = with(
                context -> context.registerBean("consumer", Leaders.class, () -> new Leaders("consumer", 0, story) {
                    @Override
                    public void start() {
                        Story.awaitLatch(end);
                        super.start();
                    }
                }),
                SHORT_DRAIN);

        await().untilAsserted(() -> assertThat(overdue(leader)).containsExactly("the start of lifecycle 'consumer'"));
        end.countDown();
        story.await("start consumer");
        await().untilAsserted(() -> assertThat(overdue(leader)).isEmpty());
    }

    private static List<String> overdue(TestApplication application) {
        return ElectionStatus.of(application.election()).overdueWork();
    }

    record Hanging(CountDownLatch end) {

        @EventListener
        void onGranted(LeadershipGrantedEvent event) {
            Story.awaitLatch(end);
        }
    }
}
