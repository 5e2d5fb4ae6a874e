#include "deliver/smtp.h"

#include <curl/curl.h>
#include <linux/sockios.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <time.h>

#include "base/digest.h"
#include "base/memory.h"
#include "base/text.h"

enum { ARRIVAL_MS = 2 /* between two looks at the bytes that are still under way */ };

struct smtp {
    CURL *easy;
    const struct smtp_server *server;
    char fault[CURL_ERROR_SIZE];
    char line[LIMIT_MESSAGE_BYTES]; /* the newest line of the server */
    long code;                      /* three digits of that line; 0: no line came for this letter */
    const struct buffer *letter;
    size_t at;
    curl_socket_t socket;
    bool dot; /* the dot is sent, or may be */
    smtp_before_dot *before_dot;
    void *context;
    struct error *e;
    bool stopped;
};

static int socket_note(void *context, curl_socket_t s, curlsocktype purpose)
{
    struct smtp *m = context;
    (void)purpose;
    m->socket = s;
    return CURL_SOCKOPT_OK;
}

/* True if the server's machine has confirmed every byte. A connection that was cut inside the letter is noticed here,
 * while the letter is certainly not taken; with the dot right behind the letter that would stay unknown. */
static bool all_arrived(const struct smtp *m)
{
    for (int ms = 0; ms < LIMIT_MAIL_SILENCE_SECONDS * 1000; ms += ARRIVAL_MS) {
        struct pollfd cut = {.fd = m->socket, .events = POLLRDHUP};
        int waiting = 0;
        if (poll(&cut, 1, 0) != 0)
            return false;
        if (ioctl(m->socket, SIOCOUTQ, &waiting) != 0 || waiting == 0)
            return true;
        nanosleep(&(struct timespec){.tv_nsec = ARRIVAL_MS * 1000000L}, NULL);
    }
    return false;
}

static size_t letter_give(char *out, size_t size, size_t n, void *context)
{
    struct smtp *m = context;
    size_t some = m->letter->used - m->at;
    if (some > size * n)
        some = size * n;
    if (some) {
        memcpy(out, m->letter->data + m->at, some);
        m->at += some;
        return some;
    }
    if (!all_arrived(m))
        return CURL_READFUNC_ABORT;
    if ((memory_short() && !error_memory(m->e, "mail")) || !m->before_dot(m->context, m->e)) {
        m->stopped = true;
        return CURL_READFUNC_ABORT;
    }
    m->dot = true;
    m->code = 0;
    return 0;
}

/* True if a line answers this letter. After the dot only the first answer counts; before the dot the newest answer
 * counts, except the answer to QUIT after a refusal. */
static bool is_of_letter(const struct smtp *m, long code)
{
    return m->dot ? m->code == 0 : m->code < 400 || code != 221;
}

static size_t line_take(char *line, size_t size, size_t n, void *context)
{
    struct smtp *m = context;
    size_t all = size * n, length = all;
    long code = all >= 3 ? strtol((char[]){line[0], line[1], line[2], '\0'}, NULL, 10) : 0;
    if (!is_of_letter(m, code))
        return all;
    while (length && (line[length - 1] == '\n' || line[length - 1] == '\r'))
        length--;
    if (length >= sizeof m->line)
        length = sizeof m->line - 1;
    memcpy(m->line, line, length);
    m->line[length] = '\0';
    m->code = code;
    return all;
}

