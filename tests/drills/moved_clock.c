/* Another wall clock for one process, by LD_PRELOAD: off by MOVED_SECONDS; the monotonic one stays.
 *
 * faketime 0.9.10 cannot do this: with its monotonic clock moved, threads wait for ever, and left
 * alone, absolute sleeps fail. Compile with: cc -shared -fPIC -o moved_clock.so moved_clock.c -ldl
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdlib.h>
#include <sys/time.h>
#include <time.h>

static time_t moved(void)
{
    const char *seconds = getenv("MOVED_SECONDS");
    return seconds ? atol(seconds) : 0;
}

int clock_gettime(clockid_t which, struct timespec *found)
{
    static int (*real)(clockid_t, struct timespec *);
    if (!real)
        real = (int (*)(clockid_t, struct timespec *))dlsym(RTLD_NEXT, "clock_gettime");
    int failed = real(which, found);
    if (!failed && (which == CLOCK_REALTIME || which == CLOCK_REALTIME_COARSE))
        found->tv_sec += moved();
    return failed;
}

int gettimeofday(struct timeval *restrict found, void *restrict zone)
{
    struct timespec now;
    (void)zone;
    if (clock_gettime(CLOCK_REALTIME, &now))
        return -1;
    found->tv_sec = now.tv_sec;
    found->tv_usec = now.tv_nsec / 1000;
    return 0;
}

time_t time(time_t *found)
{
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    if (found)
        *found = now.tv_sec;
    return now.tv_sec;
}
