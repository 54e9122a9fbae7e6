package io.gauntlet.delivery;

import io.gauntlet.delivery.PostgresMessages.Message;
import io.gauntlet.delivery.Trap.Moment;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Stands between control planes and PostgreSQL and lets a {@link Trap} act around the end of every transaction that has changed
 * something. Expects clients that do not ask for encryption and say at once in {@code application_name} which process they are.
 */
final class CommitGate implements AutoCloseable {

    private final ServerSocket server;
    private final int behind;
    private final Set<Connection> connections = ConcurrentHashMap.newKeySet();
    private volatile Trap trap = Trap.open();

    /** @param behind port of the database on this machine */
    CommitGate(int behind) {
        this.behind = behind;
        try {
            server = new ServerSocket(0, 64, InetAddress.getLoopbackAddress());
        } catch (IOException taken) {
            throw new UncheckedIOException(taken);
        }
        Thread.ofVirtual().start(this::accept);
    }

    int port() {
        return server.getLocalPort();
    }

    void set(Trap next) {
        trap = next;
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                connect(server.accept());
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void connect(Socket client) throws IOException {
        try {
            new Connection(client, new Socket(InetAddress.getLoopbackAddress(), behind)).start();
        } catch (IOException away) {
            // There is no database now; the client has to come again.
            client.close();
        }
    }

    private final class Connection {

        private final Socket client;
        private final Socket database;
        private final Map<String, Boolean> commits = new ConcurrentHashMap<>();
        private volatile boolean changed;
        private volatile boolean answerDropped;
        private volatile String process = "";

        Connection(Socket client, Socket database) {
            this.client = client;
            this.database = database;
        }

        void start() throws IOException {
            client.setTcpNoDelay(true);
            database.setTcpNoDelay(true);
            connections.add(this);
            Thread.ofVirtual().start(() -> guarded(this::requests));
            Thread.ofVirtual().start(() -> guarded(this::answers));
        }

        private void guarded(Pump pump) {
            try {
                pump.run();
            } catch (IOException gone) {
                // One side went away, so the other one goes too.
                close();
            } finally {
                close();
            }
        }

        private void requests() throws IOException {
            var messages = new PostgresMessages(client.getInputStream(), false);
            var out = database.getOutputStream();
            for (var next = messages.next(); next.isPresent(); next = messages.next()) {
                var message = next.get();
                if (message.type() == 0) {
                    process = message.parameter("application_name");
                }
                if (commits(message) && changed) {
                    changed = false;
                    if (trap.closes(Moment.BEFORE_THE_COMMIT, process)) {
                        return;
                    }
                    answerDropped = true;
                }
                out.write(message.bytes());
                out.flush();
            }
        }

        private void answers() throws IOException {
            var messages = new PostgresMessages(database.getInputStream(), true);
            var out = client.getOutputStream();
            for (var next = messages.next(); next.isPresent(); next = messages.next()) {
                var message = next.get();
                if (message.type() == 'C') {
                    var tag = message.text(0);
                    if ("COMMIT".equals(tag) && answerDropped) {
                        answerDropped = false;
                        if (trap.closes(Moment.AFTER_THE_COMMIT, process)) {
                            return;
                        }
                    } else if (tag.matches("(INSERT 0|UPDATE|DELETE) [1-9]\\d*")) {
                        changed = true;
                    } else if ("BEGIN".equals(tag) || "ROLLBACK".equals(tag)) {
                        changed = false;
                    }
                }
                out.write(message.bytes());
                out.flush();
            }
        }

        /** Whether this ends a transaction: as text, or as a statement that was prepared for it. */
        private boolean commits(Message message) {
            return switch (message.type()) {
                case 'Q' -> "COMMIT".equals(message.text(0));
                case 'P' -> {
                    var name = message.text(0);
                    var text = message.text(name.length() + 1);
                    commits.put(name, "COMMIT".equals(text));
                    yield false;
                }
                case 'B' -> {
                    var portal = message.text(0);
                    yield commits.getOrDefault(message.text(portal.length() + 1), false);
                }
                default -> false;
            };
        }

        void close() {
            connections.remove(this);
            try {
                client.close();
                database.close();
            } catch (IOException ignored) {
                connections.remove(this);
            }
        }
    }

    /** One direction of a connection. */
    private interface Pump {
        void run() throws IOException;
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
        connections.forEach(Connection::close);
    }
}
