/* A composed dossier as a national record (DongBoHoSoMC): all values are texts. */
#ifndef PORTAL_RECORD_H
#define PORTAL_RECORD_H

#include "dossier.h"

void national_row_write(const struct dossier *d, struct text *out);

#endif
