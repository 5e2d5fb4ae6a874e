#include "base/progress.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>

#include "base/screen.h"
#include "base/text.h"

enum { REDRAW_MS = 100, BAR_CELLS = 20, MOST_LINES = 12 };

struct progress {
    int drawn; /* lines on the screen now */
    int64_t last;
};

static struct progress *shown;
static pthread_mutex_t drawing = PTHREAD_MUTEX_INITIALIZER; /* the writer's thread hides the lines too */

int64_t progress_clock(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

struct progress *progress_new(bool wanted)
{
    struct progress *p = wanted && isatty(STDERR_FILENO) ? calloc(1, sizeof *p) : NULL;
    if (p)
        p->last = -REDRAW_MS;
    shown = p;
    return p;
}

static void lines_clear(struct progress *p)
{
    if (p->drawn)
        fprintf(screen_raw(), "\033[%dA\033[J", p->drawn);
    p->drawn = 0;
}

void progress_clear(struct progress *p)
{
    pthread_mutex_lock(&drawing);
    if (p)
        lines_clear(p);
    pthread_mutex_unlock(&drawing);
}

void progress_hide(void)
{
    progress_clear(shown);
}

void progress_free(struct progress *p)
{
    progress_clear(p);
    shown = NULL;
    free(p);
}

static void bar_draw(int64_t rows, int64_t total)
{
    int full = total > 0 ? (int)(rows >= total ? BAR_CELLS : rows * BAR_CELLS / total) : 0;
    for (int i = 0; i < BAR_CELLS; i++)
        fputs(i < full ? "█" : "░", screen_raw());
}

static void line_draw(const struct progress_line *line)
{
    char rows[TEXT_NUMBER_BYTES], total[TEXT_NUMBER_BYTES], rate[TEXT_NUMBER_BYTES];
    int64_t per_second = line->milliseconds > 0 ? line->rows * 1000 / line->milliseconds : 0;
    fprintf(screen_raw(), "\033[K");
    fprintf(stderr, "%-16.40s ", line->name);
    if (line->total >= 0) {
        bar_draw(line->rows, line->total);
        fprintf(screen_raw(), " %3d%%  %s/%s", (int)(line->total ? line->rows * 100 / line->total : 100),
                text_count(line->rows, rows), text_count(line->total, total));
    } else {
        fprintf(screen_raw(), "%s", text_count(line->rows, rows));
    }
    fprintf(screen_raw(), _("  %s/s"), text_count(per_second, rate));
    if (line->waiting)
        fprintf(screen_raw(), "  %s", line->waiting);
    else if (line->total > line->rows && per_second > 0)
        fprintf(screen_raw(), _("  %d s left"), (int)((line->total - line->rows) / per_second + 1));
    fputc('\n', screen_raw());
}

void progress_draw(struct progress *p, const struct progress_line *lines, size_t count)
{
    int64_t now = p ? progress_clock() : 0;
    if (!p || now - p->last < REDRAW_MS)
        return;
    p->last = now;
    pthread_mutex_lock(&drawing);
    lines_clear(p);
    for (size_t i = 0; i < count && p->drawn < MOST_LINES; i++)
        if (!lines[i].ended) {
            line_draw(&lines[i]);
            p->drawn++;
        }
    pthread_mutex_unlock(&drawing);
}
