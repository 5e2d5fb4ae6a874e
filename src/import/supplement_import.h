/* Imports a file of what a polled source cannot know, by dossier code: import --supplement. */
#ifndef MOTCUA_IMPORT_SUPPLEMENT_IMPORT_H
#define MOTCUA_IMPORT_SUPPLEMENT_IMPORT_H

#include "store/store.h"

/* source: a source that the store has. observed: MOMENT_NONE: now. Tells on stderr what was filled in, which codes
 * the source lacks, and where the portal says otherwise. The run is kept under the name SOURCE.supplement. false and
 * e: no such source (ERROR_USAGE), no table with codes, or none of the codes is in the source. */
MUST_CHECK bool supplement_import(const char *file, const char *source, struct store *s, moment observed,
                                  struct error *e);

#endif
