/* Replies in XML: what SOAP and its like may look like, and what no portal should send. */
#include "decode.h"

#include "adapters/xml/xml_reader.h"
#include "base/buffer.h"
#include "base/text.h"

static const char manifest[] =
    "{\"name\":\"t\",\"title\":\"t\",\"driver\":\"rest_xml\",\"dates\":\"dd/MM/yyyy\",\"streams\":["
    "{\"name\":\"d\",\"kind\":\"dossier\",\"request\":{\"path\":\"/d\"},\"total\":\"Reply.Total\","
    "\"records\":\"Reply.List.Item\",\"fields\":{\"key\":\"Id\",\"unit\":\"@office\",\"due_at\":\"Due\","
    "\"portal_status\":\"State\",\"level\":\"Level\","
    "\"digitized\":{\"any\":\"Files.File[].Scanned\",\"is\":\"1\"}}}]}";

struct sample {
    struct manifest *m;
    struct error e;
};

static int setup(void **state)
{
    static struct sample s;
    s.m = decode_manifest(manifest);
    *state = &s;
    return 0;
}

static int teardown(void **state)
{
    manifest_free(((struct sample *)*state)->m);
    return 0;
}

/* NULL and s->e where it fails. */
static struct page *read(struct sample *s, const char *text, size_t n, size_t piece)
{
    struct page *page = page_new();
    s->e = (struct error){0};
    const struct reader_order order = {.plan = decode_stream(s->m, "d")->plan, .page = page};
    struct reader *r = reader_xml.open(&order, &s->e);
    bool ok = r != NULL;
    for (size_t at = 0; ok && at < n; at += piece) {
        size_t size = n - at < piece ? n - at : piece;
        char *own = malloc(size); /* so that reading past a piece is found */
        assert_non_null(own);
        memcpy(own, text + at, size);
        ok = reader_xml.feed(r, own, size, &s->e);
        free(own);
    }
    ok = ok && reader_xml.end(r, &s->e);
    reader_xml.close(r);
    if (!ok) {
        page_free(page);
        return NULL;
    }
    return page;
}

static const char soap[] =
    "\r\n<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<!-- a comment -->\n"
    "<s:Reply xmlns:s=\"urn:a\" "
    "xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"><Total>3</Total><List>"
    "<Item office=\"H99.22.01\"><Id> A-1 </Id><Due>25/11/2022</Due><State>\xC4\x90"
    "ang &amp; "
    "x<![CDATA[<y>]]></State>"
    "<Name>Nguy\xE1\xBB\x85"
    "n</Name><Files><File><Scanned>0</Scanned></File><File><Scanned>1</Scanned></"
    "File></Files></Item>"
    "<s:Item office='H99.22.02'><Id>A-2</Id><Due xsi:nil=\"true\"/><Level>4</Level><Files/></s:Item>"
    "<Item office=\"H99.22.03\"><Id><b>A-3</b></Id></Item>"
    "</List></s:Reply>\n";

static void test_reply(void **state)
{
    struct sample *s = *state;
    for (size_t piece = 1; piece < sizeof soap; piece = piece * 3 + 1) {
        struct page *p = read(s, soap, strlen(soap), piece);
        if (!p)
            fail_msg("%s", s->e.what);
        assert_int_equal(p->total, 3);
        assert_int_equal(p->record_count, 3);
        assert_int_equal(p->dossier_count, 2);
        assert_int_equal(p->reject_count, 1); /* an identity with elements inside is none */
        const struct value *a = p->dossiers[0].value, *b = p->dossiers[1].value;
        assert_value_text(&a[DOSSIER_KEY], "A-1");
        assert_value_text(&a[DOSSIER_UNIT], "H99.22.01");
        assert_value_text(&a[DOSSIER_PORTAL_STATUS], "\xC4\x90"
                                                     "ang & x<y>");
        assert_value_number(&a[DOSSIER_DUE], moment_of(2022, 11, 25, 0, 0, 0));
        assert_value_number(&a[DOSSIER_DIGITIZED], 1);
        assert_value_text(&b[DOSSIER_KEY], "A-2");
        assert_value_number(&b[DOSSIER_DUE], UNKNOWN);
        assert_value_number(&b[DOSSIER_LEVEL], 4);
        assert_value_number(&b[DOSSIER_DIGITIZED], 0); /* it has files, none of them scanned */
        page_free(p);
    }
}

