package dev.limpet.tomcat;

import java.nio.charset.StandardCharsets;

import jakarta.servlet.http.HttpServletRequest;

import org.apache.catalina.connector.Request;
import org.apache.tomcat.util.buf.ByteChunk;
import org.apache.tomcat.util.buf.MessageBytes;
import org.apache.tomcat.util.http.MimeHeaders;

import dev.limpet.filter.CookieHeaders;

/** The Cookie headers as they have come. Tomcat, asked for one as text, would look for it among the texts that it keeps, which costs more than all the rest. */
final class CookieHeaderBytes implements CookieHeaders {

    @Override
    public CharSequence at(int place, HttpServletRequest request) {
        Request own = request instanceof Request itself ? itself : behind(request);
        return own == null
                ? OF_SERVLETS.at(place, request)
                : at(place, own.getCoyoteRequest().getMimeHeaders());
    }

    /** What the filter is given stands for the request that the thread works on. */
    private static Request behind(HttpServletRequest request) {
        Visit visit = Visits.current();
        return visit == null ? null : visit.behind(request);
    }

    private static CharSequence at(int place, MimeHeaders headers) {
        int before = 0;
        for (int i = 0; i < headers.size(); i++) {
            if (headers.getName(i).equalsIgnoreCase(NAME)) {
                if (before == place) {
                    return text(headers.getValue(i));
                }
                before++;
            }
        }
        return null;
    }

    private static CharSequence text(MessageBytes value) {
        return value.getType() == MessageBytes.T_BYTES ? Latin1.of(value.getByteChunk()) : value.toString();
    }

    /** Bytes that are read, and not kept, while the request is at hand. */
    private record Latin1(byte[] bytes, int from, int length) implements CharSequence {

        private static final int BYTE = 0xff;

        static Latin1 of(ByteChunk chunk) {
            return new Latin1(chunk.getBuffer(), chunk.getStart(), chunk.getLength());
        }

        @Override
        public char charAt(int index) {
            return (char) (bytes[from + index] & BYTE);
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return new Latin1(bytes, from + start, end - start);
        }

        @Override
        public String toString() {
            return new String(bytes, from, length, StandardCharsets.ISO_8859_1);
        }
    }
}
