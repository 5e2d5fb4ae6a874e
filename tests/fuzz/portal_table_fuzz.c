/* portal_json for the manifests that read the tables of web pages and files. */
#define PORTAL_DRIVER "tabular"
#include "portal_json_fuzz.c"
