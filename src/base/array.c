#include "base/array.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum { FIRST_ITEMS = 64 };

bool array_room(void *items, size_t *size, size_t count, size_t bytes)
{
    void *array;
    if (count < *size)
        return true;
    size_t more = *size ? *size * 2 : FIRST_ITEMS;
    if (more < *size || more > SIZE_MAX / bytes)
        return false;
    memcpy(&array, items, sizeof array); /* the pointer has the type of its items, which is not known here */
    void *grown = realloc(array, more * bytes);
    if (!grown)
        return false;
    memcpy(items, &grown, sizeof grown);
    *size = more;
    return true;
}
