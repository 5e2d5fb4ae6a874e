/* An array that grows while items are added to it. */
#ifndef MOTCUA_BASE_ARRAY_H
#define MOTCUA_BASE_ARRAY_H

#include <stdbool.h>
#include <stddef.h>

/* Makes room for one item more behind `count` items of `bytes` bytes each. `items` is the address of the pointer to the
 * array, which the caller owns and frees; *size is the number of items that the array has room for, 0 with a NULL
 * array. The room doubles, so that adding costs the same however many there are. false: no memory, and nothing has
 * changed.
 *
 *     if (!array_room(&list->items, &list->size, list->count, sizeof *list->items))
 *         return error_memory(e, "list");
 *     list->items[list->count++] = item;
 */
__attribute__((warn_unused_result)) bool array_room(void *items, size_t *size, size_t count, size_t bytes);

#endif
