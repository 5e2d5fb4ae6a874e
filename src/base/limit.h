/* The maxima of all outside data, in one place, each with its reason. Data beyond a maximum are an error or a
 * reject, and are never cut in silence. A comment behind or above a maximum says of what the number is the most. */
#ifndef MOTCUA_BASE_LIMIT_H
#define MOTCUA_BASE_LIMIT_H

/* replies */
#define LIMIT_BODY_BYTES  (256L * 1024 * 1024) /* one reply; a province's whole list is about 80 MB */
#define LIMIT_TOKEN_BYTES (1024 * 1024)        /* one JSON string or number; a longer one is an attack */
/* one value in a reply in XML; a secret, the longest value that is kept, is shorter */
#define LIMIT_XML_TEXT_BYTES 8192
#define LIMIT_DEPTH          64    /* nesting of a reply; portals use 6 */
#define LIMIT_JSON_DEPTH     128   /* nesting of any JSON; a reply's reader refuses more than LIMIT_DEPTH */
#define LIMIT_WORDS_BYTES    4096  /* a sentence about one figure: a cause, a remedy, a rule in words */
#define LIMIT_VALUE_BYTES    512   /* one decoded text value: codes and unit names */
#define LIMIT_PAGE_ROWS      20000 /* rows of one page; the largest page that a portal gave was 5,000 */
#define LIMIT_PAGE_BYTES     (24 * 1024 * 1024) /* memory of one page's decoded values */
#define LIMIT_INNER_ROWS     256                /* figures inside one record of a reply */
#define LIMIT_WAITING_PAGES  16 /* pages of one poll: one is filled, some are written together, some wait */
/* A poll whose waiting pages have more rows, or whose store is near, has at most three pages, to bound memory. */
#define LIMIT_WAITING_ROWS 8000
/* the values of one record that the manifest names, inner records included */
#define LIMIT_RECORD_BYTES (1024 * 1024)
#define LIMIT_REPLY_HEAD   512      /* first bytes kept of an unexpected reply, to say what came */
#define LIMIT_SWEEP_PAGES  100000   /* pages of one listing: stops a portal whose pages never end */
#define LIMIT_OLD_DAYS     31       /* figures with an older newest date are told as old */
#define LIMIT_LISTING_CAP  10000    /* records at which many portals' search engines cut a list */
#define LIMIT_SEEN         16000000 /* records of one listing */
/* percent of a source's dossiers; where more are absent at once, none is marked missing */
#define LIMIT_MISSING_PERCENT 20
#define LIMIT_MISSING_BYTES   (16L * 1024 * 1024) /* keys of dossiers that are gone: about 700,000 */
/* A change further ahead of the clock is a slip of the portal's. */
#define LIMIT_AHEAD_SECONDS   86400
#define LIMIT_LOOK_BACK       366      /* days that a poll for changes looks back */
#define LIMIT_CATALOGUE       65536    /* names of procedures and fields; there are about 6,500 TTHC */
#define LIMIT_PERIODS_BACK    24       /* past periods that a stream asks for */
#define LIMIT_SWEEP_DAYS      366      /* days between two readings of all */
#define LIMIT_SWEEP_TRIES     3        /* full readings of a listing that changes during the reading */
#define LIMIT_SESSION_SECONDS 31536000 /* a session's lifetime above a year is cut to a year */
#define LIMIT_RECORDED        10000    /* replies of one recording */
#define LIMIT_RECORDED_BYTES  (64 * 1024 * 1024) /* one reply of a recording */
#define LIMIT_CHECK_LINES     128                /* lines that one check of a source tells */
#define LIMIT_CHECK_NAMES     12                 /* members or units named in one such line */
#define LIMIT_RENEWALS        3                  /* sessions that end before one reply came */
#define LIMIT_MESSAGE_BYTES   512                /* the message of a run, for people */

