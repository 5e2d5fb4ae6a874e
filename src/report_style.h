/* The style sheet of the report. Everything the page needs is in it: offices are on closed networks. Legible in black and white: the marks
 * say what the colours say. */
#ifndef MOTCUA_REPORT_STYLE_H
#define MOTCUA_REPORT_STYLE_H

static const char report_style[] =
    ":root{--ink:#1c2127;--mut:#5b6470;--line:#cfd4db;--soft:#f5f6f8;--ok:#17703f;--no:#b3261e;--okb:#93cfae;--nob:#efa59d;--acc:#8a1c1c}"
    "*{box-sizing:border-box}html{-webkit-text-size-adjust:100%}"
    "body{margin:0;background:#eceef1;color:var(--ink);font:16px/1.5 'Times New Roman',Tinos,'Liberation Serif','Noto Serif',serif}"
    "main{max-width:232mm;margin:24px auto;background:#fff;padding:18mm 16mm 16mm 20mm;box-shadow:0 1px 10px #0002}"
    ".head{display:grid;grid-template-columns:6fr 7fr;gap:8px 24px;text-align:center;font-size:14.5px;line-height:1.35}"
    ".head b{display:block}.head u{text-decoration:none;border-bottom:1px solid var(--ink);padding:0 12px 2px;display:inline-block}"
    ".up{text-transform:uppercase}.place{text-align:right;font-style:italic;margin:12px 0 20px}"
    "h1{font-size:19px;text-align:center;margin:0}.sub{text-align:center;font-weight:bold;margin:2px auto 20px;max-width:86%}"
    "h2{font-size:16px;margin:26px 0 8px;break-after:avoid}p{margin:6px 0}.just{text-align:justify}"
    ".warn{border:1px solid var(--no);border-left-width:5px;padding:6px 12px;color:var(--no);font-weight:bold;margin:0 0 12px}"
    ".cards,table,.key,.tag{font-family:system-ui,'Noto Sans',Arial,sans-serif}"
    ".cards{display:grid;grid-template-columns:repeat(auto-fit,minmax(116px,1fr));gap:10px;margin:14px 0}"
    ".card{border:1px solid var(--line);border-top:4px solid var(--mut);border-radius:4px;padding:9px 11px;break-inside:avoid}"
    ".card.ok{border-top-color:var(--ok)}.card.no{border-top-color:var(--no)}"
    ".card h3{font-size:12.5px;line-height:1.3;margin:0;min-height:2.6em;font-weight:600}.card p{margin:1px 0;font-size:12.5px;line-height:1.4}"
    ".card .big{font-size:28px;font-weight:700;line-height:1.2}.card .big small{font-size:15px}"
    ".card.ok .say{color:var(--ok);font-weight:700}.card.no .say{color:var(--no);font-weight:700}.mut{color:var(--mut)}"
    "table{border-collapse:collapse;width:100%;font-size:12.5px;line-height:1.35;font-variant-numeric:tabular-nums}"
    "caption{text-align:left;color:var(--mut);padding:0 0 4px}"
    "th,td{border:1px solid var(--line);padding:4px 6px;vertical-align:top}thead th{background:var(--soft);font-weight:600;vertical-align:bottom}"
    "thead{display:table-header-group}tfoot{display:table-row-group}tr{break-inside:avoid}tbody th{text-align:left;font-weight:500;min-width:92px}"
    ".n{text-align:right;white-space:nowrap}.c{text-align:center;white-space:nowrap}td.v{position:relative;min-width:84px;padding-bottom:7px}"
    "td.v b{font-weight:600}td.v .s,.k{white-space:nowrap}td.ok i,td.no i{font-style:normal;font-size:9.5px;margin-left:4px;vertical-align:1px}td.ok i{color:var(--ok)}"
    "td.no i,td.no b,td.no .s{color:var(--no)}td.v .w{display:flex;flex-wrap:wrap;gap:0 5px;font-size:11.5px;font-weight:400;line-height:1.3}td.v .d{color:var(--mut)}td.v .d:empty{display:none}td.v .s{margin-left:auto}.u{table-layout:fixed;min-width:600px}.u .hr{width:66px}.u .hu{width:126px}.u .hp{width:52px}.u .ht{width:54px}.u .hk{width:38px}.u td.q{font-size:11px}"
    "td.v .bar{position:absolute;left:0;right:0;bottom:0;height:3px;background:#eef0f3}"
    "td.v .bar::before{content:'';position:absolute;left:0;top:0;height:3px;width:calc(var(--v)*1%);background:#c3c9d1}"
    "td.ok .bar::before{background:var(--okb)}td.no .bar::before{background:var(--nob)}td.v .bar::after{content:'';position:absolute;left:calc(var(--t)*1% - 2px);top:-3px;width:1.5px;height:6px;"
    "background:var(--ink)}td.q{color:var(--mut);font-style:italic}tr.all th,tr.all td,tfoot th,tfoot td{background:var(--soft);font-weight:700}"
    "tr.part th{background:#fff;font-style:italic;text-align:left;color:var(--mut);font-weight:500}.bad{color:var(--no);font-weight:700}"
    "ul{margin:4px 0;padding-left:22px}li{margin:4px 0}.key,.def{font-size:12.5px;color:var(--mut)}.def li{margin:3px 0}"
    ".note{border-left:3px solid var(--acc);padding:4px 12px;background:#fbf7f0}.scroll{overflow-x:auto}"
    ".sign{display:grid;grid-template-columns:1fr 1fr;margin-top:34px;break-inside:avoid;break-before:avoid}.sign div+div{text-align:center}"
    ".sign .to{font-size:13.5px}.sign .to b{font-style:italic}.room{height:84px}footer{margin-top:26px;padding-top:8px;border-top:1px solid var(--line);"
    "font-size:12px;color:var(--mut)}";

