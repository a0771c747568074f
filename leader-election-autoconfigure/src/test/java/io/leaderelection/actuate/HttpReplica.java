package io.leaderelection.actuate;

import io.leaderelection.LeaderElection;
import io.leaderelection.LeaderElections;
import io.leaderelection.lock.memory.MemoryLeases;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.springframework.boot.Banner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.actuate.audit.AuditEvent;
import org.springframework.boot.actuate.audit.listener.AuditApplicationEvent;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;

/** A whole web application as one replica, asked over HTTP. Replicas meet in a shared space of leases. */
final class HttpReplica implements AutoCloseable {

    /** How an application serves its actuator. */
    enum Web {
        MVC(WebApplicationType.SERVLET, false),
        WEBFLUX(WebApplicationType.REACTIVE, false),
        MVC_WITH_MANAGEMENT_PORT(WebApplicationType.SERVLET, true),
        WEBFLUX_WITH_MANAGEMENT_PORT(WebApplicationType.REACTIVE, true);

        private final WebApplicationType type;
        private final boolean separate;

        Web(WebApplicationType type, boolean separate) {
            this.type = type;
            this.separate = separate;
        }
    }

    final ConfigurableApplicationContext context;

    private HttpReplica(ConfigurableApplicationContext context) {
        this.context = context;
    }

    static HttpReplica start(Web web, MemoryLeases leases, String identity, String... properties) {
        SpringApplication application = new SpringApplication(Replica.class);
        application.setWebApplicationType(web.type);
        application.setRegisterShutdownHook(false);
        application.setBannerMode(Banner.Mode.OFF);
        application.setDefaultProperties(Map.of(
                "spring.application.name", "shop",
                "server.port", "0",
                "server.shutdown", "immediate",
                "leader.election.backend", "memory",
                "leader.election.identity", identity,
                "management.endpoints.web.exposure.include", "*",
                "management.endpoint.health.show-details", "always",
                "management.endpoint.health.probes.add-additional-paths", "true"));
        application.addInitializers(context -> {
            GenericApplicationContext generic = (GenericApplicationContext) context;
            generic.registerBean(MemoryLeases.class, () -> leases);
            generic.registerBean(Audits.class);
        });
        List<String> arguments = new ArrayList<>();
        if (web.separate) {
            arguments.add("--management.server.port=0");
            // these tests have two reactive servers on their classpath, and each brings a factory for this context
            arguments.add("--spring.main.allow-bean-definition-overriding=true");
        }
        for (String property : properties) {
            arguments.add("--" + property);
        }
        return new HttpReplica(application.run(arguments.toArray(String[]::new)));
    }

    LeaderElection election() {
        return context.getBean(LeaderElections.class).get();
    }

    /** Asks the actuator. */
    HttpResponse<String> actuator(String path) {
        return send(request("local.management.port", "local.server.port", "/actuator/" + path)
                .GET());
    }

    /** Posts to the actuator. */
    HttpResponse<String> post(String path, String json) {
        return send(request("local.management.port", "local.server.port", "/actuator/" + path)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(json)));
    }

    /** Asks the application's own server. */
    HttpResponse<String> server(String path) {
        return send(request("local.server.port", "local.server.port", path).GET());
    }

    @Override
    public void close() {
        context.close();
    }

    private HttpRequest.Builder request(String port, String otherwise, String path) {
        String number = context.getEnvironment()
                .getProperty(port, context.getEnvironment().getProperty(otherwise));
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + number + path))
                .timeout(Duration.ofSeconds(60));
    }

    /**
     * On a connection of its own: Reactor Netty 1.3.6 may never read the next request of one that is kept alive
     * (reactor-netty issue 4361).
     */
    private static HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return HttpClient.newHttpClient().send(request.build(), BodyHandlers.ofString());
        } catch (IOException failed) {
            throw new AssertionError(failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new AssertionError(interrupted);
        }
    }

    @SpringBootConfiguration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Replica {}

    /** What was told to auditors. */
    static final class Audits implements ApplicationListener<AuditApplicationEvent> {

        final List<AuditEvent> events = new CopyOnWriteArrayList<>();

        @Override
        public void onApplicationEvent(AuditApplicationEvent event) {
            events.add(event.getAuditEvent());
        }
    }
}
