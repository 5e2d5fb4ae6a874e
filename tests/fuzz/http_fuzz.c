/* serve, from the bytes of a connection on: request line, headers, cookies, forms, forms with files, router, pages. Every
 * answer is one of HTTP's, no page is given without the login that it needs, and the server goes on.
 *
 * "@TOKEN@" in the input becomes the cookie of a login of a province, "@UNIT@" that of one commune, "@CSRF@" and "@FORM@" what
 * their pages hold for forms: without them no input would get past the gate. */
#include <netinet/in.h>
#include <poll.h>
#include <stdio.h>
#include <sys/socket.h>

#include "cli/cli.h"
#include "fuzz.h"
#include "serve/daemon.h"
#include "serve/listen.h"
#include "serve/login.h"
#include "serve/page_cache.h"

/* A whole request is waited for. Half a request the server cuts off, or answers with an error, at its own time: such a
 * connection stays open while later inputs run, and is looked at each time until its place is needed. */
enum { ANSWER_MS = 200, WAITING = 16, ERROR_BYTES = 16384 };

struct talk {
    int fd; /* 0: none */
    bool logged_in;
    size_t got;
    char answer[ERROR_BYTES]; /* of an answer that is longer the beginning */
};
static struct talk waiting[WAITING];
static size_t waiting_next;

static struct serving serving;
static struct doorkeeper *doorkeeper;
static struct daemon *server;
static struct cli cli;
static char token[TOKEN_BYTES], unit_token[TOKEN_BYTES], csrf[TOKEN_BYTES];

static const struct {
    const char *mark, *text;
} marks[] = {{"@TOKEN@", token}, {"@UNIT@", unit_token}, {"@CSRF@", csrf}};

static void text_put(const char *name, const char *text)
{
    FILE *f = fopen(name, "w");
    HOLDS(f && fputs(text, f) >= 0 && fclose(f) == 0);
}

static void accounts_make(struct store *s)
{
    struct error e = {0};
    struct account province = {.name = "tinh", .role = ROLE_PROVINCE},
                   unit = {.name = "xa", .role = ROLE_UNIT, .unit = "H99.22.01"};
    HOLDS_OR(account_add(s, &province, "mat khau cua tinh", &e) && login_begin(s, &province, token, &e), &e);
    HOLDS_OR(account_add(s, &unit, "mat khau cua xa", &e) && login_begin(s, &unit, unit_token, &e), &e);
    HOLDS_OR(token_derive(token, "csrf", csrf, &e), &e);
}

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    static char folder[] = "/tmp/motcua-fuzz-XXXXXX", file[64];
    struct error e = {0};
    struct sockaddr_storage address;
    (void)argc;
    (void)argv;
    setenv("MOTCUA_DATADIR", TEST_SOURCE_DIR, 1);
    setenv("MOTCUA_NOW", "2022-11-25T15:00", 1);
    unsetenv("MOTCUA_STORE");
    HOLDS(mkdtemp(folder));
    setenv("TMPDIR", folder, 1);
    snprintf(file, sizeof file, "%s/motcua.json", folder);
    text_put(file, "{\"store\": \"sqlite:a.db\", \"commitments\": [\"y-yen-2022\"]}");
    char *words[] = {(char *)"motcua",   (char *)"serve",       (char *)"-c",       file,
                     (char *)"--listen", (char *)"127.0.0.1:0", (char *)"--no-poll"};
    HOLDS_OR(cli_read(7, words, &cli, &e), &e);
    upload_shelf_init(&serving.uploads);
    serving.told.started = moment_now();
    HOLDS((doorkeeper = doorkeeper_new()) && (serving.pages = page_cache_new()));
    serving.model = model_open(&cli, &e);
    HOLDS_OR(serving.model, &e);
    accounts_make(model_store(serving.model));
    doorkeeper_store_set(doorkeeper, model_config(serving.model)->store);
    HOLDS_OR(listen_read("127.0.0.1:0", &address, &e), &e);
    const struct daemon_wish wish = {.serving = &serving,
                                     .doorkeeper = doorkeeper,
                                     .address = &address,
                                     .socket = -1,
                                     .proxies = &cli.proxies};
    server = daemon_start(&wish, &e);
    HOLDS_OR(server, &e);
    return 0;
}

