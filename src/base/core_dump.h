/* A core file would hold personal data (replies and files before they are decoded, memory that was freed) and the
 * passwords of the config. So the program forbids core files from its start to its end. The ban also keeps other
 * programs of the same user from reading this program's memory. */
#ifndef MOTCUA_BASE_CORE_DUMP_H
#define MOTCUA_BASE_CORE_DUMP_H

/* main() calls this function first, whatever the command. */
void core_dump_forbid(void);
/* main() calls this function just before a normal end. A build with AddressSanitizer then lifts the ban, because its
 * leak checker reads the program's memory; other builds keep the ban. */
void core_dump_end(void);

#endif