/* network */
#define LIMIT_CONNECT_SECONDS       15 /* unless the config says otherwise */
#define LIMIT_SLOW_BYTES            50 /* a second; a reply that stays slower for the idle time is given up */
#define LIMIT_RETRIES               4  /* tries of one request after the first */
#define LIMIT_RETRY_WAIT_MS         60000  /* between two tries, unless the portal asks for more */
#define LIMIT_RETRY_AFTER_SECONDS   604800 /* Retry-After values above a week are cut to a week */
#define LIMIT_REQUESTS_PER_MINUTE   60000  /* the most that a config may allow */
#define LIMIT_REPLY_HEADERS         256 /* lines of one reply's head, redirects included; portals send 30 */
#define LIMIT_REPLY_HEADER_BYTES    (64 * 1024)
#define LIMIT_VALIDATOR_BYTES       160 /* an ETag or date that a portal gives; longer ones are not sent back */
#define LIMIT_VALIDATOR_DAYS        7   /* a reply with an older ETag is asked for whole */
#define LIMIT_ADDRESS_BYTES         300 /* scheme, host and port */
#define LIMIT_CERTIFICATE_WARN_DAYS 30
#define LIMIT_REDIRECTS             3 /* of one request, and only to the same host */
#define LIMIT_HEADERS               32
#define LIMIT_HOST_CONNECTIONS      4
#define LIMIT_RECEIVE_BYTES         (64 * 1024)
#define LIMIT_URL_BYTES             4096
#define LIMIT_REQUEST_BYTES         (64 * 1024)

/* the database server */
#define LIMIT_STATEMENT_SECONDS        300 /* one statement; the server ends it */
#define LIMIT_LOCK_SECONDS             30  /* waiting for a lock, a part of these */
#define LIMIT_SILENCE_SECONDS          (LIMIT_STATEMENT_SECONDS + 30) /* of a silent server, then given up */
#define LIMIT_TRANSACTION_IDLE_SECONDS 600 /* between two statements of a transaction; the server ends it */
#define LIMIT_MIGRATION_SECONDS        3600 /* one migration: an index over a province's dossiers takes a minute */
#define LIMIT_SCHEMA_LOCK_SECONDS      2  /* a change of the schema waits so long, and all others behind it */
#define LIMIT_SCHEMA_LOCK_TRIES        12 /* then the change is given up: about a minute in all */
#define LIMIT_SCHEMA_WAIT_SECONDS      5  /* between two tries, at most */
#define LIMIT_STATEMENT_ROWS           5000 /* rows that go out in one statement: bounds memory on both sides */

/* the outbox, while the database server is away */
#define LIMIT_OUTBOX_BYTES        (2048L * 1024 * 1024) /* about eight provinces, read once; a warning at 80 % */
#define LIMIT_OUTBOX_WARN_PERCENT 80
/* One statement while portals are polled may take so long; after that the page goes into the outbox. */
#define LIMIT_OUTBOX_PATIENCE_SECONDS 20
#define LIMIT_OUTBOX_SLICE_MS         500 /* time for replaying between two pages of a poll */
/* The wait before the server is tried again: twenty times as long as the last try took, so that polls lose a
 * twentieth of their time to tries; at least and at most these. */
#define LIMIT_OUTBOX_RETRY_MS      1000
#define LIMIT_OUTBOX_RETRY_MOST_MS 300000

/* messages: where, what and what to do (error.h) */
#define LIMIT_WHERE_BYTES 256
#define LIMIT_WHAT_BYTES  768
#define LIMIT_HINT_BYTES  512

