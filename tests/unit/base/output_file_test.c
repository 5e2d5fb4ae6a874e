#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/output_file.h"
#include "base/stop.h"

static char folder[] = "/tmp/motcua-output-XXXXXX";

static int folder_enter(void **state)
{
    (void)state;
    umask(022);
    return mkdtemp(folder) && chdir(folder) == 0 ? 0 : -1;
}

static int folder_leave(void **state)
{
    (void)state;
    char command[64];
    snprintf(command, sizeof command, "rm -rf %s", folder);
    return chdir("/") == 0 ? system(command) : -1;
}

static void put(const char *name, const char *text)
{
    FILE *f = fopen(name, "w");
    assert_non_null(f);
    assert_true(fputs(text, f) >= 0);
    assert_int_equal(fclose(f), 0);
}

static void expect(const char *name, const char *text)
{
    char got[256] = "";
    FILE *f = fopen(name, "r");
    assert_non_null(f);
    size_t n = fread(got, 1, sizeof got - 1, f);
    fclose(f);
    got[n] = '\0';
    assert_string_equal(got, text);
}

static void write_good(const char *name, const char *text)
{
    struct error e = {0};
    if (!output_file_write(name, NULL, text, strlen(text), &e))
        fail_msg("%s: %s", e.where, e.what);
}

static void write_bad(const char *name, const struct output_wish *wish, enum error_code code)
{
    struct error e = {0};
    assert_false(output_file_write(name, wish, "new", 3, &e));
    assert_int_equal(e.code, code);
    assert_string_equal(e.where, name);
}

static mode_t mode_of(const char *name)
{
    struct stat s;
    assert_int_equal(lstat(name, &s), 0);
    return s.st_mode;
}

/* Files of the folder whose name begins with `.motcua-`. */
static int temporaries(const char *name)
{
    int n = 0;
    DIR *d = opendir(name);
    assert_non_null(d);
    for (const struct dirent *entry = readdir(d); entry; entry = readdir(d))
        n += strncmp(entry->d_name, ".motcua-", 8) == 0;
    closedir(d);
    return n;
}

static void test_new(void **state)
{
    (void)state;
    write_good("new.html", "one");
    expect("new.html", "one");
    assert_int_equal(mode_of("new.html") & 07777, 0644);
    struct error e = {0};
    assert_true(output_file_write("mine.json", &(struct output_wish){.private = true}, "x", 1, &e));
    assert_int_equal(mode_of("mine.json") & 07777, 0600);
    assert_int_equal(temporaries("."), 0);
}

static void test_mode_kept(void **state)
{
    (void)state;
    static const mode_t modes[] = {0600, 0640, 0666, 0444 | 0200};
    for (size_t i = 0; i < sizeof modes / sizeof *modes; i++) {
        put("kept", "old");
        assert_int_equal(chmod("kept", modes[i]), 0);
        write_good("kept", "new");
        expect("kept", "new");
        assert_int_equal(mode_of("kept") & 07777, modes[i]);
    }
}

static void test_owner_kept(void **state)
{
    (void)state;
    struct stat s;
    if (geteuid() != 0)
        skip();
    put("owned", "old");
    assert_int_equal(chown("owned", 65534, 65533), 0);
    assert_int_equal(chmod("owned", 0640), 0);
    write_good("owned", "new");
    assert_int_equal(stat("owned", &s), 0);
    assert_int_equal(s.st_uid, 65534);
    assert_int_equal(s.st_gid, 65533);
    assert_int_equal(s.st_mode & 07777, 0640);
}

static void test_links(void **state)
{
    (void)state;
    char to[64] = "";
    mkdir("far", 0755);
    put("far/real", "old");
    assert_int_equal(symlink("far/middle", "link"), 0);
    assert_int_equal(symlink("real", "far/middle"), 0);
    write_good("link", "new");
    expect("far/real", "new");
    assert_true(S_ISLNK(mode_of("link")));
    assert_true(S_ISLNK(mode_of("far/middle")));
    assert_true(readlink("link", to, sizeof to - 1) > 0);
    assert_string_equal(to, "far/middle");
    assert_int_equal(symlink("far/made", "dangling"), 0);
    write_good("dangling", "made");
    expect("far/made", "made");
    assert_true(S_ISLNK(mode_of("dangling")));
    assert_int_equal(symlink("round", "round"), 0);
    write_bad("round", NULL, ERROR_IO);
    assert_int_equal(temporaries(".") + temporaries("far"), 0);
}

