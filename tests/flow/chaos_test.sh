#!/bin/sh
# A few rounds of tests/chaos.sh; ./dev bench runs 200.
exec sh "${MOTCUA_SRC:?}/tests/chaos.sh" "${CHAOS_ROUNDS:-25}"