/* files and definitions */
#define LIMIT_DOCUMENT_BYTES 4194304 /* 4 MiB: config, manifest, counters, commitments */
#define LIMIT_CSV_BYTES      (256L * 1024 * 1024)
#define LIMIT_CSV_FIELDS     1024
#define LIMIT_SCHEMA_DEPTH   64
/* steps of checking one document, so that a hostile document ends in an error within seconds */
#define LIMIT_SCHEMA_STEPS     1000000
#define LIMIT_FILE_BYTES       4096 /* path of a file */
#define LIMIT_SECRET_BYTES     4096 /* one password */
#define LIMIT_COLUMNS          64   /* of one table */
#define LIMIT_NAMES            256  /* names listed in a hint */
#define LIMIT_HINT_NAMES_BYTES 256  /* the text of that list */
#define LIMIT_NAME_BYTES       64   /* names of sources, counters, metrics, sets */
#define LIMIT_SOURCES          1024
#define LIMIT_HOSTS            4096 /* hosts from which sources are polled */
#define LIMIT_STREAMS          32   /* streams of one manifest */
#define LIMIT_PATHS            512  /* distinct member paths of one stream */
#define LIMIT_NODES            4096 /* members in the allow-list of one stream */
#define LIMIT_RECORD_PATHS     8    /* places of one reply that hold records */
#define LIMIT_KEYS             100 /* dossiers that one look-up completes; an address has no room for more keys */
#define LIMIT_FROM             8  /* members that one field is taken from */
#define LIMIT_TESTS            64 /* tests of members in one stream: one bit each */
#define LIMIT_FIGURES          64 /* figures that one record gives */
#define LIMIT_SHAPE_BYTES      48 /* the part of a value that a reject shows, masked */
#define LIMIT_COUNTERS         128
#define LIMIT_METRICS          128
#define LIMIT_COMMITMENTS      32 /* commitments of one set */
#define LIMIT_TERMS            16 /* counters in one numerator or denominator */
#define LIMIT_PREDICATE_DEPTH  16
#define LIMIT_SQL_BYTES        (256L * 1024) /* one generated statement */
#define LIMIT_AGGREGATES       16
#define LIMIT_BLOCK_PAIRS      8388608 /* pairs of a unit with a procedure or another unit */
#define LIMIT_BLOCK_TEXTS      65536   /* different texts of one column in a reading (store/block.h) */
#define LIMIT_IDENTITIES       16
#define LIMIT_IDENTITY_BREAKS  200 /* broken identities of one period that are kept or told */
#define LIMIT_RATE_SLICES      10  /* of one period in a forecast; every slice is a pass over the dossiers */
#define LIMIT_RATE_DAYS        100 /* working days that those slices look back */
#define LIMIT_CRITERIA         512 /* areas, criteria and sub-criteria of one ruleset; the largest known has 190 */
#define LIMIT_CRITERION_DEPTH  6
#define LIMIT_CRITERION_INPUTS 4 /* where one criterion's figures may come from, in order */
#define LIMIT_OFFENDERS        4 /* counters of the dossiers that cost a criterion its points */
#define LIMIT_BANDS            16
#define LIMIT_RULEBOOK         64 /* rulesets that entries are held against */
#define LIMIT_TASKS            64 /* in one set */
#define LIMIT_DUTIES           64 /* of one task in one year: 53 weeks */
#define LIMIT_MONTHS           12 /* entries of months (quarters) that one of a year is made from */
#define LIMIT_MEASURES         64 /* numbers in one entry: 12 months, 53 weeks */
/* A rate that is larger than so many times the whole is taken for that: no portal means it. */
#define LIMIT_RATE_WHOLES      1000
#define LIMIT_RATINGS          8
#define LIMIT_RULESET_FINDINGS 128    /* faults told of one ruleset; the rest is counted */
#define LIMIT_SCORE_INPUTS     200000 /* entries by hand: 3,321 communes times 60 */
#define LIMIT_POINTS           10000  /* points of one ruleset */
/* one file of evidence that is hashed, such as a film of a meeting */
#define LIMIT_EVIDENCE_BYTES   (4096L * 1024 * 1024)
#define LIMIT_RULESETS         8                    /* rulesets whose scores are kept over time */
#define LIMIT_SCORE_TEXTS      (256L * 1024 * 1024) /* causes told of one period: 3,321 communes times 190 */
#define LIMIT_LINE_BYTES       4096                 /* one line of words for people */
#define LIMIT_COLUMN_BYTES     1024 /* the head of a column: a title of a definition, its group and target */
#define LIMIT_EXPLAIN_DOSSIERS 50   /* dossiers listed under one criterion; the rest is counted */
#define LIMIT_RECONCILE_RULES  32   /* known rules by which two sources differ */
#define LIMIT_RECONCILE_NAMES  256  /* figures of one unit that two sources are compared by */
#define LIMIT_MIGRATIONS       1000
#define LIMIT_VIEWS            1000 /* of an SQLite file, with those that its owner made */
#define LIMIT_UNIT_DEPTH       8    /* country, province, district, commune, and room */
#define LIMIT_UNIT_LINE        (LIMIT_UNIT_DEPTH + 1)
#define LIMIT_UNITS            20000 /* 3,321 communes, 34 provinces, departments, and room */
#define LIMIT_REPORT_OVERDUE   20000 /* overdue dossiers in the workbook, one by one; the rest is counted */
#define LIMIT_GROUP_ROWS       50000 /* units by fields or procedures in forms 06 */
#define LIMIT_PAPER_OVERDUE    500   /* overdue dossiers on paper */
#define LIMIT_CHECK_SQL_BYTES                                                                                \
    2048                        /* the statement that reads all fields of dossiers, to check their hashes */
