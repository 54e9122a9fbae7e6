package io.gauntlet.delivery;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** Cuts one direction of a connection to PostgreSQL into the messages of its protocol. */
final class PostgresMessages {

    private final DataInputStream in;
    private boolean started;

    /**
     * One message.
     *
     * @param type  its letter; 0 for those before the session has begun
     * @param bytes all of it, as it is sent on
     */
    record Message(char type, byte[] bytes) {

        /** The text up to the next zero byte, from an offset in the content. */
        String text(int offset) {
            var begin = 5 + offset;
            var end = begin;
            while (end < bytes.length && bytes[end] != 0) {
                end++;
            }
            return new String(bytes, begin, end - begin, StandardCharsets.UTF_8);
        }

        /** What a client says of itself at the begin; empty when it does not. */
        String parameter(String name) {
            // Length and version come first, then names and values in turn, each with a zero byte at its end.
            var said = List.of(new String(bytes, 8, bytes.length - 8, StandardCharsets.UTF_8).split("\0", -1));
            var at = said.indexOf(name);
            return at < 0 ? "" : said.get(at + 1);
        }
    }

    /** @param started whether the session has begun, as it has for all that a server says */
    PostgresMessages(InputStream in, boolean started) {
        this.in = new DataInputStream(in);
        this.started = started;
    }

    /** The next message; empty at the end of the connection. */
    Optional<Message> next() throws IOException {
        try {
            return Optional.of(started ? typed() : first());
        } catch (EOFException end) {
            return Optional.empty();
        }
    }

    private Message first() throws IOException {
        var length = in.readInt();
        var bytes = new byte[length];
        ByteBuffer.wrap(bytes).putInt(length);
        in.readFully(bytes, 4, length - 4);
        started = true;
        return new Message((char) 0, bytes);
    }

    private Message typed() throws IOException {
        var type = in.readByte();
        var length = in.readInt();
        var bytes = new byte[length + 1];
        ByteBuffer.wrap(bytes).put(type).putInt(length);
        in.readFully(bytes, 5, length - 4);
        return new Message((char) type, bytes);
    }
}