/* The same in another encoding, as its declaration says. */
static void test_encoding(void **state)
{
    static const char latin[] =
        "<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?><Reply><List><Item office=\"u\">"
        "<Id>\xE0</Id></Item></List></Reply>";
    struct page *p = read(*state, latin, strlen(latin), 7);
    assert_non_null(p);
    assert_value_text(&p->dossiers[0].value[DOSSIER_KEY], "\xC3\xA0");
    assert_int_equal(p->total, -1);
    page_free(p);
}

#define ITEM "<Item office=\"u\"><Id>k</Id></Item>"
static void test_hostile(void **state)
{
    static const struct {
        const char *text;
        enum error_code code;
        const char *what;
    } cases[] = {
        {"", ERROR_DATA, "empty"},
        {"   \r\n ", ERROR_DATA, "empty"},
        {"{\"a\": 1}", ERROR_DATA, "not sound XML"},
        {"<Reply><List>" ITEM, ERROR_DATA, "no whole XML"},
        {"<Reply><List>" ITEM "</Reply>", ERROR_DATA, "not sound XML"},
        {"<Reply><List>" ITEM "</List></Reply><Reply/>", ERROR_DATA, "not sound XML"},
        {"<!DOCTYPE html><html><body>blocked</body></html>", ERROR_UNAVAILABLE, "web page"},
        {"<html><head><title>Request Rejected</title></head></html>", ERROR_UNAVAILABLE, "web page"},
        {"<!DOCTYPE r [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;\">]><Reply>&b;</Reply>",
         ERROR_DATA, "document type"},
        {"<!DOCTYPE r [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><Reply><List><Item "
         "office='u'><Id>&x;</Id></Item>"
         "</List></Reply>",
         ERROR_DATA, "document type"},
        {"<!DOCTYPE r SYSTEM \"http://127.0.0.1:1/a.dtd\"><Reply/>", ERROR_DATA, "document type"},
        {"<Reply><List><Item office='u'><Id>&nothing;</Id></Item></List></Reply>", ERROR_DATA, "XML"},
        {"<Reply><List><Item office='u'><Id>a\x01"
         "</Id></Item></List></Reply>",
         ERROR_DATA, "not sound XML"},
        {"<Reply><List><Item office='u'><Id>\xC3\x28</Id></Item></List></Reply>", ERROR_DATA,
         "not sound XML"},
    };
    struct sample *s = *state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        for (size_t piece = 1; piece < 400; piece = piece * 20) {
            if (read(s, cases[i].text, strlen(cases[i].text), piece))
                fail_msg("taken: %s", cases[i].text);
            assert_int_equal(s->e.code, cases[i].code);
            if (!strstr(s->e.what, cases[i].what))
                fail_msg("%s: %s", cases[i].text, s->e.what);
        }
}

static struct page *read_long(struct sample *s, const char *before, const char *again, size_t times,
                              const char *after)
{
    struct buffer b;
    buffer_init(&b, 64 << 20);
    buffer_append(&b, before, strlen(before));
    for (size_t i = 0; i < times; i++)
        buffer_append(&b, again, strlen(again));
    buffer_append(&b, after, strlen(after));
    struct page *p = read(s, buffer_string(&b), b.used, 5000);
    buffer_free(&b);
    return p;
}

/* Depth has a limit wherever the elements stand; a value that is too long is a reject, not a cut value. */
static void test_limits(void **state)
{
    struct sample *s = *state;
    assert_null(read_long(s, "<Reply>", "<a>", 100000, ""));
    assert_non_null(strstr(s->e.what, "deeper"));
    assert_null(read_long(s, "<Reply><List><Item office='u'><Id>", "<a>", LIMIT_DEPTH, ""));
    assert_non_null(strstr(s->e.what, "deeper"));
    struct page *p = read_long(s, "<Reply><List><Item office='u'><Id>", "k", 3 * LIMIT_XML_TEXT_BYTES,
                               "</Id></Item>" ITEM "</List></Reply>");
    assert_non_null(p);
    assert_int_equal(p->dossier_count, 1);
    assert_int_equal(p->reject_count, 1);
    page_free(p);
    p = read_long(s, "<Reply><Note>", "0123456789", 900000, "</Note><List>" ITEM "</List></Reply>");
    assert_non_null(p); /* what nobody asked for may be long */
    assert_int_equal(p->dossier_count, 1);
    page_free(p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_reply), cmocka_unit_test(test_encoding),
                                       cmocka_unit_test(test_hostile), cmocka_unit_test(test_limits)};
    text_language_set("en");
    return cmocka_run_group_tests(tests, setup, teardown);
}