#define LIMIT_FINDINGS     20   /* of one check of the store, told one by one; the rest is counted */
#define LIMIT_SHARDS       1024 /* of a distributed store; each is a table on a worker */
#define LIMIT_ROLES        500 /* roles of units; each has a policy on ten tables, all made in one transaction */
#define LIMIT_REPORT_BYTES (64L * 1024 * 1024) /* one HTML report; 4,000 units make about 3 MB */

/* delivery */
#define LIMIT_RECIPIENTS       20000               /* places that reports go to */
#define LIMIT_LETTER_BYTES     (96L * 1024 * 1024) /* one mail, its files as base64 */
#define LIMIT_DELIVERY_SECONDS 600 /* one letter, from the connection to the server's answer */
#define LIMIT_DELIVERY_LEASE_SECONDS                                                                         \
    1200 /* a claim of a run of another machine, after which it is taken for dead */
#define LIMIT_MAIL_SILENCE_SECONDS                                                                           \
    120 /* for one answer of a mail server; those that check for viruses are slow */
#define LIMIT_DELIVERY_WAIT_MS      15000 /* before the first retry; doubled each time, up to the next line */
#define LIMIT_DELIVERY_WAIT_MOST_MS 300000 /* grey lists let a letter in after five minutes */
#define LIMIT_DELIVERY_PERIOD_DAYS  31     /* after the end of its period a report is no longer delivered */
#define LIMIT_DELIVERY_ROUNDS       7      /* rounds of one run, a quarter of an hour with those waits */

/* advice */
#define LIMIT_ACTIONS         16 /* kinds of steps that an office can take */
#define LIMIT_ACTION_CHANGES  24
#define LIMIT_ADVICE_BOUNDS   192 /* bounds on these steps */
#define LIMIT_ADVICE_LEAVES   (LIMIT_CRITERIA + LIMIT_COMMITMENTS)
#define LIMIT_CONTRADICTIONS  5000 /* entries of one file that are held against each other */
#define LIMIT_ADVICE_BUDGET   2000 /* cost of the largest plan that is searched: two seconds at the worst */
#define LIMIT_HOLIDAYS_FIXED  32
#define LIMIT_WORKDAYS        4000 /* days looked at in one counting of working days: eleven years */
#define LIMIT_FORECAST_SLICES 64   /* past days or weeks that a forecast is made from */

/* samples */
/* runs whose changes are put into samples one by one; for more runs the samples are counted anew */
#define LIMIT_SAMPLE_RUNS 2000
#define LIMIT_SAMPLE_GAP                                                                                     \
    60 /* periods of a kind that a poll adds by itself after nothing was sampled for long */
#define LIMIT_SAMPLE_PERIODS 2000 /* periods that are sampled anew in one go: 30 years of weeks */
/* days; a period that ended longer ago is not counted anew when a definition changes */
#define LIMIT_SAMPLE_CHANGES 400

