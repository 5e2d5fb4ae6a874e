/* The style sheet of forms: fields, choices and buttons. */
#ifndef MOTCUA_SERVE_PAGE_STYLE_FORM_H
#define MOTCUA_SERVE_PAGE_STYLE_FORM_H

/* Each line is a rule of the sheet. */
/* clang-format off */
static const char page_style_form[] =
    ".card{background:var(--card);border:1px solid var(--line);border-radius:8px;padding:12px;margin-top:10px}\n"
    ".card h2:first-child{margin-top:0;overflow-wrap:anywhere}.form p{margin-top:6px}\n"
    "ol.steps{display:flex;flex-wrap:wrap;gap:4px 20px;list-style:none;margin:8px 0 0;padding:0;color:var(--soft);font-size:15px}\n"
    ".steps b{display:inline-block;width:28px;height:28px;line-height:24px;text-align:center;border:2px solid var(--soft);border-radius:50%}\n"
    ".steps [aria-current]{color:var(--ink);font-weight:700}.steps [aria-current] b{background:var(--ink);color:var(--card);border-color:var(--ink)}\n"
    ".say{background:var(--card);border:1px solid var(--line);border-left:5px solid var(--soft);border-radius:4px;padding:10px 12px;margin-top:10px}\n"
    ".say b{font-size:18px;line-height:1.3}.say p{margin-top:0}.say p+p{color:var(--soft);font-size:14px;margin-top:4px}\n"
    ".say.ok{border-left-color:var(--ok)}.say.no{border-left-color:var(--no)}.say.nr{border-left-color:var(--nr)}\n"
    ".ok{color:var(--ok)}.no{color:var(--no)}.nr{color:var(--nr)}.say.ok,.say.no,.say.nr{color:inherit}.say b{color:var(--ink)}\n"
    ".fd{display:block;margin-top:12px}.fd span{display:block;font-weight:700;font-size:15px;margin-bottom:4px;overflow-wrap:anywhere}\n"
    ".fd input,.fd select,.fd textarea{width:100%;font:inherit;min-height:44px}.fd input[type=file]{padding:8px}\n"
    "select,textarea{font:inherit;min-height:44px;padding:0 8px;border:1px solid var(--soft);border-radius:6px;background:var(--card);color:var(--ink);max-width:100%}\n"
    "textarea{padding:8px 10px;line-height:1.45}.fd small{display:block;color:var(--soft);font-size:14px;margin-top:3px}\n"
    ".card>p:first-child,form>.fd:first-of-type,.two .fd{margin-top:0}.ask select:has(option[value=\"\"]:checked){border:2px solid var(--nr)}\n"
    ".two{display:grid;gap:12px 24px;margin-top:8px}.fd.ms input{border:2px solid var(--nr)}.fd small.nr{color:var(--nr);font-weight:700}\n"
    "fieldset{border:0;padding:0;margin:0}legend{font-weight:700;padding:0}\n"
    ".rd{display:flex;gap:10px;align-items:flex-start;min-height:44px;padding:8px 0;border-bottom:1px solid var(--line)}\n"
    ".rd input{min-height:22px;width:22px;height:22px;flex:none;margin:0}.rd small{display:block;color:var(--soft);font-size:14px}\n"
    ".go{display:flex;flex-wrap:wrap;gap:8px;margin-top:14px!important}.go button,.bt{flex:0 1 auto}\n"
    ".bt{display:inline-flex;align-items:center;min-height:44px;padding:0 16px;border:1px solid var(--soft);border-radius:6px;background:var(--card);text-decoration:none}\n"
    ".bt.main{background:var(--accent);color:var(--card);border-color:var(--accent);font-weight:700}\n"
    ".kv{display:grid;grid-template-columns:1fr}.kv dt{font-weight:700;padding-top:6px}.kv dd{margin:0;color:var(--soft);padding-bottom:6px;border-bottom:1px solid var(--line)}\n"
    "summary{min-height:24px;cursor:pointer;overflow-wrap:anywhere}details.card[open] summary{margin-bottom:6px}\n"
    ".msg{white-space:pre-wrap;font:inherit;font-size:15px;background:var(--bg);border:1px solid var(--line);border-radius:6px;padding:10px;margin:8px 0 0;overflow-wrap:anywhere;user-select:all}\n"
    ".card h3{font-size:16px;margin:0}ul.ch{list-style:none;padding:0;margin:4px 0 0;font-size:15px}.ch li{padding:2px 0}\n"
    "s{color:var(--soft)}\n"
    "@media (min-width:600px){.kv{grid-template-columns:1fr 1fr}.kv dt,.kv dd{padding:6px 0;border-bottom:1px solid var(--line)}}\n"
    "@media (min-width:900px){.two{grid-template-columns:1fr 1fr}.say b{font-size:20px}.card{padding:16px}\n"
    ".fd:first-child{margin-top:0}.form>.narrow{max-width:640px}.sides{display:grid;grid-template-columns:1fr 1fr;gap:24px;align-items:start}}\n"
    "@media print{.go,.steps{display:none}}\n";
static const char page_style_league[] =
    "dl.sum{display:grid;grid-template-columns:repeat(2,minmax(0,1fr));margin:10px 0 0;border:1px solid var(--line);border-radius:6px}\n"
    ".sum div{padding:8px 12px}.sum dt{font-size:14px;color:var(--soft)}.sum dd{margin:0}.sum b{display:block;font-size:26px;line-height:1.2}.sum span{font-size:14px}\n"
    ".fri a,.fri b,.fri span{display:inline-block;padding:4px 6px 4px 0}tr.all td .v,td .e{font-weight:400}tr.all td .v{font-weight:700}\n"
    ".l td.c-name .v{white-space:nowrap}.l td .bar{height:4px;min-width:70px}td.ok .bar rect:nth-child(2){fill:var(--ok)}td.no .bar rect:nth-child(2){fill:var(--no)}td.nr .bar rect:nth-child(2){fill:var(--nr)}\n"
    ".l td.n .v{text-decoration-color:var(--line)}.l td.n a.v{color:inherit}\n"
    "@media (min-width:900px){dl.sum{grid-template-columns:repeat(5,minmax(0,1fr))}.sum div+div{border-left:1px solid var(--line)}}\n";
/* clang-format on */

#endif
