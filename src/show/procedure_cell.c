#include "show/procedure_cell.h"

#include "base/text.h"

void procedure_columns(struct table *t, bool machine)
{
    table_column(t, "procedure", _("Procedure"), false);
    if (machine)
        table_column(t, "procedure_code", _("Procedure code"), false);
}

void procedure_cells(struct table *t, const struct catalogue *names, const char *code, bool machine)
{
    char text[CATALOGUE_TEXT_BYTES];
    bool known = code && *code;
    table_text(t, known ? catalogue_text(names, NAME_PROCEDURE, code, text) : NULL);
    if (machine)
        table_text(t, known ? code : NULL);
}
