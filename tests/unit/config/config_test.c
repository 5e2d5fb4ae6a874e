#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "config/config.h"

static char folder[] = "/tmp/motcua-config-XXXXXX";
static char file[64], secret[64];

/* Writes text into path, ' as ". */
static void write_to(const char *path, const char *text, mode_t mode)
{
    FILE *f = fopen(path, "wb");
    assert_non_null(f);
    for (; *text; text++)
        fputc(*text == '\'' ? '"' : *text, f);
    assert_int_equal(fclose(f), 0);
    assert_int_equal(chmod(path, mode), 0);
}

static struct config *load(const char *text, bool need_secrets, struct error *e)
{
    *e = (struct error){0};
    write_to(file, text, 0644);
    return config_load(file, need_secrets, e);
}

static int set_up(void **state)
{
    (void)state;
    assert_non_null(mkdtemp(folder));
    snprintf(file, sizeof file, "%s/motcua.json", folder);
    snprintf(secret, sizeof secret, "%s/secret.txt", folder);
    setenv("MOTCUA_DATADIR", TEST_SOURCE_DIR, 1);
    unsetenv("MOTCUA_CONFIG");
    unsetenv("MOTCUA_STORE");
    unsetenv("MOTCUA_LANG");
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    unlink(file);
    unlink(secret);
    rmdir(folder);
    return 0;
}

static void same_path(const char *got, const char *prefix, const char *name)
{
    char expected[256];
    snprintf(expected, sizeof expected, "%s%s/%s", prefix, folder, name);
    assert_string_equal(got, expected);
}

/* The contract, word for word. */
static const char contract[] = "{'store': 'sqlite:motcua.db', 'sources': [{'name': 'yyen', 'manifest': "
                               "'opencps', 'base_url': 'http://127.0.0.1:8080',"
                               " 'vars': {'group_id': '55301', 'base_path': '/o/rest/v2'}, 'auth': {'user': "
                               "'u', 'password': {'env': 'YYEN_PASSWORD'}}}],"
                               " 'commitments': ['y-yen-2022']}";

static void test_contract(void **state)
{
    struct error e;
    (void)state;
    setenv("YYEN_PASSWORD", "hunter2", 1);
    struct config *c = load(contract, true, &e);
    assert_non_null(c);
    assert_string_equal(c->file, file);
    assert_string_equal(c->folder, folder);
    same_path(c->store, "sqlite:", "motcua.db");
    same_path(c->outbox, "", "motcua-outbox.db");
    assert_int_equal(c->source_count, 1);
    const struct config_source *s = config_source_find(c, "yyen");
    assert_ptr_equal(s, &c->sources[0]);
    assert_null(config_source_find(c, "none"));
    assert_string_equal(s->title, "yyen");
    assert_string_equal(s->manifest, "opencps");
    assert_string_equal(s->base_url, "http://127.0.0.1:8080");
    assert_string_equal(json_string_value(json_object_get(s->vars, "group_id")), "55301");
    assert_string_equal(s->user, "u");
    assert_string_equal(s->password, "hunter2");
    assert_null(s->ca_file);
    assert_true(s->count);
    assert_int_equal(c->commitment_count, 1);
    assert_string_equal(c->commitments[0], "y-yen-2022");
    assert_string_equal(c->language, "vi");
    assert_int_equal(c->cutoff, 15 * 3600);
    assert_null(c->parent_body);
    config_free(c);
    config_free(NULL);
    unsetenv("YYEN_PASSWORD");
}

static void test_full(void **state)
{
    static const char text[] =
        "{'$schema': 'x', 'store': 'sqlite:data/a.db', 'language': 'en', 'cutoff': '09:45',"
        " 'report': {'parent_body': 'UBND HUYỆN MẪU', 'issuing_body': 'PHÒNG', 'place': 'Mẫu', 'number': "
        "'1/BC', 'signer_title': 'TP'},"
        " 'commitments': ['mine.json', 'sets/ours', '/abs/set.json', 'nq71-2030'],"
        " 'sources': [{'name': 'a', 'title': 'Cổng A', 'manifest': './m/a.json', 'base_url': "
        "'https://h/x//', 'count': false,"
        " 'ca_file': 'ca.pem'}, {'name': 'b', 'manifest': 'b.json', 'base_url': 'https://h'}]}";
    struct error e;
    (void)state;
    struct config *c = load(text, true, &e);
    assert_non_null(c);
    same_path(c->store, "sqlite:", "data/a.db");
    assert_string_equal(c->language, "en");
    assert_int_equal(c->cutoff, 9 * 3600 + 45 * 60);
    assert_string_equal(c->parent_body, "UBND HUYỆN MẪU");
    assert_string_equal(c->issuing_body, "PHÒNG");
    assert_string_equal(c->place, "Mẫu");
    assert_string_equal(c->number, "1/BC");
    assert_string_equal(c->signer_title, "TP");
    same_path(c->commitments[0], "", "mine.json");
    same_path(c->commitments[1], "", "sets/ours");
    assert_string_equal(c->commitments[2], "/abs/set.json");
    assert_string_equal(c->commitments[3], "nq71-2030");
    assert_string_equal(c->sources[0].title, "Cổng A");
    same_path(c->sources[0].manifest, "", "./m/a.json");
    assert_string_equal(c->sources[0].base_url, "https://h/x");
    same_path(c->sources[0].ca_file, "", "ca.pem");
    assert_false(c->sources[0].count);
    assert_null(c->sources[0].vars);
    assert_null(c->sources[0].user);
    assert_null(c->sources[0].password);
    same_path(c->sources[1].manifest, "", "b.json");
    assert_true(c->sources[1].count);
    config_free(c);
}

