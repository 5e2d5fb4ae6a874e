/* No core file of a program that reads what must be left nowhere. Replies and files hold personal data until they are
 * decoded, memory that was freed holds them until the end, and the config holds passwords: so from the start until the
 * program ends. Also keeps other programs of the same user from looking into its memory. */
#ifndef MOTCUA_BASE_CORE_DUMP_H
#define MOTCUA_BASE_CORE_DUMP_H

/* The program calls this first, whatever it is to do. */
void core_dump_forbid(void);
/* Just before a normal end: leak checkers of test builds look into the program then. Other builds stay forbidden. */
void core_dump_end(void);

#endif
