/* What the program tells people on standard error, made safe for a terminal and a log: names of files and of tables, and
 * words of portals, reach many messages, and none of them may drive the terminal or turn the text around. */
#ifndef MOTCUA_BASE_SCREEN_H
#define MOTCUA_BASE_SCREEN_H

#include <stdio.h>

/* From now on every byte that is written to `stderr` passes text_printable_letter(), whoever writes it; line ends stay.
 * Called once, at the start, before other threads are there. Without memory nothing changes. */
void screen_guard(void);
/* Standard error without the guard, for lines that the program itself draws anew on a terminal. */
FILE *screen_raw(void);

#endif