static void test_defaults(void **state)
{
    struct error e;
    (void)state;
    struct config *c = load("{}", true, &e);
    assert_non_null(c);
    same_path(c->store, "sqlite:", "motcua.db");
    assert_int_equal(c->source_count, 0);
    assert_int_equal(c->commitment_count, 0);
    assert_int_equal(c->cutoff, 15 * 3600);
    config_free(c);
    c = load("{'store': 'sqlite:/var/lib/motcua/a.db'}", true, &e);
    assert_string_equal(c->store, "sqlite:/var/lib/motcua/a.db");
    config_free(c);
    c = load("{'store': 'postgresql://db/motcua'}", true, &e);
    assert_string_equal(c->store, "postgresql://db/motcua");
    config_free(c);
}

static void test_environment(void **state)
{
    struct error e;
    char here[512], expected[600];
    (void)state;
    assert_non_null(getcwd(here, sizeof here));
    snprintf(expected, sizeof expected, "sqlite:%s/other.db", here);
    setenv("MOTCUA_STORE", "sqlite:other.db", 1);
    setenv("MOTCUA_LANG", "en", 1);
    struct config *c = load(contract, false, &e);
    assert_non_null(c);
    assert_string_equal(c->store, expected);
    assert_string_equal(c->language, "en");
    config_free(c);
    setenv("MOTCUA_STORE", "", 1);
    setenv("MOTCUA_LANG", "", 1);
    c = load(contract, false, &e);
    same_path(c->store, "sqlite:", "motcua.db");
    assert_string_equal(c->language, "vi");
    config_free(c);
    setenv("MOTCUA_LANG", "fr", 1);
    assert_null(load(contract, false, &e));
    assert_int_equal(e.code, ERROR_CONFIG);
    assert_string_equal(e.where, "MOTCUA_LANG");
    unsetenv("MOTCUA_STORE");
    unsetenv("MOTCUA_LANG");
    setenv("MOTCUA_CONFIG", file, 1);
    c = config_load(NULL, false, &e);
    assert_non_null(c);
    config_free(c);
    unsetenv("MOTCUA_CONFIG");
}

static void test_missing_file(void **state)
{
    struct error e = {0};
    char path[96];
    (void)state;
    snprintf(path, sizeof path, "%s/none.json", folder);
    assert_null(config_load(path, false, &e));
    assert_int_equal(e.code, ERROR_CONFIG);
    assert_string_equal(e.where, path);
    assert_non_null(strstr(e.hint, "motcua init"));
}

static void test_relative_file(void **state)
{
    struct error e;
    char here[512];
    (void)state;
    write_to(file, contract, 0644);
    assert_non_null(getcwd(here, sizeof here));
    assert_int_equal(chdir(folder), 0);
    struct config *c = config_load(NULL, false, &e); /* motcua.json of the current folder */
    assert_non_null(c);
    same_path(c->file, "", "motcua.json");
    same_path(c->store, "sqlite:", "motcua.db");
    config_free(c);
    assert_int_equal(chdir(here), 0);
}