/* files that are imported */
#define LIMIT_SHEET_COLUMNS 1024 /* columns of a table that hold something; forms have 40 */
#define LIMIT_SHEET_HEAD    50   /* first rows among which the heading is looked for */
/* rows of a table that are kept for the second reading; 16 MiB are some 50,000 dossiers */
#define LIMIT_TAPE_BYTES     ((size_t)16 * 1024 * 1024)
#define LIMIT_HEAD_BYTES     (4 * 1024 * 1024) /* text of those rows */
#define LIMIT_HEADING_ROWS   4                 /* rows that one heading has */
#define LIMIT_HEADING_TITLES 2048              /* titles of columns in one manifest */
#define LIMIT_ROW_PATTERNS   2048              /* words by which one manifest tells sums, groups and asides */
#define LIMIT_HEADING_FITS   256               /* columns of a table whose titles fit one of the manifest */
#define LIMIT_HEADING_NAMES  128               /* columns of one manifest */
#define LIMIT_SHEETS         256               /* sheets of one workbook */
#define LIMIT_SHEET_SEARCH   20000   /* rows of a table without a heading, read to find another below */
#define LIMIT_BLOCKS         4096    /* tables of one file, those below one another included */
#define LIMIT_SUM_CHECKS     500     /* sum rows of one table that are held against their parts */
#define LIMIT_COUNT_ROWS     20000   /* rows of one table of counts */
#define LIMIT_LEDGER_FIGURES 1000000 /* of all tables of one file: 3,321 communes times 14, in sections */
#define LIMIT_PACKAGE_PARTS  65535   /* parts of one workbook */
#define LIMIT_MUTE_SOURCES                                                                                   \
    256 /* sources that are looked at for a state of any dossier; further ones are believed */
#define LIMIT_MERGES 200000 /* merged cells of one sheet that reach into rows below */
/* one part of a workbook, unpacked; 200,000 dossiers make 250 MB */
#define LIMIT_PART_BYTES (1024L * 1024 * 1024)
/* bytes unpacked for one packed, of parts above LIMIT_PART_SMALL; workbooks reach 30, bombs 1000 */
#define LIMIT_PART_RATIO      250
#define LIMIT_PART_SMALL      (16 * 1024 * 1024)
#define LIMIT_SHARED_BYTES    (256L * 1024 * 1024) /* shared strings of one workbook */
#define LIMIT_SHARED_STRINGS  8000000
#define LIMIT_HTML_BYTES      (32 * 1024 * 1024) /* one page */
#define LIMIT_HTML_DEPTH      256                /* nesting of a page; real ones reach 40 */
#define LIMIT_HTML_TABLES     16                 /* tables inside of tables */
#define LIMIT_TITLE_BYTES     2048               /* text above a table in which its period is looked for */
#define LIMIT_HTML_CELLS      1000000
#define LIMIT_IMPORT_ROWS     2000  /* rows that go into the store at a time */
#define LIMIT_IMPORT_TOLD     50    /* broken identities and new units told one by one; the rest is counted */
#define LIMIT_ISSUES          256   /* different words and columns of one run that were not understood */
#define LIMIT_ISSUE_WORD      80    /* bytes of a word that is shown unchanged; a longer one is free text */
#define LIMIT_FOLDER_FILES    4096  /* files of a source that is a folder */
#define LIMIT_READING_COLUMNS 512   /* columns of a file that a reading report tells one by one */
#define LIMIT_MANUAL_ROWS     20000 /* entries of one file */

