package dev.cellmill.jobapi.form;

import dev.cellmill.common.access.Sharing;
import dev.cellmill.common.access.TenantPlaces;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.multipart.MultipartResolver;

@Configuration(proxyBeanMethods = false)
class FormConfiguration {

    /** By its name Spring finds it. */
    @Bean
    MultipartResolver multipartResolver(FormSettings settings, Sharing sharing) {
        return new FormResolver(new ReadForm(settings.maxSheet().toBytes()),
                new TenantPlaces(settings.atOnce(), sharing, TenantPlaces.A_MOMENT));
    }
}