/* Without a config file: the defaults, where the command needs none, or where a store is there already. */
static void test_bare(void **state)
{
    struct error e = {0};
    char here[512], store[96];
    (void)state;
    unlink(file);
    snprintf(store, sizeof store, "%s/motcua.db", folder);
    assert_non_null(getcwd(here, sizeof here));
    assert_int_equal(chdir(folder), 0);
    assert_null(config_load(NULL, false, &e));
    assert_int_equal(e.code, ERROR_CONFIG);
    struct config *c = config_load_bare(NULL, &e);
    assert_non_null(c);
    same_path(c->store, "sqlite:", "motcua.db");
    assert_int_equal(c->source_count, 0);
    assert_int_equal(c->commitment_count, 1);
    assert_string_equal(c->commitments[0], "nq71-2030");
    config_free(c);
    write_to(store, "", 0644);
    c = config_load(NULL, false, &e);
    assert_non_null(c);
    config_free(c);
    assert_null(config_load("none.json", false, &e)); /* one that is named must be there */
    assert_null(config_load_bare("none.json", &e));
    assert_int_equal(unlink(store), 0);
    setenv("MOTCUA_STORE", "sqlite:other.db", 1);
    c = config_load(NULL, false, &e);
    assert_non_null(c);
    same_path(c->store, "sqlite:", "other.db");
    config_free(c);
    unsetenv("MOTCUA_STORE");
    assert_int_equal(chdir(here), 0);
}

#define SOURCE(rest) "{'sources': [{'name': 'a', 'manifest': 'opencps', " rest "}]}"

static void test_wrong(void **state)
{
    static const struct {
        const char *text, *what, *hint;
    } wrong[] = {
        {"{'comitments': []}", "/comitments: unknown key", "Did you mean \"commitments\"?"},
        {"{'sources': [{'name': 'a', 'manifest': 'opencps'}]}", "/sources/0: the key \"base_url\" is missing",
         "http"},
        {"{'sources': {}}", "/sources: expected a list", ""},
        {SOURCE("'base_url': 'ftp://h'"), "/sources/0/base_url: ", "http"},
        {SOURCE("'base_url': 'http://'"), "/sources/0/base_url: ", "http"},
        {SOURCE("'base_url': 'http://h?x=1'"), "/sources/0/base_url: ", ""},
        {SOURCE("'base_url': 'http://h/a b'"), "/sources/0/base_url: ", ""},
        {SOURCE("'base_url': 'http://h', 'network': {'requests_per_minute': 0}"),
         "/sources/0/network/requests_per_minute", ""},
        {SOURCE("'base_url': 'http://h', 'network': {'proxy': 'http://u:hunter2@p:1'}"),
         "/sources/0/network/proxy", ""},
        {SOURCE("'base_url': 'http://h', 'network': {'retrys': 1}"), "/sources/0/network", "retries"},
        {SOURCE("'base_url': 'http://u:hunter2@h'"), "/sources/0/base_url: a user or password", "\"auth\""},
        {SOURCE("'base_url': 'ftp://u:hunter2@h'"), "/sources/0/base_url: ", ""},
        {SOURCE("'base_url': 'http://h', 'auth': {'user': 'u', 'password': 'hunter2'}"),
         "/sources/0/auth/password: expected an object", "{\"env\": NAME}"},
        {SOURCE("'base_url': 'http://h', 'auth': {'user': 'u', 'password': {'env': 'A', 'file': 'b'}}"),
         "/sources/0/auth/password", ""},
        {SOURCE("'base_url': 'http://h', 'auth': {'user': 'u', 'password': {'env': 'hunter2='}}"),
         "/sources/0/auth/password/env", ""},
        {SOURCE("'base_url': 'http://h', 'auth': {'password': {'env': 'A'}}"), "the key \"user\" is missing",
         ""},
        {SOURCE("'base_url': 'http://h', 'vars': {'group_id': 55301}"),
         "/sources/0/vars/group_id: expected text, found 55301", "quotes"},
        {SOURCE("'base_url': 'http://h', 'vars': {'a b': 'x'}"), "/sources/0/vars/a b", ""},
        {SOURCE("'base_url': 'http://h', 'count': 1"), "/sources/0/count: expected true or false", ""},
        {"{'sources': [{'name': 'a b', 'manifest': 'opencps', 'base_url': 'http://h'}]}",
         "/sources/0/name: ", "letters"},
        {"{'sources': [{'name': 'a', 'manifest': 'm', 'base_url': 'http://h'}, {'name': 'a', 'manifest': "
         "'m', 'base_url': 'http://g'}]}",
         "/sources/1/name: another source", ""},
        {"{'commitments': ['a', 'a']}", "/commitments/1: the same as item 0", ""},
        {"{'language': 'vn'}", "/language: expected one of \"vi\", \"en\"", "Did you mean \"vi\"?"},
        {"{'cutoff': '24:00'}", "/cutoff: ", "15:00"},
        {"{'cutoff': '9:00'}", "/cutoff: ", ""},
        {"{'store': 'motcua.db'}", "/store: ", "sqlite:"},
        {"{'store': 'sqlite:'}", "/store: ", ""},
        {"{'store': 'mysql://u:hunter2@h/d'}", "/store: ", ""},
        {"{'report': {'plaec': 'x'}}", "/report/plaec: unknown key", "Did you mean \"place\"?"},
        {"{'store': ", "line 1", ""},
        {"[]", "expected an object", ""}};
    struct error e;
    (void)state;
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        assert_null(load(wrong[i].text, true, &e));
        assert_int_equal(e.code, ERROR_CONFIG);
        assert_string_equal(e.where, file);
        if (!strstr(e.what, wrong[i].what) || !strstr(e.hint, wrong[i].hint))
            print_error("%s: %s / %s\n", wrong[i].text, e.what, e.hint);
        assert_non_null(strstr(e.what, wrong[i].what));
        assert_non_null(strstr(e.hint, wrong[i].hint));
        assert_null(strstr(e.what, "hunter2"));
        assert_null(strstr(e.hint, "hunter2"));
    }
}

