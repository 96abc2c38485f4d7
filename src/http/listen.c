/* The listening socket, made here rather than by libmicrohttpd so that a failure can be told in words
   that help. In: address and port. Out: a bound socket and the port it got. */
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "http/inside.h"

struct gj_address {
    struct sockaddr_storage storage;
    socklen_t length;
};

static bool read_address(const char *text, uint16_t port, struct gj_address *out)
{
    memset(out, 0, sizeof *out);
    struct sockaddr_in *four = (struct sockaddr_in *)&out->storage;
    struct sockaddr_in6 *six = (struct sockaddr_in6 *)&out->storage;
    if (strcmp(text, "localhost") == 0)
        text = "127.0.0.1";
    if (inet_pton(AF_INET, text, &four->sin_addr) == 1) {
        four->sin_family = AF_INET;
        four->sin_port = htons(port);
        out->length = sizeof *four;
        return true;
    }
    if (inet_pton(AF_INET6, text, &six->sin6_addr) == 1) {
        six->sin6_family = AF_INET6;
        six->sin6_port = htons(port);
        out->length = sizeof *six;
        return true;
    }
    return false;
}

static uint16_t bound_port(int socket)
{
    struct gj_address address = {.length = sizeof address.storage};
    if (getsockname(socket, (struct sockaddr *)&address.storage, &address.length) != 0)
        return 0;
    if (address.storage.ss_family == AF_INET)
        return ntohs(((struct sockaddr_in *)&address.storage)->sin_port);
    return ntohs(((struct sockaddr_in6 *)&address.storage)->sin6_port);
}

static enum gj_status say_why(int error, const struct gj_http_options *options, struct gj_why *why)
{
    const char *address = options->address;
    int port = options->port;
    switch (error) {
    case EADDRINUSE:
        return gj_fail(why, GJ_WORLD,
                       "port %d of %s is in use: stop the other program or choose another port",
                       port, address);
    case EACCES:
        return gj_fail(why, GJ_WORLD,
                       "port %d of %s is not allowed to this user: choose one above 1023", port,
                       address);
    case EADDRNOTAVAIL:
        return gj_fail(why, GJ_WORLD, "%s is not an address of this machine", address);
    default:
        return gj_fail(why, GJ_WORLD, "cannot listen on %s port %d: %s", address, port,
                       strerror(error));
    }
}

enum gj_status gj_http_listen(const struct gj_http_options *options, int *socket_out,
                              uint16_t *port_out, struct gj_why *why)
{
    struct gj_address address;
    if (!read_address(options->address, options->port, &address))
        return gj_fail(why, GJ_WORLD, "\"%s\" is not an IP address; say for example 127.0.0.1",
                       options->address);
    int one = 1;
    int listening =
        socket(address.storage.ss_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (listening < 0)
        return say_why(errno, options, why);
    if (setsockopt(listening, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one) != 0 ||
        bind(listening, (struct sockaddr *)&address.storage, address.length) != 0 ||
        listen(listening, 1024) != 0) {
        int error = errno;
        close(listening);
        return say_why(error, options, why);
    }
    *socket_out = listening;
    *port_out = bound_port(listening);
    return GJ_DONE;
}
