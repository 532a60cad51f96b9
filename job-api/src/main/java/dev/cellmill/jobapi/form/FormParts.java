package dev.cellmill.jobapi.form;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import org.apache.tomcat.util.http.fileupload.FileItemIterator;
import org.apache.tomcat.util.http.fileupload.FileItemStream;
import org.apache.tomcat.util.http.fileupload.FileUpload;
import org.apache.tomcat.util.http.fileupload.FileUploadException;
import org.apache.tomcat.util.http.fileupload.InvalidFileNameException;
import org.apache.tomcat.util.http.fileupload.servlet.ServletRequestContext;
import org.jspecify.annotations.Nullable;

/** The parts of a form, one after the other, as they come. */
public final class FormParts {
    private FormParts() {}

    /**
     * @param body the request's, with whatever bounds are put on it
     * @throws FileUploadException if it is no form
     */
    public static FileItemIterator of(HttpServletRequest request, InputStream body)
            throws FileUploadException, IOException {
        return new FileUpload().getItemIterator(new ServletRequestContext(request) {
            @Override
            public InputStream getInputStream() {
                return body;
            }
        });
    }

    /** As it was sent, also with the NUL that Tomcat refuses: whoever gets it refuses what is no name for it. */
    public static @Nullable String fileName(FileItemStream part) {
        try {
            return part.getName();
        } catch (InvalidFileNameException e) {
            return e.getName();
        }
    }
}
