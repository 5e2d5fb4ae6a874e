/* These functions are the answers in the table of routes. Each shows only units of visit.scope; the right to the
 * address itself was checked before. False and e: a fault, which route_answer() turns into a page. */
#ifndef MOTCUA_SERVE_PAGES_H
#define MOTCUA_SERVE_PAGES_H

#include "serve/route.h"

typedef bool page_answer(struct visit *v, struct reply *out, struct error *e);

page_answer page_league, page_unit, page_index, page_overdue, page_tasks, page_sources;
page_answer api_league, api_unit, api_index, api_overdue, api_tasks, api_sources, api_openapi;
page_answer page_import, page_import_file, page_import_choose, api_import;
page_answer page_report, page_report_preview, page_report_style, page_issue, page_issue_post, api_reports;
page_answer page_entry, page_entry_post, api_entries;
page_answer page_figure, page_figure_all, api_figure;
page_answer page_login, page_login_post, page_logout, page_invitation, page_invitation_post;
page_answer asset_style, asset_wall, asset_icon, asset_manifest;
page_answer health, ready, measures;

#endif
