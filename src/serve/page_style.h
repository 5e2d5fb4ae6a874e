/* The style sheet of the pages: phone first, light and dark, one sheet of A4 when printed. Colours and their contrast
 * are those of the office's rules for pages: state is told by shape and word, colour only repeats it. */
#ifndef MOTCUA_SERVE_PAGE_STYLE_H
#define MOTCUA_SERVE_PAGE_STYLE_H

/* clang-format off: a line is a rule of the sheet */
static const char page_style_colours[] =
    ":root{color-scheme:light dark;--bg:#f2f4f6;--card:#fff;--ink:#1c2127;--soft:#565e69;--line:#c9ced6;--ok:#17703f;\n"
    "--no:#b3261e;--nr:#855600;--link:#1b4f91;--accent:#8a1c1c;--track:#dfe3e8}\n"
    "@media (prefers-color-scheme:dark){:root{--bg:#14171b;--card:#1d2126;--ink:#e9ebee;--soft:#a9b1bb;--line:#3a414a;\n"
    "--ok:#6ccf96;--no:#ff9d93;--nr:#f0c264;--link:#9dc3ff;--accent:#d98a8a;--track:#343b44}}\n";

static const char page_style_frame[] =
    "*{box-sizing:border-box}html{-webkit-text-size-adjust:100%}\n"
    "body{margin:0;background:var(--bg);color:var(--ink);font:16px/1.45 system-ui,'Segoe UI',Roboto,'Noto Sans',Arial,\n"
    "sans-serif;font-variant-numeric:tabular-nums lining-nums}\n"
    "h1,h2,p,ul,table,figure{margin:0;padding:0}a{color:var(--link)}\n"
    ":focus-visible{outline:3px solid var(--link);outline-offset:2px}\n"
    ".skip{position:absolute;left:-999px}.skip:focus{left:8px;top:8px;background:var(--card);padding:8px;z-index:1}\n"
    ".top{display:flex;flex-wrap:wrap;align-items:center;gap:0 16px;padding:0 8px;background:var(--card)}\n"
    ".top{border-top:4px solid var(--accent);border-bottom:1px solid var(--line)}\n"
    ".brand{font-weight:700;color:var(--ink);text-decoration:none;padding:8px 0}\n"
    ".top nav{order:3;flex:1 0 100%}.top nav ul{display:flex;flex-wrap:wrap;list-style:none;gap:0 2px}\n"
    ".top nav a{display:block;padding:9px 4px;color:var(--soft);text-decoration:none;white-space:nowrap;font-size:15px}\n"
    ".top nav a{border-bottom:3px solid transparent}\n"
    ".top nav a[aria-current]{color:var(--ink);font-weight:700;border-color:var(--accent)}\n"
    ".top form,.top .in{margin-left:auto}\n"
    "button{font:inherit;min-height:44px;padding:0 16px;border:1px solid var(--soft);border-radius:6px}\n"
    "button{background:var(--card);color:var(--ink)}.top button{border:0;color:var(--link);padding:0}\n"
    "button.main{background:var(--accent);color:var(--card);border-color:var(--accent);font-weight:700}\n"
    "main{max-width:1160px;margin:0 auto;padding:10px}\n"
    ".sheet{background:var(--card);border:1px solid var(--line);border-radius:8px;padding:12px 12px 16px}\n"
    ".sheet.small{max-width:420px;margin:24px auto}\n"
    "h1{font-size:22px;line-height:1.25}h2{font-size:18px;margin-top:20px;line-height:1.3}\n"
    ".ty{color:var(--soft);font-size:14px;margin-bottom:6px}.sheet p{margin-top:6px}.sheet p.ty{margin-top:0}\n"
    ".warn{border:1px solid var(--nr);border-left-width:5px;padding:8px 12px;border-radius:4px}\n"
    ".note,.cap,.dl{color:var(--soft);font-size:14px}.dl a{display:inline-block;padding:8px 6px}\n"
    "label{font-size:15px}input{font:inherit;min-height:44px;padding:0 10px;border:1px solid var(--soft);border-radius:6px}\n"
    "input{background:var(--card);color:var(--ink);max-width:100%}\n"
    ".login{display:grid;gap:6px;margin-top:12px}.login button{margin-top:12px}\n"
    ".find{display:flex;flex-wrap:wrap;gap:8px 12px;align-items:center;margin:10px 0}\n"
    ".find label:first-child{display:flex;flex:1 1 200px;max-width:420px;align-items:center;gap:8px}\n"
    ".find input[type=search]{flex:1;min-width:0}\n"
    ".ck{display:flex;align-items:center;min-height:44px;gap:8px}.ck input{min-height:22px;width:22px}\n"
    ".pages{display:flex;flex-wrap:wrap;gap:8px;align-items:center}.pages a{padding:8px 4px}\n";

