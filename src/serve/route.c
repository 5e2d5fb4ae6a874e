#include "serve/route.h"

#include <stdio.h>
#include <string.h>

#include "base/log.h"
#include "base/memory.h"
#include "base/text.h"
#include "serve/login.h"
#include "serve/page.h"
#include "serve/pages.h"

#define UNIT_MARK "{unit}"

/* Each line is a route. */
/* clang-format off */
static const struct route routes[] = {
    {"/", false, NEED_LEAGUE, false, page_league, N_("League table of all units"), "/api/v1/league", false},
    {"/don-vi/" UNIT_MARK, false, NEED_UNIT, false, page_unit, N_("One unit: four numbers, what to do first, what is overdue"), "/api/v1/units/{unit}", false},
    {"/don-vi/" UNIT_MARK "/chi-tieu", false, NEED_UNIT, false, page_figure, N_("One number of a unit: its definition, source, moment and dossiers"), "/api/v1/units/{unit}/figure", false},
    {"/chi-tieu", false, NEED_ALL, false, page_figure_all, N_("One number of all units together: its definition, source, moment and dossiers"), "/api/v1/figure", false},
    {"/chi-so", false, NEED_LOGIN, false, page_index, N_("Points of the index"), "/api/v1/index", false},
    {"/ho-so-qua-han", false, NEED_LOGIN, false, page_overdue, N_("Overdue dossiers"), "/api/v1/overdue", false},
    {"/nhiem-vu", false, NEED_LOGIN, false, page_tasks, N_("Tasks and mandates"), "/api/v1/tasks", false},
    {"/nguon", false, NEED_ALL, false, page_sources, N_("Sources and their runs"), "/api/v1/sources", false},
    {"/nap-du-lieu", false, NEED_LOGIN, false, page_import, N_("An export before it is stored"), "/api/v1/import", false},
    {"/nap-du-lieu", true, NEED_LOGIN, false, page_import_file, N_("Brings an export; nothing is stored yet"), NULL, true},
    {"/nap-du-lieu/chon", true, NEED_LOGIN, false, page_import_choose, N_("Chooses what words and columns mean; confirms or throws away"), NULL, false},
    {"/bao-cao", false, NEED_LOGIN, false, page_report, N_("A report: its kind, blanks, files and message; what was issued"), "/api/v1/reports", false},
    {"/bao-cao/xem", false, NEED_LOGIN, false, page_report_preview, N_("A report as it is printed"), "/api/v1/reports", false},
    {"/bao-cao/xem.css", false, NEED_LOGIN, false, page_report_style, N_("The style sheet of that report"), NULL, false},
    {"/bao-cao/ban-hanh", false, NEED_ALL, false, page_issue, N_("Asks whether a report was issued"), "/api/v1/reports", false},
    {"/bao-cao/ban-hanh", true, NEED_ALL, false, page_issue_post, N_("Records that a report was issued"), NULL, false},
    {"/nhap-tay", false, NEED_LOGIN, false, page_entry, N_("Entries made by hand"), "/api/v1/entries", false},
    {"/nhap-tay", true, NEED_LOGIN, false, page_entry_post, N_("Enters a value, points, a task done, or a file that proves it"), NULL, true},
    {"/dang-nhap", false, NEED_NOTHING, false, page_login, N_("The form for logging in"), NULL, false},
    {"/dang-nhap", true, NEED_NOTHING, false, page_login_post, N_("Logs in"), NULL, false},
    {"/moi", false, NEED_NOTHING, false, page_invitation, N_("The form to which an invitation leads"), NULL, false},
    {"/moi", true, NEED_NOTHING, false, page_invitation_post, N_("Sets the password of an invited account"), NULL, false},
    {"/dang-xuat", true, NEED_LOGIN, false, page_logout, N_("Logs out"), NULL, false},
    {"/api/v1/league", false, NEED_LOGIN, true, api_league, N_("League table of all units"), "League", false},
    {"/api/v1/units/" UNIT_MARK, false, NEED_UNIT, true, api_unit, N_("One unit: its commitments and metrics"), "Unit", false},
    {"/api/v1/units/" UNIT_MARK "/figure", false, NEED_UNIT, true, api_figure, N_("One number of a unit: its definition, source, moment and dossiers"), "Figure", false},
    {"/api/v1/figure", false, NEED_ALL, true, api_figure, N_("One number of all units together: its definition, source, moment and dossiers"), "Figure", false},
    {"/api/v1/index", false, NEED_LOGIN, true, api_index, N_("Points of the index"), "Points", false},
    {"/api/v1/overdue", false, NEED_LOGIN, true, api_overdue, N_("Overdue dossiers"), "Overdue", false},
    {"/api/v1/tasks", false, NEED_LOGIN, true, api_tasks, N_("Tasks and mandates"), "Tasks", false},
    {"/api/v1/sources", false, NEED_ALL, true, api_sources, N_("Sources and their runs"), "Sources", false},
    {"/api/v1/import", false, NEED_LOGIN, true, api_import, N_("An export before it is stored"), "Import", false},
    {"/api/v1/reports", false, NEED_LOGIN, true, api_reports, N_("A report: blanks and message; what was issued and has changed since"), "Report", false},
    {"/api/v1/entries", false, NEED_LOGIN, true, api_entries, N_("Entries made by hand"), "Entries", false},
    {"/api/v1/openapi.json", false, NEED_NOTHING, true, api_openapi, N_("This document"), "OpenApi", false},
    {"/style.css", false, NEED_NOTHING, false, asset_style, N_("The style sheet"), NULL, false},
    {"/man-hinh.css", false, NEED_NOTHING, false, asset_wall, N_("The style sheet of the wall display"), NULL, false},
    {"/icon.svg", false, NEED_NOTHING, false, asset_icon, N_("The icon"), NULL, false},
    {"/manifest.webmanifest", false, NEED_NOTHING, false, asset_manifest, N_("What a phone needs to keep the page on its home screen"), NULL, false},
    {"/healthz", false, NEED_NOTHING, true, health, N_("Is the process alive?"), NULL, false},
    {"/readyz", false, NEED_NOTHING, true, ready, N_("Does the store answer?"), NULL, false},
    {"/metrics", false, NEED_NOTHING, true, measures, N_("Measures of the process and the sources, as OpenMetrics"), NULL, false},
};
/* clang-format on */
enum { ROUTES = sizeof routes / sizeof *routes };

