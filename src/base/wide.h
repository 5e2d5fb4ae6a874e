/* Whole numbers of 128 bits: products of counts, percents and scales, which do not fit in 64 bits. */
#ifndef MOTCUA_BASE_WIDE_H
#define MOTCUA_BASE_WIDE_H

__extension__ typedef __int128 wide;

#endif