static const char page_style_cards[] = /* the four numbers, and charts */
    "table.c{display:block;margin-top:10px}\n"
    "table.c thead{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}\n"
    "table.c tbody{display:grid;grid-template-columns:repeat(2,minmax(0,1fr));gap:8px}\n"
    "table.c tr{display:flex;flex-direction:column;border:1px solid var(--line);border-top:4px solid var(--soft)}\n"
    "table.c tr{border-radius:6px;padding:6px 9px}\n"
    "table.c th,table.c td{display:block;text-align:left;font-weight:400;font-size:14px;line-height:1.35;padding:0}\n"
    "table.c th,table.c td{color:var(--soft)}\n"
    "table.c th{order:-4;line-height:1.2;color:var(--ink);min-height:2.4em}\n"
    "table.c td::before{content:attr(data-l)' '}\n"
    "table.c td.big{order:-3;font-size:28px;line-height:1.15;color:var(--ink)}\n"
    "table.c td.st{order:-2;font-size:15px;font-weight:700}\n"
    "table.c td.big::before,table.c td.st::before{content:none}table.c td.x{display:none}\n"
    "table.c tr.ok{border-top-color:var(--ok)}table.c tr.no{border-top-color:var(--no)}\n"
    "table.c tr.nr{border-top-color:var(--nr)}table.c tr.ok td.st{color:var(--ok)}\n"
    "table.c tr.no td.st{color:var(--no)}table.c tr.nr td.st{color:var(--nr)}\n"
    ".e{color:var(--soft);font-size:13px;font-weight:400}table.c .e{display:block}\n"
    ".bar{display:block;width:100%;height:8px;margin-top:2px}.bar rect:first-child{fill:var(--track)}\n"
    ".bar rect:nth-child(2){fill:var(--soft)}.bar rect:last-child{fill:var(--ink)}\n"
    ".fg{display:grid;grid-template-columns:repeat(2,minmax(0,1fr));gap:14px;margin-top:12px}\n"
    ".fg figure{display:flex;flex-direction:column;justify-content:space-between}figcaption{font-size:14px}\n"
    ".fg svg{width:100%;max-width:230px;height:auto;overflow:visible}\n"
    ".fg svg text,.fg svg circle{fill:var(--ink)}.fg svg path{stroke:var(--ink)}\n"
    ".fg svg path:not([fill]){fill:var(--ink);stroke-width:.6}\n"
    "@media (min-width:900px){table.c tbody,.fg{grid-template-columns:repeat(4,minmax(0,1fr))}main{padding:24px 16px}\n"
    ".sheet{padding:24px}.top nav{order:0;flex:0 1 auto}h1{font-size:26px}table.c td.big{font-size:36px}\n"
    ".top nav a{padding:12px 8px}}\n";

static const char page_style_list[] = /* tables; on a phone a row is a card */
    "table:not(.c){width:100%;border-collapse:collapse;margin-top:10px;font-size:15px}\n"
    "table:not(.c) th,table:not(.c) td{border-bottom:1px solid var(--line);padding:7px 8px;text-align:left}\n"
    "table:not(.c) th,table:not(.c) td{vertical-align:top;font-weight:400}\n"
    "table:not(.c) thead th{font-weight:700;font-size:14px;white-space:pre-line}\n"
    "th a{color:inherit;text-decoration:none;display:inline-block;min-height:24px}\n"
    "table:not(.c) td.n{text-align:right;white-space:nowrap}\n"
    "td.ok{color:var(--ok)}td.no{color:var(--no)}td.nr{color:var(--nr)}\n"
    "tr.all td{font-weight:700;border-top:2px solid var(--ink)}.wide{overflow-x:auto}\n"
    "td.n .e{display:block}.c-unit,.c-code,.c-period,.c-manifest,.c-source{white-space:nowrap}\n"
    ".list .c-knows,.list .c-reasons,.list .c-bytes,.list .c-milliseconds{display:none!important}\n"
    "@media (max-width:899px){.list thead,.sheet table.s thead{position:absolute;width:1px;height:1px;overflow:hidden;\n"
    "clip-path:inset(50%)}\n"
    "table:not(.c),table:not(.c) tbody{display:block}\n"
    "table:not(.c) tr{display:flex;flex-direction:column;border:1px solid var(--line);border-radius:6px}\n"
    "table:not(.c) tr{margin-bottom:8px;padding:6px 10px}\n"
    "table:not(.c) tbody th{display:block;border:0;padding:3px 0;font-weight:700}\n"
    "table:not(.c) td{display:flex;flex-wrap:wrap;justify-content:space-between;gap:0 10px;border:0;padding:2px 0}\n"
    "table:not(.c) td{text-align:right;min-width:0}\n"
    "table:not(.c) td::before{content:attr(data-l);color:var(--soft);text-align:left;flex:1 0 30%}\n"
    "table:not(.c) td.w .v{flex:0 1 66%;min-width:0;overflow-wrap:break-word;white-space:normal}\n"
    "table:not(.c) td.x{display:none}table:not(.c) td .e{flex:1 0 100%}\n"
    "table:not(.c) td.c-name{order:-1;font-weight:700;font-size:17px}table:not(.c) td.c-name::before{content:none}\n"
    "table:not(.c) td.c-name .v{flex:1;text-align:left}\n"
    "tr:has(.c-name) td.c-unit{display:none!important}tr.all td{border:0!important}}\n";

static const char page_style_print[] =
    "@page{size:A4;margin:15mm}\n"
    "@media print{:root{color-scheme:light;--bg:#fff;--card:#fff;--ink:#000;--soft:#333;--line:#777;--ok:#000;--no:#000;\n"
    "--nr:#000;--link:#000;--accent:#000;--track:#ddd}.top,.skip,.find,.dl,.pages{display:none}\n"
    "main{padding:0;max-width:none}.sheet{border:0;padding:0}body{font-size:11pt}\n"
    "table.c tbody,.fg{grid-template-columns:repeat(4,1fr)}tr,figure{break-inside:avoid}}\n";
/* clang-format on */

#endif