/* True if the pattern fits the segments; *unit becomes the segment at {unit}. */
static bool pattern_fits(const char *pattern, const struct request *r, const char **unit)
{
    const char *p = pattern + 1;
    for (size_t i = 0; i < r->segment_count; i++) {
        size_t n = strcspn(p, "/");
        if (!n)
            return false;
        if (strncmp(p, UNIT_MARK, n) == 0 && n == sizeof UNIT_MARK - 1)
            *unit = r->segments[i];
        else if (strlen(r->segments[i]) != n || strncmp(p, r->segments[i], n) != 0)
            return false;
        p += n + (p[n] == '/');
    }
    return *p == '\0';
}

static const struct route *route_find(struct visit *v, bool *there)
{
    *there = false;
    for (size_t i = 0; i < ROUTES; i++) {
        const char *unit = NULL;
        if (!pattern_fits(routes[i].pattern, v->request, &unit))
            continue;
        *there = true;
        if (routes[i].post == v->reads)
            continue;
        v->unit = unit;
        return &routes[i];
    }
    return NULL;
}

/* Finds the visitor's account and the units that the account may read. */
static bool visitor_find(struct visit *v, struct error *e)
{
    struct store *store = model_store(v->serving->model);
    if (!login_find(store, v->token, &v->account, &v->known, e) || !v->known)
        return !e->code;
    if (!token_derive(v->token, "csrf", v->csrf, e))
        return false;
    if (v->account.role != ROLE_UNIT) {
        v->scope.all = true;
        return true;
    }
    return model_scope(v->serving->model, v->account.unit, &v->scope, e);
}