static const char with_file[] =
    SOURCE("'base_url': 'http://h', 'auth': {'user': 'u', 'password': {'file': 'secret.txt'}}");

static void test_secret_env(void **state)
{
    struct error e;
    (void)state;
    unsetenv("YYEN_PASSWORD");
    struct config *c = load(contract, false, &e); /* a command that does not poll */
    assert_non_null(c);
    assert_null(c->sources[0].password);
    config_free(c);
    for (int empty = 0; empty < 2; empty++) {
        if (empty)
            setenv("YYEN_PASSWORD", "", 1);
        assert_null(load(contract, true, &e));
        assert_int_equal(e.code, ERROR_CONFIG);
        assert_string_equal(e.where, "source yyen: YYEN_PASSWORD");
        assert_non_null(strstr(e.what, empty ? "is empty" : "is not set"));
    }
    unsetenv("YYEN_PASSWORD");
}

static void test_secret_file(void **state)
{
    struct error e;
    (void)state;
    write_to(secret, "mật khẩu 1\r\nsecond line\n", 0600);
    struct config *c = load(with_file, true, &e);
    assert_non_null(c);
    assert_string_equal(c->sources[0].password, "mật khẩu 1");
    config_free(c);
    write_to(secret, "no line end", 0640);
    c = load(with_file, true, &e);
    assert_non_null(c);
    assert_string_equal(c->sources[0].password, "no line end");
    config_free(c);
}

static void test_secret_file_wrong(void **state)
{
    char too_long[5000];
    struct error e;
    (void)state;
    memset(too_long, 'x', sizeof too_long);
    too_long[sizeof too_long - 1] = '\0';
    const struct {
        const char *text;
        mode_t mode;
        const char *what;
    } wrong[] = {{"hunter2\n", 0644, "every user"},
                 {"hunter2\n", 0602, "every user"},
                 {"\nhunter2\n", 0600, "is empty"},
                 {"", 0600, "is empty"},
                 {too_long, 0600, "longer than 4096"}};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        write_to(secret, wrong[i].text, wrong[i].mode);
        assert_null(load(with_file, true, &e));
        assert_int_equal(e.code, ERROR_CONFIG);
        assert_non_null(strstr(e.where, "source a: "));
        assert_non_null(strstr(e.where, secret));
        assert_non_null(strstr(e.what, wrong[i].what));
        assert_null(strstr(e.what, "hunter2"));
        assert_null(strstr(e.hint, "hunter2"));
        if (i == 0)
            assert_non_null(strstr(e.hint, "chmod 600"));
    }
    FILE *f = fopen(secret, "wb");
    assert_non_null(f);
    assert_int_equal(fwrite("hun\0ter2\n", 1, 9, f), 9);
    assert_int_equal(fclose(f), 0);
    chmod(secret, 0600);
    assert_null(load(with_file, true, &e));
    assert_non_null(strstr(e.what, "not a text file"));
    unlink(secret);
    assert_null(load(with_file, true, &e));
    assert_non_null(strstr(e.what, "cannot be read"));
    assert_int_equal(mkdir(secret, 0700), 0);
    assert_null(load(with_file, true, &e));
    assert_non_null(strstr(e.what, "not a file"));
    rmdir(secret);
}