/* The input with its marks replaced. */
static void input_make(const uint8_t *data, size_t size, struct buffer *out)
{
    size_t from = 0;
    for (size_t at = 0; at < size; at++)
        for (size_t i = 0; data[at] == '@' && i < sizeof marks / sizeof *marks; i++) {
            size_t n = strlen(marks[i].mark);
            if (size - at < n || memcmp(data + at, marks[i].mark, n) != 0)
                continue;
            buffer_append(out, data + from, at - from);
            buffer_text(out, marks[i].text);
            at += n - 1;
            from = at + 1;
            break;
        }
    buffer_append(out, data + from, size - from);
}

static bool is_logged_in(const struct buffer *in)
{
    return memmem(in->data, in->used, token, TOKEN_BYTES - 1) ||
           memmem(in->data, in->used, unit_token, TOKEN_BYTES - 1);
}

static void answers_look(bool logged_in, const char *bytes, size_t n)
{
    if (n <= 12) /* the rest may be on its way */
        return;
    HOLDS(memcmp(bytes, "HTTP/1.", 7) == 0);
    HOLDS(bytes[9] >= '1' && bytes[9] <= '5');
    /* a page of figures begins with 200 and has the menu; only the login has none */
    HOLDS(logged_in || !memmem(bytes, n, "action=\"/dang-xuat\"", 19));
}

/* Whether the server has all that it needs to answer: a head to its end, and behind it as many bytes as it says. */
static bool request_is_whole(const struct buffer *in)
{
    const char *head = memmem(in->data, in->used, "\r\n\r\n", 4);
    if (!head)
        return memmem(in->data, in->used, "\n\n", 2);
    const char *length = strcasestr(in->data, "content-length:"); /* the input ends with a zero byte */
    if (!length || length > head)
        return !strcasestr(in->data, "transfer-encoding");
    size_t behind = in->used - (size_t)(head + 4 - in->data);
    return strtoull(length + 15, NULL, 10) <= behind;
}

static int request_send(const struct buffer *in)
{
    struct sockaddr_in to = {.sin_family = AF_INET,
                             .sin_addr.s_addr = htonl(INADDR_LOOPBACK),
                             .sin_port = htons(daemon_port(server))};
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    HOLDS(fd > 0 && connect(fd, (struct sockaddr *)&to, sizeof to) == 0);
    ssize_t sent = send(fd, in->data, in->used, MSG_NOSIGNAL);
    (void)sent;
    shutdown(fd, SHUT_WR);
    return fd;
}

/* Takes what has come within the time; true: the connection is over. */
static bool answer_take(int fd, int patience, char *answer, size_t size, size_t *got)
{
    char rest[4096];
    for (;;) {
        struct pollfd ready = {.fd = fd, .events = POLLIN};
        if (poll(&ready, 1, patience) <= 0)
            return false;
        bool room = *got < size;
        ssize_t n = recv(fd, room ? answer + *got : rest, room ? size - *got : sizeof rest, 0);
        if (n <= 0)
            return true;
        *got += room ? (size_t)n : 0;
    }
}

static void talk_end(struct talk *t)
{
    answers_look(t->logged_in, t->answer, t->got);
    close(t->fd);
    t->fd = 0;
}

static void talk_keep(int fd, bool logged_in, const char *answer, size_t got)
{
    struct talk *t = &waiting[waiting_next++ % WAITING];
    if (t->fd)
        talk_end(t);
    t->fd = fd;
    t->logged_in = logged_in;
    t->got = got < ERROR_BYTES ? got : ERROR_BYTES;
    memcpy(t->answer, answer, t->got);
}

static void waiting_look(void)
{
    for (size_t i = 0; i < WAITING; i++)
        if (waiting[i].fd && answer_take(waiting[i].fd, 0, waiting[i].answer, ERROR_BYTES, &waiting[i].got))
            talk_end(&waiting[i]);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static char answer[4 << 20];
    struct buffer in;
    buffer_init(&in, 1 << 20);
    input_make(data, size, &in);
    buffer_text(&in, "");
    waiting_look();
    int fd = request_send(&in);
    size_t got = 0;
    bool over = answer_take(fd, request_is_whole(&in) ? ANSWER_MS : 0, answer, sizeof answer, &got);
    answers_look(is_logged_in(&in), answer, got);
    if (over)
        close(fd);
    else
        talk_keep(fd, is_logged_in(&in), answer, got);
    daemon_look(server);
    buffer_free(&in);
    return 0;
}
