package org.governance4j.ledger;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A log behind a URL, as far as whoever verifies it looks: nothing can be listed or written. */
final class HttpDisk extends UnwritableDisk {
  private final HttpClient client = HttpClient.newHttpClient();
  private final String prefix;

  HttpDisk(String prefix) {
    this.prefix = prefix;
  }

  @Override
  public boolean exists(String name) throws IOException {
    return read(name, 0, 0) != null;
  }

  @Override
  public List<String> list(String directory) {
    return List.of();
  }

  @Override
  public byte @Nullable [] read(String name, long from, int length) throws IOException {
    try {
      HttpResponse<byte[]> response =
          client.send(
              HttpRequest.newBuilder(URI.create(prefix + "/" + name)).build(),
              HttpResponse.BodyHandlers.ofByteArray());
      if (response.statusCode() == 404) {
        return null;
      }
      if (response.statusCode() != 200) {
        throw new IOException(name + ": status " + response.statusCode());
      }
      byte[] body = response.body();
      int begin = (int) Math.min(from, body.length);
      return Arrays.copyOfRange(body, begin, begin + Math.min(length, body.length - begin));
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  @Override
  public String toString() {
    return prefix;
  }
}
