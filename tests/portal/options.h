/* What the command line asks for. Texts are borrowed from argv. */
#ifndef PORTAL_OPTIONS_H
#define PORTAL_OPTIONS_H

#include "wall.h"

enum { OPTION_FAULTS_MAX = 32 };

struct options {
    uint16_t port;
    const char *port_file;
    const char *base_path;
    int64_t group_id;
    const char *user, *password;
    const char *pages;      /* folder of page files */
    const char *records;    /* file of national records */
    const char *evaluation; /* folder of replies */
    const char *files;      /* folder of replies by their address, or NULL */
    int64_t compose;        /* rows */
    int64_t seed;
    wall from, to, now;
    int64_t communes, departments;
    int64_t drift; /* of 100,000 rows, after the first sweep */
    int64_t session_ttl, session_requests;
    bool waf, etag;
    const char *tls_cert, *tls_key; /* files (PEM); both or none */
    const char *faults[OPTION_FAULTS_MAX];
    size_t fault_count;
};

enum options_result { OPTIONS_RUN, OPTIONS_HELP, OPTIONS_WRONG };

/* Explains on stderr what is wrong; prints the help on stdout for --help. */
enum options_result options_read(struct options *o, int argc, char **argv);

#endif