/* Links that somebody prepared beside the target are nobody's business. */
static void test_prepared_links(void **state)
{
    (void)state;
    put("victim", "safe");
    assert_int_equal(symlink("victim", "r.html.new"), 0);
    assert_int_equal(symlink("victim", "r.html.tmp"), 0);
    write_good("r.html", "new");
    expect("victim", "safe");
    expect("r.html", "new");
    assert_true(S_ISLNK(mode_of("r.html.new")));
}

static void *pipe_read(void *got)
{
    int fd = open("pipe", O_RDONLY);
    ssize_t n = read(fd, got, 63);
    close(fd);
    return n < 0 ? got : NULL;
}

static void test_pipe(void **state)
{
    (void)state;
    char got[64] = "";
    pthread_t reader;
    assert_int_equal(mkfifo("pipe", 0600), 0);
    assert_int_equal(symlink("pipe", "to-pipe"), 0);
    for (int i = 0; i < 2; i++) {
        memset(got, 0, sizeof got);
        assert_int_equal(pthread_create(&reader, NULL, pipe_read, got), 0);
        write_good(i ? "to-pipe" : "pipe", "through");
        assert_int_equal(pthread_join(reader, NULL), 0);
        assert_string_equal(got, "through");
        assert_true(S_ISFIFO(mode_of("pipe")));
    }
    assert_int_equal(temporaries("."), 0);
}

/* A device of our own in our own folder: the numbers of /dev/full, which takes nothing. */
static void test_device(void **state)
{
    (void)state;
    if (geteuid() != 0 || mknod("full", S_IFCHR | 0666, makedev(1, 7)) != 0)
        skip();
    int fd = open("full", O_WRONLY | O_CLOEXEC);
    if (fd < 0)
        skip(); /* a file system that has no devices */
    close(fd);
    write_bad("full", NULL, ERROR_IO);
    assert_true(S_ISCHR(mode_of("full")));
    assert_int_equal(mode_of("full") & 07777, 0644);                     /* 0666 and the umask */
    assert_int_equal(mknod("disk", S_IFBLK | 0600, makedev(7, 250)), 0); /* a loop device that there is not */
    write_bad("disk", NULL, ERROR_USAGE);
    assert_true(S_ISBLK(mode_of("disk")));
}

/* What stands before and after stays: the descriptor itself is written. */
static void test_standard_output(void **state)
{
    (void)state;
    static const char *const names[] = {"/dev/stdout", "/proc/self/fd/1", "/dev/fd/1", "-"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        fflush(NULL);
        pid_t child = fork();
        if (child == 0) {
            struct error e = {0};
            int fd = open("all.txt", O_WRONLY | O_CREAT | O_TRUNC, 0644);
            dup2(fd, STDOUT_FILENO);
            bool ok = write(STDOUT_FILENO, "before\n", 7) == 7 &&
                      output_file_write(names[i], NULL, "text\n", 5, &e) &&
                      write(STDOUT_FILENO, "after\n", 6) == 6;
            _exit(ok ? 0 : 1);
        }
        int status;
        assert_int_equal(waitpid(child, &status, 0), child);
        assert_int_equal(status, 0);
        expect("all.txt", "before\ntext\nafter\n");
    }
}

static void test_fresh(void **state)
{
    (void)state;
    const struct output_wish fresh = {.fresh = true};
    struct error e = {0};
    put("there", "old");
    write_bad("there", &fresh, ERROR_USAGE);
    expect("there", "old");
    assert_int_equal(symlink("nowhere", "hanging"), 0);
    write_bad("hanging", &fresh, ERROR_USAGE);
    assert_int_not_equal(access("nowhere", F_OK), 0);
    assert_true(output_file_write("not-there", &fresh, "new", 3, &e));
    expect("not-there", "new");
    /* one that comes while we write stays too */
    struct output_file *f = output_file_begin("late", &fresh, &e);
    assert_non_null(f);
    fputs("ours", output_file_stream(f));
    put("late", "theirs");
    assert_false(output_file_end(f, true, &e));
    assert_int_equal(e.code, ERROR_USAGE);
    expect("late", "theirs");
    assert_int_equal(temporaries("."), 0);
}

