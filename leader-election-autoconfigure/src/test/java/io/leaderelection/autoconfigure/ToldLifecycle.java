package io.leaderelection.autoconfigure;

import io.leaderelection.LeaderOnly;
import org.springframework.context.SmartLifecycle;

/** A lifecycle that tells its story. */
class ToldLifecycle implements SmartLifecycle {

    private final String name;
    private final int phase;
    private final Story story;
    private volatile boolean running;

    ToldLifecycle(String name, int phase, Story story) {
        this.name = name;
        this.phase = phase;
        this.story = story;
    }

    String name() {
        return name;
    }

    @Override
    public void start() {
        story.tell("start " + name);
        running = true;
    }

    @Override
    public void stop() {
        story.tell("stop " + name);
        running = false;
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    @Override
    public int getPhase() {
        return phase;
    }

    /** One of the leader's, by the mark on its type. */
    @LeaderOnly
    static class Leaders extends ToldLifecycle {

        Leaders(String name, int phase, Story story) {
            super(name, phase, story);
        }
    }

    /** One of the leader's of the election "reports". */
    @LeaderOnly("${reports.election:reports}")
    static class Reports extends ToldLifecycle {

        Reports(String name, int phase, Story story) {
            super(name, phase, story);
        }
    }
}
