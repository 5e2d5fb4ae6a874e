#include "config/json_file.h"

#include <dirent.h>
#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buffer.h"
#include "base/data_folder.h"
#include "base/limit.h"
#include "base/text.h"
#include "config/schema.h"

/* --- files of the installed data --- */

static bool path_leads_out(const char *relative)
{
    size_t n = strlen(relative);
    return *relative == '/' || strncmp(relative, "../", 3) == 0 || strcmp(relative, "..") == 0 ||
           strstr(relative, "/../") || (n >= 3 && strcmp(relative + n - 3, "/..") == 0);
}

static bool data_path(const char *relative, char *out, size_t size)
{
    char folder[LIMIT_FILE_BYTES];
    if (path_leads_out(relative) || !data_folder(ENVIRONMENT_DATADIR, "motcua", folder, sizeof folder))
        return false;
    int n = snprintf(out, size, "%s/%s", folder, relative);
    return n >= 0 && (size_t)n < size;
}

bool json_file_find(const char *relative, char *out, size_t size, struct error *e)
{
    if (data_path(relative, out, size) && access(out, R_OK) == 0)
        return true;
    return error_set(
        e, ERROR_CONFIG, relative,
        _("Reinstall the program, or let MOTCUA_DATADIR name the folder that holds schema/ and adapters/."),
        _("not found among the program's files"));
}

