package io.leaderelection.sample.demo;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;

/**
 * The sample's demonstration: three replicas as processes of this machine, and a control room to break them in. System
 * properties: {@code demo} is {@code room} for the page, or {@code tour} for the guided tour in the terminal;
 * {@code demo.backend} is {@code file} or {@code kubernetes}.
 */
public final class Demo {

    private static final int REPLICAS = 3;

    private Demo() {}

    /** Opens the room, and closes it when this process or the one that started it ends. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        Backend backend = Backend.of(System.getProperty("demo.backend", "file"));
        boolean tour = System.getProperty("demo", "room").equals("tour");
        Terminal terminal = new Terminal(System.out);
        Room room = open(backend, tour ? terminal : Terminal.silent());
        ProcessHandle.current().parent().ifPresent(parent -> parent.onExit().thenRun(() -> System.exit(0)));
        Runtime.getRuntime().addShutdownHook(new Thread(() -> close(room), "farewell"));
        if (tour) {
            terminal.begin(room);
            new Tour(room, Duration.ofSeconds(2), terminal::tell).play();
            terminal.summarize(room);
        } else {
            try (PageServer server = new PageServer(room)) {
                server.start();
                terminal.invite(server.address(), room);
                new CountDownLatch(1).await();
            }
        }
    }

    /** A room with its replicas. */
    static Room open(Backend backend, Terminal terminal) throws IOException {
        Room room = new Room(backend, terminal::tell);
        for (int replica = 0; replica < REPLICAS; replica++) {
            room.add();
        }
        Thread reader = new Thread(() -> read(room), "ledger");
        reader.setDaemon(true);
        reader.start();
        return room;
    }

    private static void read(Room room) {
        try {
            room.readLedger();
        } catch (IOException | InterruptedException end) {
            if (!room.isClosed()) {
                throw new IllegalStateException("The ledger cannot be read", end);
            }
        }
    }

    private static void close(Room room) {
        try {
            room.close();
        } catch (IOException failure) {
            System.err.println("Not all files of the demonstration could be removed: " + failure);
        }
    }
}