static void test_init(void **state)
{
    struct error e = {0};
    struct stat about;
    (void)state;
    unlink(file);
    mode_t mask = umask(022);
    const struct config_answers answers = {.base_url = "https://dichvucong.example.vn",
                                           .issuing_body = "UBND \"XÃ\" MỘT"},
                                none = {0};
    assert_true(config_init(file, &answers, &e));
    umask(mask);
    assert_int_equal(stat(file, &about), 0);
    assert_int_equal(about.st_mode & 0777, 0644);
    struct config *c = config_load(file, false, &e);
    assert_non_null(c);
    same_path(c->store, "sqlite:", "motcua.db");
    assert_int_equal(c->source_count, 1);
    assert_string_equal(c->sources[0].manifest, "opencps");
    assert_string_equal(c->sources[0].base_url, "https://dichvucong.example.vn");
    assert_string_equal(c->commitments[0], "nq71-2030");
    assert_string_equal(c->issuing_body, "UBND \"XÃ\" MỘT");
    assert_null(c->parent_body); /* a blank is not a name */
    config_free(c);
    write_to(file, "{}", 0644);
    assert_false(config_init(file, &none, &e));
    assert_int_equal(e.code, ERROR_USAGE);
    assert_string_equal(e.where, file);
    assert_int_equal(stat(file, &about), 0);
    assert_int_equal(about.st_size, 2); /* left alone */
    assert_false(config_init("/nonexistent/folder/motcua.json", &none, &e));
    assert_int_equal(e.code, ERROR_IO);
}

static const char networks[] =
    "{'network': {'requests_per_minute': 60, 'retries': 0, 'proxy': 'http://proxy:3128', 'proxy_auth': "
    "{'user': 'p', 'password': {'env': 'PROXY_PASSWORD'}}}, 'sources': ["
    "{'name': 'a', 'manifest': 'opencps', 'base_url': 'http://h', 'client_cert': 'a.pem', 'client_key': "
    "'/k/a.key', 'client_key_password': {'env': 'KEY_PASSWORD'}},"
    "{'name': 'b', 'manifest': 'opencps', 'base_url': 'http://h', 'network': {'retries': 7, "
    "'retry_seconds': 8, 'connect_seconds': 9, 'idle_seconds': 10, 'total_seconds': 11, 'proxy': ''}}]}";

/* What a source says stands over what is said for all, and that over the defaults; another proxy has another
 * account. */
static void test_network(void **state)
{
    struct error e;
    (void)state;
    setenv("PROXY_PASSWORD", "hunter3", 1);
    setenv("KEY_PASSWORD", "hunter4", 1);
    struct config *c = load(networks, true, &e);
    assert_non_null(c);
    const struct config_source *a = &c->sources[0], *b = &c->sources[1];
    same_path(a->client_cert, "", "a.pem");
    assert_string_equal(a->client_key, "/k/a.key");
    assert_string_equal(a->client_key_password, "hunter4");
    assert_int_equal(a->network.requests_per_minute, 60);
    assert_int_equal(a->network.retries, 0);
    assert_int_equal(a->network.retry_seconds, 300);
    assert_int_equal(a->network.connect_seconds, 15);
    assert_int_equal(a->network.idle_seconds, 30);
    assert_int_equal(a->network.total_seconds, 300);
    assert_string_equal(a->network.proxy, "http://proxy:3128");
    assert_string_equal(a->network.proxy_user, "p");
    assert_string_equal(a->network.proxy_password, "hunter3");
    assert_int_equal(b->network.requests_per_minute, 60);
    assert_int_equal(b->network.retries, 7);
    assert_int_equal(b->network.retry_seconds, 8);
    assert_int_equal(b->network.connect_seconds, 9);
    assert_int_equal(b->network.idle_seconds, 10);
    assert_int_equal(b->network.total_seconds, 11);
    assert_string_equal(b->network.proxy, "");
    assert_null(b->network.proxy_user);
    assert_null(b->network.proxy_password);
    assert_null(b->client_cert);
    config_free(c);
    c = load(networks, false, &e); /* those that need no secrets do without */
    assert_non_null(c);
    assert_null(c->sources[0].network.proxy_password);
    config_free(c);
    unsetenv("PROXY_PASSWORD");
    assert_null(load(networks, true, &e));
    assert_non_null(strstr(e.where, "source a"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_contract),
                                       cmocka_unit_test(test_full),
                                       cmocka_unit_test(test_defaults),
                                       cmocka_unit_test(test_environment),
                                       cmocka_unit_test(test_missing_file),
                                       cmocka_unit_test(test_relative_file),
                                       cmocka_unit_test(test_network),
                                       cmocka_unit_test(test_wrong),
                                       cmocka_unit_test(test_secret_env),
                                       cmocka_unit_test(test_secret_file),
                                       cmocka_unit_test(test_secret_file_wrong),
                                       cmocka_unit_test(test_init),
                                       cmocka_unit_test(test_bare)};
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
