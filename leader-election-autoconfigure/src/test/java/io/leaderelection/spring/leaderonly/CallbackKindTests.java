package io.leaderelection.spring.leaderonly;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Interfaces and annotations of libraries that need not be there are known by name. */
class CallbackKindTests {

    @ParameterizedTest
    @CsvSource({
        "MESSAGE, org.springframework.kafka.listener.AcknowledgingMessageListener",
        "MESSAGE, org.springframework.pulsar.listener.PulsarRecordMessageListener",
        "MESSAGE, org.apache.pulsar.client.api.MessageListener",
        "MESSAGE, org.springframework.data.redis.stream.StreamListener",
        "MESSAGE, org.springframework.messaging.ReactiveMessageHandler",
        "WEB, org.springframework.cloud.gateway.filter.GlobalFilter",
        "WEB, org.springframework.security.web.authentication.AuthenticationSuccessHandler",
        "WEB, org.springframework.security.web.AuthenticationEntryPoint",
        "WEB, org.springframework.graphql.server.WebGraphQlInterceptor",
        "WEB, org.springframework.ws.server.EndpointInterceptor",
    })
    void isKnown(CallbackKind kind, String face) {
        assertThat(CallbackKind.of(face)).contains(kind);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "java.lang.Runnable",
                "org.springframework.web.reactive.function.client.ExchangeFilterFunction",
                "org.springframework.http.client.ClientHttpRequestInterceptor",
            })
    void isTheApplications(String face) {
        assertThat(CallbackKind.of(face)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "org.springframework.kafka.annotation.DltHandler",
                "org.springframework.pulsar.annotation.PulsarReader",
                "org.springframework.pulsar.reactive.config.annotation.ReactivePulsarListener",
                "io.awspring.cloud.sqs.annotation.SqsListener",
                "io.awspring.cloud.sqs.annotation.SqsHandler",
                "org.springframework.integration.annotation.Aggregator",
                "org.springframework.integration.annotation.Router",
                "org.springframework.integration.annotation.Splitter",
                "org.springframework.integration.annotation.Transformer",
            })
    void isKnownAsAListenerOfMessages(String annotation) {
        assertThat(CallbackKind.ofAnnotation(annotation)).contains(CallbackKind.MESSAGE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "org.springframework.context.event.EventListener",
                "org.springframework.web.bind.annotation.ExceptionHandler",
                "org.springframework.messaging.handler.annotation.SendTo",
                "org.springframework.kafka.annotation.RetryableTopic",
            })
    void anAnnotationOfAnythingElseIsTheApplications(String annotation) {
        assertThat(CallbackKind.ofAnnotation(annotation)).isEmpty();
    }
}
