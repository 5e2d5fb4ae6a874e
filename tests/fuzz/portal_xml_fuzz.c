/* portal_json for the manifests that read XML (SOAP). */
#define PORTAL_DRIVER "rest_xml"
#include "portal_json_fuzz.c"