static void test_dropped(void **state)
{
    (void)state;
    struct error e = {0};
    put("stays", "old");
    struct output_file *f = output_file_begin("stays", NULL, &e);
    assert_non_null(f);
    fputs("half", output_file_stream(f));
    assert_int_equal(temporaries("."), 1);
    assert_false(output_file_end(f, false, &e));
    expect("stays", "old");
    assert_int_equal(temporaries("."), 0);
    assert_int_equal(e.code, ERROR_NONE);
}

static void test_refused(void **state)
{
    (void)state;
    char longest[5000];
    memset(longest, 'a', sizeof longest - 1);
    longest[sizeof longest - 1] = '\0';
    struct error e = {0};
    mkdir("dir", 0755);
    write_bad("dir", NULL, ERROR_USAGE);
    write_bad("dir/", NULL, ERROR_IO);
    write_bad("", NULL, ERROR_IO);
    write_bad("no/such/folder", NULL, ERROR_IO);
    assert_false(output_file_write(longest, NULL, "x", 1, &e));
    assert_int_equal(e.code, ERROR_IO);
    longest[255] = '\0'; /* the longest name that a file may have */
    write_good(longest, "long");
    expect(longest, "long");
    if (geteuid() == 0)
        return;
    put("locked", "old");
    assert_int_equal(chmod("locked", 0444), 0);
    write_bad("locked", NULL, ERROR_IO);
    expect("locked", "old");
}

/* A process that leaves in the middle of its work takes the half of it away. */
static void leave(int signal_number)
{
    stop_hooks_run();
    _exit(128 + signal_number);
}

static void test_signal(void **state)
{
    (void)state;
    put("signalled", "old");
    pid_t child = fork();
    if (child == 0) {
        struct error e = {0};
        signal(SIGTERM, leave);
        struct output_file *f = output_file_begin("signalled", NULL, &e);
        if (f && temporaries(".") == 1)
            raise(SIGTERM);
        _exit(1);
    }
    int status;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_int_equal(WEXITSTATUS(status), 128 + SIGTERM);
    expect("signalled", "old");
    assert_int_equal(temporaries("."), 0);
}

enum { WRITERS = 4, ROUNDS = 40, BYTES = 40000 };

/* Each writes a file of one letter; whoever reads finds one letter, all of it. */
static void test_side_by_side(void **state)
{
    (void)state;
    static char text[BYTES], got[BYTES + 1];
    fflush(NULL);
    for (int w = 0; w < WRITERS; w++)
        if (fork() == 0) {
            struct error e = {0};
            memset(text, 'a' + w, sizeof text);
            for (int i = 0; i < ROUNDS; i++)
                if (!output_file_write("shared", NULL, text, sizeof text, &e))
                    _exit(1);
            _exit(0);
        }
    int left = WRITERS;
    while (left) {
        int status;
        pid_t done = waitpid(-1, &status, WNOHANG);
        assert_true(done >= 0);
        if (done > 0) {
            assert_int_equal(status, 0);
            left--;
        }
        FILE *f = fopen("shared", "r");
        if (!f)
            continue;
        assert_int_equal(fread(got, 1, sizeof got, f), BYTES);
        fclose(f);
        for (int i = 1; i < BYTES; i++)
            if (got[i] != got[0])
                fail_msg("letter %d of %d is of another writer", i, BYTES);
    }
    assert_int_equal(temporaries("."), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_new),
                                       cmocka_unit_test(test_mode_kept),
                                       cmocka_unit_test(test_owner_kept),
                                       cmocka_unit_test(test_links),
                                       cmocka_unit_test(test_prepared_links),
                                       cmocka_unit_test(test_pipe),
                                       cmocka_unit_test(test_device),
                                       cmocka_unit_test(test_standard_output),
                                       cmocka_unit_test(test_fresh),
                                       cmocka_unit_test(test_dropped),
                                       cmocka_unit_test(test_refused),
                                       cmocka_unit_test(test_signal),
                                       cmocka_unit_test(test_side_by_side)};
    return cmocka_run_group_tests(tests, folder_enter, folder_leave);
}