struct smtp *smtp_open(const struct smtp_server *server, struct error *e)
{
    struct smtp *m = calloc(1, sizeof *m);
    if (!m || !digest_begin(e) || curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK) {
        free(m);
        error_memory(e, "mail");
        return NULL;
    }
    m->server = server;
    m->easy = curl_easy_init();
    if (!m->easy) {
        smtp_close(m);
        error_memory(e, "mail");
        return NULL;
    }
    CURL *c = m->easy;
    curl_easy_setopt(c, CURLOPT_URL, server->url);
    curl_easy_setopt(c, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
    curl_easy_setopt(c, CURLOPT_USE_SSL, (long)(server->plain ? CURLUSESSL_NONE : CURLUSESSL_ALL));
    curl_easy_setopt(c, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
    if (server->ca_file)
        curl_easy_setopt(c, CURLOPT_CAINFO, server->ca_file);
    if (server->user) {
        curl_easy_setopt(c, CURLOPT_USERNAME, server->user);
        curl_easy_setopt(c, CURLOPT_PASSWORD, server->password);
    }
    curl_easy_setopt(c, CURLOPT_PROXY, ""); /* the proxy of the environment serves web pages, not mail */
    curl_easy_setopt(c, CURLOPT_CONNECTTIMEOUT, (long)LIMIT_CONNECT_SECONDS);
    curl_easy_setopt(c, CURLOPT_TIMEOUT, (long)LIMIT_DELIVERY_SECONDS);
    curl_easy_setopt(c, CURLOPT_SERVER_RESPONSE_TIMEOUT, (long)LIMIT_MAIL_SILENCE_SECONDS);
    curl_easy_setopt(c, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(c, CURLOPT_UPLOAD, 1L);
    curl_easy_setopt(c, CURLOPT_ERRORBUFFER, m->fault);
    curl_easy_setopt(c, CURLOPT_READFUNCTION, letter_give);
    curl_easy_setopt(c, CURLOPT_READDATA, m);
    curl_easy_setopt(c, CURLOPT_HEADERFUNCTION, line_take);
    curl_easy_setopt(c, CURLOPT_HEADERDATA, m);
    curl_easy_setopt(c, CURLOPT_SOCKOPTFUNCTION, socket_note);
    curl_easy_setopt(c, CURLOPT_SOCKOPTDATA, m);
    return m;
}

void smtp_close(struct smtp *m)
{
    if (!m)
        return;
    curl_easy_cleanup(m->easy);
    curl_global_cleanup();
    free(m);
}

static bool is_of_all(CURLcode result, long code)
{
    return result == CURLE_LOGIN_DENIED || result == CURLE_USE_SSL_FAILED ||
           result == CURLE_PEER_FAILED_VERIFICATION || result == CURLE_SSL_CACERT_BADFILE ||
           result == CURLE_URL_MALFORMAT || result == CURLE_UNSUPPORTED_PROTOCOL || code == 530 ||
           code == 534 || code == 535 || code == 538;
}

static enum smtp_end ended(const struct smtp *m, CURLcode result)
{
    bool answered = m->code >= 400 && m->code < 600;
    if (m->dot && m->code >= 200 && m->code < 300)
        return SMTP_SENT; /* the error came after the server had taken the letter */
    if (m->dot && !answered)
        return SMTP_UNSURE;
    if (m->stopped)
        return SMTP_STOP;
    if (m->code >= 400 && m->code < 500)
        return result == CURLE_LOGIN_DENIED || result == CURLE_USE_SSL_FAILED || m->code == 421 ? SMTP_AWAY
                                                                                                : SMTP_LATER;
    if (is_of_all(result, m->code))
        return SMTP_STOP;
    if (answered)
        return SMTP_REFUSED;
    return m->at ? SMTP_LATER : SMTP_AWAY;
}

static enum smtp_end account_wrong(const struct smtp *m, const char *reply, struct error *e)
{
    error_set(e, ERROR_CONFIG, m->server->url,
              _("Check deliver.smtp in the config: the account, its password, TLS and ca_file."), "%s",
              reply);
    return SMTP_STOP;
}

enum smtp_end smtp_send(struct smtp *m, const char *from, const char *to, const struct buffer *letter,
                        smtp_before_dot *before_dot, void *context, char reply[LIMIT_MESSAGE_BYTES],
                        struct error *e)
{
    char sender[LIMIT_ADDRESS_BYTES + 3];
    snprintf(sender, sizeof sender, "<%s>", from);
    struct curl_slist *to_list = curl_slist_append(NULL, to);
    m->letter = letter;
    m->before_dot = before_dot;
    m->context = context;
    m->e = e;
    m->at = 0;
    m->code = 0;
    m->dot = m->stopped = false;
    m->line[0] = m->fault[0] = '\0';
    curl_easy_setopt(m->easy, CURLOPT_MAIL_FROM, sender);
    curl_easy_setopt(m->easy, CURLOPT_MAIL_RCPT, to_list);
    CURLcode result = to_list ? curl_easy_perform(m->easy) : CURLE_OUT_OF_MEMORY;
    enum smtp_end end = ended(m, result);
    bool of_server = m->code >= 400 || end == SMTP_SENT;
    char *clean = text_printable(of_server ? m->line : *m->fault ? m->fault : curl_easy_strerror(result));
    snprintf(reply, LIMIT_MESSAGE_BYTES, "%s", clean ? clean : "");
    free(clean);
    curl_easy_setopt(m->easy, CURLOPT_MAIL_RCPT, NULL);
    curl_slist_free_all(to_list);
    return end == SMTP_STOP && !m->stopped ? account_wrong(m, reply, e) : end;
}