/* pages: what a browser may ask of serve */
#define LIMIT_SERVE_HEAD_BYTES      (16 * 1024) /* address and headers of one request; browsers send 2 KiB */
#define LIMIT_SERVE_BODY_BYTES      (16 * 1024) /* of a form: a name, a password, a token */
#define LIMIT_SERVE_CONNECTIONS     512         /* at once; each takes LIMIT_SERVE_HEAD_BYTES, twice */
#define LIMIT_SERVE_IDLE_SECONDS    15          /* without a byte */
#define LIMIT_SERVE_REQUEST_SECONDS 60  /* one connection without a finished request, however it drips */
#define LIMIT_SERVE_SEGMENTS        8   /* of a path: /api/v1/units/CODE has four */
#define LIMIT_SERVE_FIELDS          256 /* of a query or form: a choice for each unknown word and column */
#define LIMIT_SERVE_MODEL_SECONDS   60  /* figures on pages are at most so old, and of the newest run */
#define LIMIT_SERVE_REPORTS         6   /* of other Fridays and periods, kept beside the newest */
#define LIMIT_UPLOAD_BYTES                                                                                   \
    (64 * 1024 * 1024)                 /* of a file from a browser; 200,000 dossiers as XLSX have 25 MB */
#define LIMIT_UPLOAD_SECONDS      600  /* one whole upload, over the slow line of an office */
#define LIMIT_UPLOAD_NAME_BYTES   160  /* the name of an uploaded file */
#define LIMIT_UPLOADS             16   /* uploads that wait to be confirmed, at once */
#define LIMIT_UPLOAD_KEEP_SECONDS 1800 /* until such an upload is thrown away */
#define LIMIT_UPLOAD_CHOICES      100  /* words and columns, each, that one form offers */
#define LIMIT_SERVE_PAGES                                                                                    \
    256 /* pages kept ready; a district has 30, in as many forms as accounts read them */
#define LIMIT_SERVE_PAGES_BYTES (32 * 1024 * 1024)
#define LIMIT_SERVE_KEY_BYTES                                                                                \
    512 /* address and query of a page that is kept; a longer one is made each time */
#define LIMIT_SERVE_THREADS        4            /* threads that read requests and send finished pages */
#define LIMIT_SERVE_CHAIN          16           /* certificates of one chain */
#define LIMIT_SERVE_PEM_BYTES      (256 * 1024) /* a certificate with its chain, or a key */
#define LIMIT_SERVE_PACK_BYTES     1024         /* a shorter body is not packed */
#define LIMIT_PASSWORD_LETTERS     8            /* at least */
#define LIMIT_PASSWORD_BYTES       512          /* at most: yescrypt takes no more */
#define LIMIT_SESSION_IDLE_SECONDS (2 * 3600)   /* a login without a request */
#define LIMIT_SESSION_ALL_SECONDS  (12 * 3600)  /* a login in all: a day at the office */
#define LIMIT_INVITATION_SECONDS   (3 * 86400)  /* until a link for setting a password ends: over a weekend */
#define LIMIT_LOGIN_TRIES          5 /* wrong passwords of one name from one address before the wait begins */
#define LIMIT_LOGIN_ADDRESS_TRIES  30   /* of one address, whatever the names */
#define LIMIT_LOGIN_WAIT_SECONDS   300  /* until wrong tries are forgotten */
#define LIMIT_LOGIN_KEYS           1024 /* names and addresses remembered; the oldest is forgotten */

/* the jobs that serve does by itself */
#define LIMIT_JOBS                (LIMIT_SOURCES + 3) /* a poll of each source; report, delivery, pruning */
#define LIMIT_JOB_CHILDREN        16                  /* jobs at once; each is a process of 10 to 20 MB */
#define LIMIT_JOB_BEAT_SECONDS    20                  /* between two signs of life of a job's holder */
#define LIMIT_JOB_LEASE_SECONDS   90   /* without a sign of life the holder is taken for dead */
#define LIMIT_JOB_RETRY_SECONDS   600  /* before a failed job is tried again that Friday waits for */
#define LIMIT_JOB_REFUSED_SECONDS 3600 /* the wait for a job whose fault somebody must mend */

/* kept in memory for the whole process */
#define LIMIT_SCHEMA_PATTERNS 256 /* compiled patterns of schemas; a further one is compiled each time */
#define LIMIT_KEPT_FILES      64  /* the program's own files, read and checked; more are read each time */

#endif
