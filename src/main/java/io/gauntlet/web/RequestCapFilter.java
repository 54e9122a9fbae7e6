package io.gauntlet.web;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/** Refuses bodies that are too large or packed, before anything reads them. */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 100)
class RequestCapFilter extends OncePerRequestFilter {

    private static final long MOST = 4L << 20;

    /** A file of 4 MiB and the fields beside it. */
    private static final long MOST_MULTIPART = 5L << 20;

    private final ProblemWriter problems;

    RequestCapFilter(ProblemWriter problems) {
        this.problems = problems;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        var type = request.getContentType();
        var most = type != null && type.startsWith("multipart/") ? MOST_MULTIPART : MOST;
        var encoding = request.getHeader(HttpHeaders.CONTENT_ENCODING);
        if (request.getContentLengthLong() > most) {
            problems.write(BodyTooLargeException.failure(), request, response);
        } else if (encoding != null && !"identity".equalsIgnoreCase(encoding.strip())) {
            var failure = Failure.of(ProblemType.UNSUPPORTED_MEDIA_TYPE, "Send the body without Content-Encoding.");
            problems.write(failure, request, response);
        } else {
            // Without a length the body has to be counted while it is read; multipart is counted by the container.
            var counted = request.getContentLengthLong() < 0 && most == MOST;
            chain.doFilter(counted ? new CountedRequest(request) : request, response);
        }
    }

    /** Lets its reader have 4 MiB. */
    private static final class CountedRequest extends HttpServletRequestWrapper {

        CountedRequest(HttpServletRequest request) {
            super(request);
        }

        @Override
        public ServletInputStream getInputStream() throws IOException {
            return new CountedStream(super.getInputStream());
        }

        @Override
        public BufferedReader getReader() throws IOException {
            var charset =
                    getCharacterEncoding() == null ? StandardCharsets.UTF_8 : Charset.forName(getCharacterEncoding());
            return new BufferedReader(new InputStreamReader(getInputStream(), charset));
        }
    }

    private static final class CountedStream extends ServletInputStream {

        private final ServletInputStream body;
        private long read;

        CountedStream(ServletInputStream body) {
            this.body = body;
        }

        @Override
        public int read() throws IOException {
            var next = body.read();
            count(next < 0 ? 0 : 1);
            return next;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            var some = body.read(target, offset, length);
            count(Math.max(some, 0));
            return some;
        }

        private void count(int more) throws BodyTooLargeException {
            read += more;
            if (read > MOST) {
                throw new BodyTooLargeException();
            }
        }

        @Override
        public boolean isFinished() {
            return body.isFinished();
        }

        @Override
        public boolean isReady() {
            return body.isReady();
        }

        @Override
        public void setReadListener(ReadListener listener) {
            body.setReadListener(listener);
        }

        @Override
        public void close() throws IOException {
            body.close();
        }
    }
}