static bool allowed(const struct visit *v)
{
    switch (v->route->need) {
    case NEED_NOTHING:
        return true;
    case NEED_LEAGUE:
        return v->known || v->serving->public_league;
    case NEED_LOGIN:
        return v->known;
    case NEED_UNIT:
        return v->known && v->unit && model_scope_holds(&v->scope, v->unit);
    case NEED_ALL:
        return v->known && v->scope.all;
    }
    return false;
}

bool route_takes_file(struct visit *v)
{
    struct error why = {0};
    bool there;
    if (v->request->refused)
        return false;
    v->route = route_find(v, &there);
    return v->route && v->route->file && visitor_find(v, &why) && allowed(v);
}

static void refuse(struct visit *v, struct reply *out)
{
    if (!v->known && !v->route->json) {
        reply_redirect(out, "/dang-nhap");
        return;
    }
    page_fault(out, v, v->known ? 403 : 401,
               v->known ? _("This account may not read that.") : _("Please log in first."),
               v->known ? _("Accounts of a unit read their own unit and those below it.") : "");
}

/* True if the form comes from a page of this server, which knows the token. */
static bool form_is_ours(const struct visit *v)
{
    const char *token = request_field(&v->request->form, "csrf");
    return token_equal(token, v->route->need == NEED_NOTHING ? v->form_token : v->csrf);
}

static bool format_settle(struct visit *v)
{
    const char *asked = request_field(&v->request->query, "dang");
    v->format = v->route->json ? FORMAT_JSON : FORMAT_HTML;
    if (!asked || v->route->json)
        return true;
    return format_read(asked, &v->format) && (v->format == FORMAT_HTML || v->format == FORMAT_CSV ||
                                              v->format == FORMAT_XLSX || v->format == FORMAT_DOCX);
}

static void fault_tell(struct visit *v, struct reply *out, const struct error *e)
{
    bool theirs = e->code == ERROR_DATA || e->code == ERROR_USAGE;
    v->serving->told.failed += !theirs;
    v->serving->reopen = v->serving->reopen || !theirs;
    if (!theirs)
        log_error(e);
    page_fault(out, v,
               theirs                                                       ? 404
               : e->code == ERROR_TEMPORARY || e->code == ERROR_UNAVAILABLE ? 503
                                                                            : 500,
               e->what, theirs ? e->hint : _("The operator finds the cause in the log of motcua."));
}

static void answer(struct visit *v, struct reply *out)
{
    struct error e = {0};
    bool there;
    const struct request *r = v->request;
    v->routes = routes;
    v->route_count = ROUTES;
    if (r->too_long || r->refused) {
        page_fault(out, v, r->too_long ? 413 : 400,
                   r->too_long ? _("The form is too long.") : _("The address is not clean."), "");
        return;
    }
    v->route = route_find(v, &there);
    if (!v->route) {
        out->allow = v->reads ? "POST" : "GET, HEAD";
        page_fault(out, v, there ? 405 : 404,
                   there ? _("This address is not asked for so.") : _("There is no such page."), "");
        return;
    }
    if (v->route->need != NEED_NOTHING || v->token) {
        if (!visitor_find(v, &e)) {
            v->known = false;
            fault_tell(v, out, &e);
            return;
        }
    }
    if (!allowed(v)) {
        refuse(v, out);
    } else if (v->route->post && (!request_form_read(v->request) || !form_is_ours(v))) {
        page_fault(out, v, 403, _("The form is not from this page, or too old."),
                   _("Open the page anew and try again."));
    } else if (!format_settle(v)) {
        page_fault(out, v, 400, _("No such format."), "csv, xlsx, docx");
    } else if (!v->route->answer(v, out, &e)) {
        fault_tell(v, out, &e);
    }
}

void route_answer(struct visit *v, struct reply *out)
{
    answer(v, out);
    v->serving->told.requests++;
    v->serving->told.refused += out->status >= 400 && out->status < 500;
    if (!out->body.failed && !memory_short())
        return;
    v->serving->told.failed++;
    reply_free(out);
    reply_start(out);
    out->status = 500;
    out->type = REPLY_TEXT;
    buffer_text(&out->body, "500\n");
}
