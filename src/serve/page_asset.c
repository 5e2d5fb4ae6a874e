/* Answers with the style sheet, the icon, and the manifest by which a phone keeps the page on its home screen. */
#include "serve/page_style.h"
#include "serve/page_style_form.h"
#include "serve/pages.h"

bool asset_style(struct visit *v, struct reply *out, struct error *e)
{
    (void)v;
    (void)e;
    out->type = "text/css; charset=utf-8";
    out->keep = true;
    buffer_text(&out->body, page_style_colours);
    buffer_text(&out->body, page_style_frame);
    buffer_text(&out->body, page_style_cards);
    buffer_text(&out->body, page_style_list);
    buffer_text(&out->body, page_style_form);
    buffer_text(&out->body, page_style_league);
    buffer_text(&out->body, page_style_print);
    return true;
}

bool asset_icon(struct visit *v, struct reply *out, struct error *e)
{
    (void)v;
    (void)e;
    out->type = "image/svg+xml";
    out->keep = true;
    buffer_text(
        &out->body,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 64 64\"><rect width=\"64\" height=\"64\" "
        "rx=\"12\" fill=\"#8a1c1c\"/><path d=\"M14 50V22L32 12l18 10v28H38V34H26v16z\" "
        "fill=\"#fff\"/></svg>\n");
    return true;
}

bool asset_manifest(struct visit *v, struct reply *out, struct error *e)
{
    (void)v;
    (void)e;
    out->type = "application/manifest+json";
    out->keep = true;
    buffer_text(&out->body,
                "{\"name\":\"motcua\",\"short_name\":\"motcua\",\"lang\":\"vi\",\"start_url\":\"/dang-nhap\","
                "\"display\":\"standalone\",\"background_color\":\"#ffffff\",\"theme_color\":\"#8a1c1c\","
                "\"icons\":[{\"src\":\"/icon.svg\",\"sizes\":\"any\",\"type\":\"image/svg+xml\"}]}\n");
    return true;
}
