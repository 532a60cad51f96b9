package dev.cellmill.jobapi.file;

import jakarta.servlet.http.HttpServletRequest;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.multipart.MultipartResolver;
import org.springframework.web.multipart.support.StandardServletMultipartResolver;

/** Forms wait on disk until they are whole, but for those that bring files: these are read as they come. */
@Configuration(proxyBeanMethods = false)
class MultipartConfiguration {

    @Bean
    MultipartResolver multipartResolver() {
        return new StandardServletMultipartResolver() {
            @Override
            public boolean isMultipart(HttpServletRequest request) {
                return !request.getRequestURI().equals(FileController.PATH) && super.isMultipart(request);
            }
        };
    }
}
