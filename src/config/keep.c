#include "config/keep.h"

const char *prune_subject_name(enum prune_subject subject)
{
    static const char *const names[PRUNE_SUBJECTS] = {[PRUNE_SAMPLES] = "samples",
                                                      [PRUNE_SCORES] = "scores",
                                                      [PRUNE_HISTORY] = "history",
                                                      [PRUNE_RUNS] = "runs",
                                                      [PRUNE_REJECTS] = "rejects"};
    return names[subject];
}
