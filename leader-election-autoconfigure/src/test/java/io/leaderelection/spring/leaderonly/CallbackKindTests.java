package io.leaderelection.spring.leaderonly;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Interfaces of libraries that need not be there are known by name. */
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
}
