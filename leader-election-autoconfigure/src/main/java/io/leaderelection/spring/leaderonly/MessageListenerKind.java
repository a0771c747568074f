package io.leaderelection.spring.leaderonly;

import io.leaderelection.Otherwise;
import java.util.List;
import java.util.Optional;
import org.springframework.core.annotation.MergedAnnotation;
import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.util.ClassUtils;

/** What annotation makes a method a listener of messages: what it skips would be lost. */
final class MessageListenerKind {

    /** Listeners of message brokers usually are a kind of this. */
    private static final String MESSAGE_MAPPING = "org.springframework.messaging.handler.annotation.MessageMapping";

    private static final List<String> ANNOTATIONS = List.of(
            "org.springframework.kafka.annotation.KafkaListener",
            "org.springframework.kafka.annotation.KafkaHandler",
            "org.springframework.kafka.annotation.DltHandler",
            "org.springframework.amqp.rabbit.annotation.RabbitListener",
            "org.springframework.amqp.rabbit.annotation.RabbitHandler",
            "org.springframework.jms.annotation.JmsListener",
            "io.awspring.cloud.sqs.annotation.SqsListener",
            "io.awspring.cloud.sqs.annotation.SqsHandler",
            "org.springframework.pulsar.annotation.PulsarListener",
            "org.springframework.pulsar.annotation.PulsarReader",
            "org.springframework.pulsar.reactive.config.annotation.ReactivePulsarListener",
            "org.springframework.integration.annotation.ServiceActivator",
            "org.springframework.integration.annotation.Aggregator",
            "org.springframework.integration.annotation.Filter",
            "org.springframework.integration.annotation.Router",
            "org.springframework.integration.annotation.Splitter",
            "org.springframework.integration.annotation.Transformer");

    private final MergedAnnotations annotations;
    private final Otherwise otherwise;

    private MessageListenerKind(MergedAnnotations annotations, Otherwise otherwise) {
        this.annotations = annotations;
        this.otherwise = otherwise;
    }

    /**
     * The kind of listener that a method is, in words.
     *
     * @param annotations those of the method, also of what it overrides or implements
     * @param otherwise what a caller gets where the method is not run
     * @return empty if the method is no such listener
     */
    static Optional<String> of(MergedAnnotations annotations, Otherwise otherwise) {
        return new MessageListenerKind(annotations, otherwise).find();
    }

    private Optional<String> find() {
        return ANNOTATIONS.stream()
                .filter(annotations::isPresent)
                .findFirst()
                .or(this::kindOfMessageMapping)
                .map(name -> "@" + ClassUtils.getShortName(name));
    }

    /** A request that is answered by an exception is not lost: that much may be done where messages are requests. */
    private Optional<String> kindOfMessageMapping() {
        MergedAnnotation<?> mapping = annotations.get(MESSAGE_MAPPING);
        if (!mapping.isPresent() || (mapping.getDistance() == 0 && otherwise == Otherwise.THROW)) {
            return Optional.empty();
        }
        return Optional.of(mapping.getRoot().getType().getName());
    }
}
