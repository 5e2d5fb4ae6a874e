/* The folder of the installed data: share/ beside the folder of the executable, in a build tree as in an
 * installation. */
#ifndef MOTCUA_BASE_DATA_FOLDER_H
#define MOTCUA_BASE_DATA_FOLDER_H

#include <stdbool.h>
#include <stddef.h>

#include "base/environment.h"

/* Writes to out the folder that the environment variable names, else ../share/NAME beside the executable, without
 * looking whether the folder exists. false: the path does not fit, or the system has no /proc to name the
 * executable. */
bool data_folder(enum environment_variable variable, const char *name, char *out, size_t size);

#endif
