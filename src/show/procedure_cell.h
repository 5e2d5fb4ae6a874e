/* The cell of a dossier's procedure: people and programs read "Đăng ký khai sinh (1.001193)", and programs get the code
 * in a column of its own, too. */
#ifndef MOTCUA_PROCEDURE_CELL_H
#define MOTCUA_PROCEDURE_CELL_H

#include "show/table.h"
#include "store/catalogue.h"

/* Adds the column `procedure`, and with machine true the column `procedure_code`. */
void procedure_columns(struct table *t, bool machine);
/* Adds the cells of these columns; names may be NULL. code NULL or "": the procedure is not known. */
void procedure_cells(struct table *t, const struct catalogue *names, const char *code, bool machine);

#endif