static const char report_style_media[] = /* paper and phones */
    "@page{size:A4;margin:20mm 15mm 18mm 25mm;@top-center{content:counter(page);font:11pt 'Times New Roman',serif}}@page:first{@top-center{content:none}}"
    "@media print{body{background:#fff;font-size:12.5pt}.head{font-size:11.5pt}.room{height:64px}h2{margin-top:18px}main{margin:0;padding:0;max-width:none;box-shadow:none}"
    "*{-webkit-print-color-adjust:exact;print-color-adjust:exact}table{font-size:9pt;width:calc(100% - 1px)}.u,td.v{min-width:0}.u .hr{width:16mm}.u .hu{width:30mm}.u .hp{width:13mm}.u .ht{width:13mm}.u .hk{width:10mm}"
    ".u td.v{padding-left:4px;padding-right:4px}.u td.v .w,.u td.q{font-size:8pt}li{break-inside:avoid}.key,.def{font-size:9.5pt}.card p,.card h3{font-size:9pt}.scroll{overflow:visible}}"
    "@media screen and (max-width:720px){main{margin:0;padding:16px 14px;box-shadow:none}.head{grid-template-columns:1fr}"
    ".sub{max-width:none}.just{text-align:left}.cards{grid-template-columns:1fr 1fr}.sign{grid-template-columns:1fr;gap:20px}"
    "table.stack,table.stack tbody,table.stack tfoot,table.stack tr,table.stack th,table.stack td{display:block;width:auto}"
    "table.stack thead{display:none}table.stack tr:not(.part){display:flex;flex-direction:column}table.stack tr:not(.part)>th{order:-1}table.stack tr{border:1px solid var(--line);border-radius:4px;margin:0 0 10px;overflow:hidden}"
    "table.stack th,table.stack td{border:0;border-bottom:1px solid #eceef1;text-align:left;min-width:0}"
    "table.stack tbody th,table.stack tfoot th{background:var(--soft);font-size:14.5px;font-weight:700}"
    "table.stack td[data-l]{display:flow-root;text-align:right;font-size:13.5px}table.stack td[data-l]::before{content:attr(data-l);float:left;"
    "color:var(--mut);margin-right:10px;font-weight:400;font-style:normal}"
    "table.stack td.skip{display:none}"
    "table.u tr:not(.part){display:grid;grid-template-columns:1fr 1fr;position:relative}table.u tr:not(.part)>th{grid-column:1/-1;padding-right:104px}"
    "table.u td.r{position:absolute;right:0;top:1px;border:0}table.u td.r::before{float:none;margin-right:5px}"
    "table.u td.v,table.u td.q{text-align:left;padding-bottom:9px}table.u td.v::before,table.u td.q::before{float:none;display:block;font-size:12px;margin:0}"
    "table.u{min-width:0}table.u td.v .s{margin-left:0}table.u td.v .w{gap:0 10px}table.u td.q{font-size:13px}table.u td.v b{font-size:16px}table.u td.v .w{font-size:12.5px}table.u tr:not(.part)>td:nth-of-type(2n+1){border-left:1px solid #eceef1}}";

#endif
