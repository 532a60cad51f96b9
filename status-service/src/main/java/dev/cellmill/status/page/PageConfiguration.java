package dev.cellmill.status.page;

import org.springframework.context.annotation.Configuration;
import org.springframework.http.CacheControl;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.ResourceHandlerRegistration;
import org.springframework.web.servlet.config.annotation.ResourceHandlerRegistry;
import org.springframework.web.servlet.config.annotation.ViewControllerRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import org.webjars.WebJarVersionLocator;

/**
 * The page at {@code /}, its files below {@code /page}. A browser keeps them and asks each time whether they are still
 * the same, so that an update is whole at once.
 */
@Configuration(proxyBeanMethods = false)
class PageConfiguration implements WebMvcConfigurer {
    private static final String FILES = "/page/**";
    private static final String LIT = "lit-html";

    @Override
    public void addViewControllers(ViewControllerRegistry registry) {
        registry.addViewController("/").setViewName("forward:/page/index.html");
    }

    @Override
    public void addResourceHandlers(ResourceHandlerRegistry registry) {
        asTheyAre(registry.addResourceHandler("/page/lit/**").addResourceLocations(
                "classpath:/META-INF/resources/webjars/%s/%s/".formatted(LIT,
                        new WebJarVersionLocator().version(LIT))));
        asTheyAre(registry.addResourceHandler(FILES).addResourceLocations("classpath:/page/"));
    }

    /** By their content: the build gives all files one date. */
    private static void asTheyAre(ResourceHandlerRegistration files) {
        files.setCacheControl(CacheControl.noCache()).setUseLastModified(false).setEtagGenerator(ContentTag::of);
    }

    @Override
    public void addInterceptors(InterceptorRegistry registry) {
        registry.addInterceptor(new PageHeaders()).addPathPatterns("/", FILES);
    }
}
