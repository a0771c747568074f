package io.leaderelection.spring.leaderonly;

import static org.assertj.core.api.Assertions.assertThat;

import io.leaderelection.LeaderOnly;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.Servlet;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServlet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.config.MethodInvokingFactoryBean;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.handler.MappedInterceptor;

/** Objects that are no beans, and that a bean hands on to somebody who calls them: refused, since nothing gates them. */
class HeldObjectTests {

    @ParameterizedTest
    @ValueSource(classes = {HeldFilter.class, HeldServlet.class, HeldInterceptor.class, HeldTarget.class})
    void isRefusedWithTheFix(Class<?> configuration) {
        GatedReplica.fixed(false)
                .withUserConfiguration(configuration)
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .isInstanceOf(InvalidLeaderOnlyException.class)
                        .hasMessageContaining("'held'")
                        .hasMessageContaining("not by Spring"));
    }

    @Test
    void aBeanIsGatedThereAsEverywhere() {
        GatedReplica.fixed(false).withUserConfiguration(BeanAsTarget.class).run(context -> {
            assertThat(context).hasNotFailed();
            assertThat(GatedReplica.target(context, Work.class).runs).isZero();
        });
    }

    @Configuration(proxyBeanMethods = false)
    static class HeldFilter {

        @Bean
        FilterRegistrationBean<Filter> held() {
            return new FilterRegistrationBean<>(new MarkedFilter());
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class HeldServlet {

        @Bean
        ServletRegistrationBean<Servlet> held() {
            return new ServletRegistrationBean<>(new MarkedServlet(), "/work");
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class HeldInterceptor {

        @Bean
        MappedInterceptor held() {
            return new MappedInterceptor(new String[] {"/work"}, new MarkedInterceptor());
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class HeldTarget {

        @Bean
        MethodInvokingFactoryBean held() {
            return call(new Work());
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class BeanAsTarget {

        @Bean
        Work work() {
            return new Work();
        }

        @Bean
        MethodInvokingFactoryBean held(Work work) {
            return call(work);
        }
    }

    private static MethodInvokingFactoryBean call(Work work) {
        MethodInvokingFactoryBean call = new MethodInvokingFactoryBean();
        call.setTargetObject(work);
        call.setTargetMethod("work");
        return call;
    }

    static class Work {

        private int runs;

        @LeaderOnly
        public void work() {
            runs++;
        }
    }

    static class MarkedFilter implements Filter {

        @LeaderOnly
        @Override
        public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain) {}
    }

    @LeaderOnly
    static class MarkedServlet extends HttpServlet {

        private static final long serialVersionUID = 1L;

        @Override
        public void service(ServletRequest request, ServletResponse response) {}
    }

    static class MarkedInterceptor implements HandlerInterceptor {

        @LeaderOnly
        public void work() {}
    }
}
