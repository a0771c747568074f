package io.leaderelection.autoconfigure;

import io.leaderelection.LeaderElections;
import io.leaderelection.LeadershipGrantedEvent;
import java.util.concurrent.CountDownLatch;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;

/** The main class of a process that ends itself from inside a gated call. */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
class ExitingApplication {

    public static void main(String[] arguments) throws InterruptedException {
        CountDownLatch granted = new CountDownLatch(1);
        SpringApplication application = new SpringApplication(ExitingApplication.class);
        application.addListeners((ApplicationListener<LeadershipGrantedEvent>) event -> granted.countDown());
        ConfigurableApplicationContext context = application.run(arguments);
        granted.await();
        context.getBean(LeaderElections.class)
                .get()
                .runIfLeader(call -> System.exit(SpringApplication.exit(context, () -> 7)));
    }
}
