/* Where the installed data is: share/ beside the folder of the executable, in a build tree as in an
 * installation. */
#ifndef MOTCUA_BASE_DATA_FOLDER_H
#define MOTCUA_BASE_DATA_FOLDER_H

#include <stdbool.h>
#include <stddef.h>

#include "base/environment.h"

/* The folder named by the environment variable, else ../share/NAME beside the executable; whether it exists
 * is not looked at. false if it does not fit or the executable cannot be told (no /proc). */
bool data_folder(enum environment_variable variable, const char *name, char *out, size_t size);

#endif