static int names_compare(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

/* NAME of a file NAME.json; malloc'd. NULL: the file is NAME.schema.json, or no JSON. */
static char *json_file_name(const char *file)
{
    static const char ending[] = ".json", schema[] = ".schema";
    size_t n = strlen(file), tail = sizeof ending - 1, middle = sizeof schema - 1;
    if (n <= tail || strcmp(file + n - tail, ending) != 0)
        return NULL;
    n -= tail;
    if (n >= middle && strncmp(file + n - middle, schema, middle) == 0)
        return NULL;
    return strndup(file, n);
}

static size_t names_read(const char *folder, char *names[LIMIT_NAMES])
{
    char path[LIMIT_FILE_BYTES];
    size_t count = 0;
    DIR *dir = data_path(folder, path, sizeof path) ? opendir(path) : NULL;
    if (!dir)
        return 0;
    for (struct dirent *entry; count < LIMIT_NAMES && (entry = readdir(dir)) != NULL;) {
        names[count] = json_file_name(entry->d_name);
        count += names[count] != NULL;
    }
    closedir(dir);
    qsort(names, count, sizeof *names, names_compare);
    return count;
}

void json_file_names(const char *folder, char *out, size_t size)
{
    static const char more[] = ", ...";
    char *names[LIMIT_NAMES];
    size_t count = names_read(folder, names), used = 0;
    out[0] = '\0';
    for (size_t i = 0; i < count; i++) {
        if (used + strlen(names[i]) + 2 + sizeof more > size) { /* room for `more` is always left */
            snprintf(out + used, size - used, "%s", used ? more : "");
            break;
        }
        used += (size_t)snprintf(out + used, size - used, "%s%s", used ? ", " : "", names[i]);
    }
    for (size_t i = 0; i < count; i++)
        free(names[i]);
}

static bool is_path(const char *name)
{
    size_t n = strlen(name);
    return strchr(name, '/') || (n > 5 && strcmp(name + n - 5, ".json") == 0);
}

bool json_file_named(const char *folder, const char *name, const char *missing, char *out, size_t size,
                     struct error *e)
{
    char relative[LIMIT_FILE_BYTES], names[LIMIT_HINT_NAMES_BYTES], hint[LIMIT_HINT_NAMES_BYTES + 100];
    bool path = is_path(name);
    int n = path ? snprintf(out, size, "%s", name) : 0;
    int m = path ? 0 : snprintf(relative, sizeof relative, "%s/%s.json", folder, name);
    if (n < 0 || (size_t)n >= size || m < 0 || (size_t)m >= sizeof relative)
        return error_set(e, ERROR_CONFIG, name, NULL, _("too long a path"));
    if (path || json_file_find(relative, out, size, e))
        return true;
    json_file_names(folder, names, sizeof names);
    if (!*names)
        return false; /* the installed data are missing, as json_file_find() says */
    snprintf(hint, sizeof hint, _("There are: %s. Or name a file of your own by its path."), names);
    return error_set(e, ERROR_CONFIG, name, hint, "%s", missing);
}

/* --- reading --- */

static json_t *syntax_wrong(const char *name, const json_error_t *fault, struct error *e)
{
    /* The text near a fault of syntax may be a password, so that an error tells only the place and kind of the
     * fault. */
    static const struct {
        enum json_error_code code;
        const char *what;
    } kinds[] = {{json_error_premature_end_of_input, N_("the file ends too early")},
                 {json_error_end_of_input_expected, N_("something follows the end of the document")},
                 {json_error_invalid_utf8, N_("not UTF-8 text")},
                 {json_error_duplicate_key, N_("a key is there twice")},
                 {json_error_null_character, N_("a NUL character")},
                 {json_error_null_byte_in_key, N_("a NUL character")},
                 {json_error_numeric_overflow, N_("a number is too large")},
                 {json_error_stack_overflow, N_("nested too deep")},
                 {json_error_out_of_memory, N_("out of memory")}};
    const char *what = N_("not valid JSON");
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (json_error_code(fault) == kinds[i].code)
            what = kinds[i].what;
    error_set(e, ERROR_CONFIG, name,
              _("Look at the commas, quotes and brackets at this place and just before it."),
              _("line %d, column %d: %s"), fault->line > 0 ? fault->line : 1,
              fault->column > 0 ? fault->column : 1, _(what));
    return NULL;
}

/* A file written by Windows Notepad begins with a byte order mark. */
static json_t *parse(const char *name, const char *text, size_t n, struct error *e)
{
    static const char mark[] = "\xEF\xBB\xBF";
    json_error_t fault;
    if (n >= 3 && memcmp(text, mark, 3) == 0) {
        text += 3;
        n -= 3;
    }
    json_t *document = json_loadb(text, n, JSON_REJECT_DUPLICATES | JSON_DECODE_ANY, &fault);
    return document ? document : syntax_wrong(name, &fault, e);
}

static json_t *too_long(const char *name, struct error *e)
{
    error_set(e, ERROR_CONFIG, name, _("Is this the right file?"), _("longer than %d bytes"),
              LIMIT_DOCUMENT_BYTES);
    return NULL;
}

static bool file_read(const char *file, struct buffer *out, struct error *e)
{
    char block[16384];
    size_t n;
    errno = 0;
    FILE *in = fopen(file, "rbe");
    if (in)
        while ((n = fread(block, 1, sizeof block, in)) > 0 && buffer_append(out, block, n))
            continue;
    bool read = in && !ferror(in);
    int why = errno;
    if (in)
        fclose(in);
    if (!read)
        return error_set(e, ERROR_CONFIG, file, _("Check the path, and that you may read it."),
                         _("cannot be read: %s"), strerror(why));
    if (out->failed)
        return too_long(file, e) != NULL;
    return true;
}

static json_t *json_file_read(const char *file, struct error *e)
{
    struct buffer text;
    buffer_init(&text, LIMIT_DOCUMENT_BYTES);
    json_t *document = file_read(file, &text, e) ? parse(file, buffer_string(&text), text.used, e) : NULL;
    buffer_free(&text);
    return document;
}

/* --- the program's own files: read and checked once in a process --- */

static struct kept_file {
    char *file, *schema; /* schema "": the file is a schema itself */
    struct stat mark;    /* a file that was changed or replaced since is read anew */
    json_t *document;
} kept[LIMIT_KEPT_FILES];
static size_t kept_count;
static pthread_mutex_t kept_lock = PTHREAD_MUTEX_INITIALIZER;

static bool same_mark(const struct stat *a, const struct stat *b)
{
    return a->st_dev == b->st_dev && a->st_ino == b->st_ino && a->st_size == b->st_size &&
           a->st_mtim.tv_sec == b->st_mtim.tv_sec && a->st_mtim.tv_nsec == b->st_mtim.tv_nsec;
}

/* False for files that others may change, and for those that must not lie in memory twice (a config with secrets). */
static bool may_be_kept(const char *file, struct stat *mark)
{
    char folder[LIMIT_FILE_BYTES];
    size_t n = data_folder(ENVIRONMENT_DATADIR, "motcua", folder, sizeof folder) ? strlen(folder) : 0;
    return n && strncmp(file, folder, n) == 0 && file[n] == '/' && stat(file, mark) == 0;
}

static struct kept_file *kept_find(const char *file, const char *schema)
{
    for (size_t i = 0; i < kept_count; i++)
        if (strcmp(kept[i].file, file) == 0 && strcmp(kept[i].schema, schema) == 0)
            return &kept[i];
    return NULL;
}

/* A copy that the caller owns and may change, because the operator's definitions are added to some files. NULL: the
 * file is not kept. */
static json_t *kept_copy(const char *file, const char *schema)
{
    struct stat mark;
    json_t *copy = NULL;
    if (!may_be_kept(file, &mark))
        return NULL;
    pthread_mutex_lock(&kept_lock);
    struct kept_file *k = kept_find(file, schema);
    if (k && same_mark(&k->mark, &mark))
        copy = *schema ? json_deep_copy(k->document) : json_incref(k->document);
    pthread_mutex_unlock(&kept_lock);
    return copy;
}

static void kept_put(const char *file, const char *schema, json_t *document)
{
    struct stat mark;
    if (!document || !may_be_kept(file, &mark))
        return;
    pthread_mutex_lock(&kept_lock);
    struct kept_file *k = kept_find(file, schema);
    json_t *copy = *schema ? json_deep_copy(document) : json_incref(document);
    if (k && copy) {
        json_decref(k->document);
        k->document = copy;
        k->mark = mark;
    } else if (copy && kept_count < LIMIT_KEPT_FILES) {
        struct kept_file fresh = {strdup(file), strdup(schema), mark, copy};
        if (fresh.file && fresh.schema) {
            kept[kept_count++] = fresh;
        } else {
            free(fresh.file);
            free(fresh.schema);
            json_decref(copy);
        }
    } else {
        json_decref(copy);
    }
    pthread_mutex_unlock(&kept_lock);
}

static json_t *schema_read(const char *schema_name, struct error *e)
{
    char relative[LIMIT_FILE_BYTES], path[LIMIT_FILE_BYTES];
    snprintf(relative, sizeof relative, "schema/%s", schema_name);
    if (!json_file_find(relative, path, sizeof path, e))
        return NULL;
    json_t *schema = kept_copy(path, "");
    if (!schema) {
        schema = json_file_read(path, e);
        kept_put(path, "", schema);
    }
    return schema;
}

/* Takes the document over; returns the document if it fits the schema, else frees the document and returns NULL and
 * e. */
static json_t *json_file_checked(const char *name, json_t *document, const char *schema_name, struct error *e)
{
    struct error fault = {0};
    json_t *schema = document ? schema_read(schema_name, e) : NULL;
    bool ok = schema && schema_check(schema, document, &fault);
    if (schema && !ok)
        error_set(e, fault.code, name, fault.hint, "%s%s%s", fault.where, fault.where[0] ? ": " : "",
                  fault.what);
    json_decref(schema);
    if (ok)
        return document;
    json_decref(document);
    return NULL;
}

json_t *json_file_load(const char *file, const char *schema_name, struct error *e)
{
    json_t *document = kept_copy(file, schema_name);
    if (document)
        return document;
    document = json_file_checked(file, json_file_read(file, e), schema_name, e);
    kept_put(file, schema_name, document);
    return document;
}

json_t *json_file_parse(const char *name, const char *text, size_t n, const char *schema_name,
                        struct error *e)
{
    json_t *document = n <= LIMIT_DOCUMENT_BYTES ? parse(name, text, n, e) : too_long(name, e);
    return json_file_checked(name, document, schema_name, e);
}

const char *json_file_title(const json_t *title)
{
    if (json_is_string(title))
        return json_string_value(title);
    const json_t *text = json_object_get(title, text_language());
    if (!text)
        text = json_object_get(title, "vi");
    if (!text)
        text = json_object_get(title, "en");
    return json_is_string(text) ? json_string_value(text) : "";
}

const char *json_file_text(const json_t *object, const char *member)
{
    return json_file_title(json_object_get(object, member));
}

void json_file_words(const json_t *list, const char **out, size_t size)
{
    size_t count = 0;
    for (; count < json_array_size(list) && count + 1 < size; count++)
        out[count] = json_string_value(json_array_get(list, count));
    out[count] = NULL;
}
