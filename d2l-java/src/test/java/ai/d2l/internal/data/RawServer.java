package ai.d2l.internal.data;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;

/** A server on loopback that answers byte for byte what a test wants, be it no proper HTTP. */
final class RawServer implements AutoCloseable {
    interface Answer {
        void write(Request request, OutputStream out) throws IOException, InterruptedException;
    }

    record Request(String target, Map<String, String> headers) {
        String file() {
            return target.substring(target.lastIndexOf('/') + 1);
        }

        /** First byte asked for; 0 without a range. */
        int from() {
            var match = Pattern.compile("\\d+").matcher(headers.getOrDefault("range", ""));
            return match.find() ? Integer.parseInt(match.group()) : 0;
        }

        boolean hasRange() {
            return headers.containsKey("range");
        }
    }

    final List<Request> requests = new CopyOnWriteArrayList<>();
    private final ServerSocket socket;
    private final Answer answer;

    RawServer(Answer answer) throws IOException {
        this.answer = answer;
        socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        start(this::accept);
    }

    /** A server that does all right. */
    static RawServer ofTinyData() throws IOException {
        return new RawServer((request, out) -> send(out, request, TinyData.packed(request.file())));
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + socket.getLocalPort() + "/");
    }

    int port() {
        return socket.getLocalPort();
    }

    static void send(OutputStream out, Request request, byte[] body) throws IOException {
        int from = request.from();
        if (request.hasRange()) {
            head(
                    out,
                    "206 Partial Content",
                    "Content-Length: " + (body.length - from),
                    "Content-Range: bytes %d-%d/%d".formatted(from, body.length - 1, body.length));
        } else {
            head(out, "200 OK", "Content-Length: " + body.length);
        }
        out.write(body, from, body.length - from);
    }

    static void head(OutputStream out, String status, String... headers) throws IOException {
        var head = "HTTP/1.1 " + status + "\r\n" + String.join("\r\n", headers);
        out.write((head + "\r\nConnection: close\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    private void accept() throws IOException {
        while (true) {
            var client = socket.accept();
            start(() -> serve(client));
        }
    }

    private void serve(Socket client) throws IOException, InterruptedException {
        try (client) {
            var in =
                    new BufferedReader(
                            new InputStreamReader(
                                    client.getInputStream(), StandardCharsets.US_ASCII));
            var target = in.readLine().split(" ")[1];
            var headers = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
            for (var line = in.readLine(); !line.isEmpty(); line = in.readLine()) {
                var pair = line.split(": ", 2);
                headers.put(pair[0], pair[1]);
            }
            var request = new Request(target, headers);
            requests.add(request);
            answer.write(request, client.getOutputStream());
        }
    }

    private interface Work {
        void run() throws IOException, InterruptedException;
    }

    private static void start(Work work) {
        var thread =
                new Thread(
                        () -> {
                            try {
                                work.run();
                            } catch (IOException | InterruptedException e) {
                                // The client has hung up, or the test has closed the server.
                            }
                        });
        thread.setDaemon(true);
        thread.start();
    }
}
